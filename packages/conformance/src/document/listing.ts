import { wrap } from '../report/columns.ts';
import type { Paint } from '../report/paint.ts';
import { continuedSource, type Script } from './scripts.ts';

/** The script as it is run: numbered, with a plus before a line that an earlier script of the document brought. */
export function listing(script: Script, width: number, paint: Paint): string[] {
  const lines = continuedSource(script).trimEnd().split('\n');
  const gutter = 6;
  const shown = lines.flatMap((line, index) => {
    const mark = index < script.carried.length ? '+' : ' ';
    const indent = line.length - line.trimStart().length + 4;
    return wrap(line, width - gutter, indent).map((piece, part) => {
      const number = part === 0 ? `${mark}${String(index + 1).padStart(3)}  ` : ' '.repeat(gutter);
      return paint('dim', number) + paintCode(piece, paint);
    });
  });
  return [...shown, ...notes(script).map((note) => paint('dim', `      (${note})`))];
}

function paintCode(line: string, paint: Paint): string {
  const comment = /^((?:[^'"#]|'[^']*'|"[^"]*")*)(#.*)$/.exec(line);
  return comment ? paint('cyan', comment[1]!) + paint('dim', comment[2]!) : paint('cyan', line);
}

function notes(script: Script): string[] {
  const { changes } = script.snippet;
  const carried = script.carried.length;
  const notes: string[] = [];
  if (carried > 0) notes.push('+ an earlier script of the document brought this line');
  if (changes.length > 0) {
    const numbers = ranges(changes.map(({ line }) => line + carried));
    notes.push(
      `the document lost the indentation of ${numbers.includes('-') || numbers.includes(',') ? 'lines' : 'line'} ${numbers}: put back`,
    );
  }
  return notes;
}

/** `2-4, 7` */
export function ranges(numbers: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else runs.push([number, number]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
}
