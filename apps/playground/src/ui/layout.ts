import type { Paint } from '../terminal/paint.ts';
import { beside, type Frame } from '../terminal/screen.ts';
import { fit } from '../terminal/text.ts';
import type { Menu } from './menu.ts';
import type { Pane } from './pane.ts';
import { titleRow, viewPane } from './pane-view.ts';
import { type ListedSocket, socketRows } from './socket-list.ts';

export interface View {
  readonly panes: readonly Pane[];
  readonly focus: number;
  readonly menu: Menu | undefined;
  readonly sockets: readonly ListedSocket[];
}

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

const SMALLEST: Size = { columns: 60, rows: 16 };
const NARROWEST_PANE = 24;

const HELP = 'Tab pane  ^C interrupt  ^\\ stop  ^R restart  ^S split  ^O examples  ^X quit';
const WIDE_HELP =
  'Tab next pane   Ctrl-C interrupt   Ctrl-\\ stop   Ctrl-R restart   Ctrl-S split   PgUp/PgDn scroll   Ctrl-O examples   Ctrl-X quit';

export function hasRoomFor(panes: number, { columns }: Size): boolean {
  return (columns + 1) / panes - 1 >= NARROWEST_PANE;
}

/** Contract: the panes fill the width, but for one column between them. */
function paneColumns(count: number, columns: number): { readonly column: number; readonly width: number }[] {
  const edges = Array.from({ length: count + 1 }, (_, index) => Math.floor((index * (columns + 1)) / count));
  return edges.slice(0, -1).map((column, index) => ({ column, width: edges[index + 1]! - column - 1 }));
}

function panesFrame({ panes, focus }: View, columns: number, height: number, paint: Paint): Frame {
  const blocks = [];
  let cursor: Frame['cursor'];
  for (const [index, { column, width }] of paneColumns(panes.length, columns).entries()) {
    const pane = panes[index]!;
    const isFocused = index === focus;
    const view = viewPane(pane, width, height - 1, paint);
    if (column > 0) {
      const line = Array.from({ length: height - 1 }, () => '│');
      blocks.push({ column: column - 1, rows: ['┬', ...line] });
    }
    blocks.push({ column, rows: [titleRow(pane, index + 1, width, isFocused, paint), ...view.rows] });
    if (isFocused && view.cursor) cursor = { row: view.cursor.row + 1, column: column + view.cursor.column };
  }
  return { rows: beside(blocks), cursor };
}

export function composeFrame(view: View, { columns, rows }: Size, paint: Paint): Frame {
  if (columns < SMALLEST.columns || rows < SMALLEST.rows) {
    const text = `The playground needs ${SMALLEST.columns} x ${SMALLEST.rows} cells (Ctrl-X quits)`;
    return { rows: [fit(text, columns), ...Array.from({ length: rows - 1 }, () => fit('', columns))] };
  }
  const listed = Math.max(6, Math.floor(rows / 4));
  const height = rows - listed - 1;
  const upper = view.menu
    ? { rows: view.menu.rows(columns, height, paint), cursor: undefined }
    : panesFrame(view, columns, height, paint);
  const help = columns >= WIDE_HELP.length + 2 ? WIDE_HELP : HELP;
  return {
    rows: [
      ...upper.rows,
      ...socketRows(view.sockets, columns, listed, paint),
      paint('reverse', fit(` ${help}`, columns)),
    ],
    cursor: upper.cursor,
  };
}
