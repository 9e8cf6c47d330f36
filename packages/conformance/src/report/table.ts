export interface Column<T> {
  readonly head: string;
  readonly align: 'left' | 'right';
  /** How a number that is not 0 is to be taken. */
  readonly kind?: 'known' | 'bad';
  cell(row: T): string;
}

/** Contract: lines of equal cells, as wide as their widest; the first line has the heads. */
export function textTable<T>(columns: readonly Column<T>[], rows: readonly T[]): string[] {
  const cells = [columns.map(({ head }) => head), ...rows.map((row) => columns.map((column) => column.cell(row)))];
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => line[index]!.length)));
  return cells.map((line) =>
    line
      .map((cell, index) =>
        columns[index]!.align === 'left' ? cell.padEnd(widths[index]!) : cell.padStart(widths[index]!),
      )
      .join('  ')
      .trimEnd(),
  );
}

export function markdownTable<T>(columns: readonly Column<T>[], rows: readonly T[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ head }) => head)),
    line(columns.map(({ align }) => (align === 'left' ? '---' : '---:'))),
    ...rows.map((row) => line(columns.map((column) => column.cell(row).replaceAll('|', '\\|')))),
  ];
}
