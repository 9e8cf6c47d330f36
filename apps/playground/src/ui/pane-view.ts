import type { Paint } from '../terminal/paint.ts';
import { fit, widthOf, wrap } from '../terminal/text.ts';
import { type Line, wrapLine } from './output.ts';
import type { Pane, PaneState } from './pane.ts';

export interface PaneView {
  readonly rows: string[];
  readonly cursor: { readonly row: number; readonly column: number } | undefined;
}

const STATES: Readonly<Record<PaneState, string>> = {
  waiting: 'waiting',
  silent: 'no output yet',
  running: 'running',
  prompt: 'prompt',
  ended: 'ended',
};

const WAITING: readonly Line[] = [
  { text: 'Starts when a socket of the panes before it can be reached; Ctrl-R starts it now.', style: 'dim' },
];

export function titleRow(pane: Pane, number: number, width: number, isFocused: boolean, paint: Paint): string {
  const rule = isFocused ? '━' : '─';
  const scrolled = pane.scrolled > 0 ? ' (scrolled back)' : '';
  const title = ` ${isFocused ? '▶ ' : ''}${number} ${pane.program.title} · ${STATES[pane.state]}${scrolled} `;
  const missing = Math.max(width - 1 - widthOf(title), 0);
  return paint(isFocused ? 'cyan' : 'plain', fit(rule + title + rule.repeat(missing), width));
}

/** Rows of a line that is typed into: what the program has begun, and the editor's text. */
function inputRows(pane: Pane, width: number): { rows: Line[]; row: number; column: number } {
  const { editor, output } = pane;
  const start = output.last + editor.before;
  const text = wrap(`${start + editor.after} `, width);
  // The cursor stands on the cell after `start`, which may begin a row.
  const ahead = wrap(`${start} `, width);
  const rows = text.map((row): Line => ({ text: row, style: 'plain' }));
  return { rows, row: ahead.length - 1, column: widthOf(ahead.at(-1)!) - 1 };
}

export function viewPane(pane: Pane, width: number, height: number, paint: Paint): PaneView {
  const isOpen = pane.state !== 'ended' && pane.state !== 'waiting';
  const input = isOpen ? inputRows(pane, width) : { rows: [], row: 0, column: 0 };
  const before =
    pane.state === 'waiting'
      ? WAITING.flatMap((line) => wrapLine(line, width))
      : pane.output.rows(width, height + pane.scrolled);
  const all = [...before, ...input.rows];
  pane.scrolled = Math.max(0, Math.min(pane.scrolled, all.length - height));
  const end = all.length - pane.scrolled;
  const start = Math.max(0, end - height);
  const shown = all.slice(start, end).map(({ text, style }) => paint(style, fit(text, width)));
  const row = before.length + input.row - start;
  return {
    rows: [...shown, ...Array.from({ length: height - shown.length }, () => ' '.repeat(width))],
    cursor: isOpen && row >= 0 && row < height ? { row, column: input.column } : undefined,
  };
}
