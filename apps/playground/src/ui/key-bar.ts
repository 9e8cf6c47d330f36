/** The keys that do something now, in the last row. */
import { fitRow, type Row } from '../terminal/segments.ts';
import { widthOf } from '../terminal/text.ts';

export type Hint = readonly [key: string, does: string];

const GAP = 2;

/** Those in the middle are left out where there is no room; the last two, help and the way out, are always there. */
export function keyBar(hints: readonly Hint[], width: number): Row {
  const cost = ([key, does]: Hint) => widthOf(key) + 1 + widthOf(does) + GAP;
  const last = hints.slice(-2);
  let room = width - 1 - last.reduce((sum, hint) => sum + cost(hint), 0);
  const shown: Hint[] = [];
  for (const hint of hints.slice(0, -2)) {
    room -= cost(hint);
    if (room < 0) break;
    shown.push(hint);
  }
  return fitRow(
    [
      { text: ' ' },
      ...[...shown, ...last].flatMap(([key, does]) => [
        { text: key, bold: true, color: 'cyan' },
        { text: ` ${does}${' '.repeat(GAP)}` },
      ]),
    ],
    width,
  );
}
