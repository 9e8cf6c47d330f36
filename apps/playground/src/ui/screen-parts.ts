/** What the screens have in common. */

import type { Key } from '../terminal/keys.ts';
import { type Row, row } from '../terminal/segments.ts';
import { fit, widthOf } from '../terminal/text.ts';
import type { Hint } from './key-bar.ts';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export interface View {
  /** As many as the size has, but for the last, which is the keys'. */
  readonly rows: readonly Row[];
  readonly cursor?: { readonly x: number; readonly y: number } | undefined;
}

export interface Screen {
  press(key: Key): void;
  view(size: Size): View;
  hints(): readonly Hint[];
  /** What the help says, besides the hints. */
  readonly help: readonly string[];
}

export function titleRow(title: string, width: number, isChosen = false): Row {
  const rule = isChosen ? '━' : '─';
  const text = `${rule} ${isChosen ? '▶ ' : ''}${title} `;
  return row(
    fit(text + rule.repeat(Math.max(0, width - widthOf(text))), width),
    isChosen ? { color: 'cyan', bold: true } : {},
  );
}

/** Keeps the chosen row of a list in sight. */
export function windowStart(chosen: number, count: number, height: number, start: number): number {
  const first = Math.min(start, chosen);
  const last = chosen >= first + height ? chosen - height + 1 : first;
  return Math.max(0, Math.min(last, count - height));
}
