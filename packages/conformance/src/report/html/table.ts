import type { Column } from '../table.ts';
import type { Row } from '../totals.ts';
import { h, type Markup } from './element.ts';

/** Of several rows the last one is their sum. */
export function tableOf<T extends Row>(columns: readonly Column<T>[], rows: readonly T[]): Markup {
  const heads = columns.map(({ head }) => h('th', { scope: 'col' }, head));
  const lines = rows.map((row, index) => {
    const isSum = rows.length > 1 && index === rows.length - 1;
    return h(
      'tr',
      { class: isSum ? 'sum' : undefined },
      columns.map((column) => cellOf(column, row)),
    );
  });
  return h('div', { class: 'scroll' }, h('table', {}, h('thead', {}, h('tr', {}, heads)), h('tbody', {}, lines)));
}

function cellOf<T extends Row>(column: Column<T>, row: T): Markup {
  const text = column.cell(row);
  return h('td', { class: text === '0' ? 'zero' : column.kind }, text);
}
