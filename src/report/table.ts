/** A column of figures, right-aligned, or of words. */
export interface Column<Row> {
  readonly header: string;
  readonly align?: "left";
  readonly cell: (row: Row) => string;
  /** of the widest cell to expect, where rows are printed one by one; the header may be wider */
  readonly width?: number;
  /** a line too narrow for all columns loses those with 1 first, then 2, ...; undefined: never dropped */
  readonly dropped?: number;
}

export interface Table<Row> {
  readonly header: string;
  readonly row: (row: Row) => string;
}

const gap = "  ";

/**
 * Fits columns into a line.
 * @param available width of the line
 * @param rows all rows, where they are known beforehand
 */
export function createTable<Row>(
  columns: readonly Column<Row>[],
  available: number,
  rows: readonly Row[] = [],
): Table<Row> {
  let shown = columns.map((column) => {
    const { header, cell, width = 0 } = column;
    return { ...column, width: Math.max(header.length, width, ...rows.map((row) => cell(row).length)) };
  });
  const size = () => shown.reduce((sum, { width }) => sum + width + gap.length, -gap.length);
  for (let next = 1; size() > available && next <= columns.length; next++) {
    shown = shown.filter(({ dropped }) => dropped !== next);
  }
  const line = (text: (column: Column<Row>) => string) => {
    const cells = shown.map((column) => {
      return column.align === "left" ? text(column).padEnd(column.width) : text(column).padStart(column.width);
    });
    return cells.join(gap).trimEnd();
  };
  return { header: line(({ header }) => header), row: (row) => line(({ cell }) => cell(row)) };
}
