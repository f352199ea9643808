/**
 * A table in columns, with a line below its headings. cli-table3 (0.6.5) draws that line between all rows or none, and its thirteen
 * settings for no frame are longer than this.
 * @param rows cells, as many as there are headings
 * @param right the columns that are set flush right, such as numbers
 */
export function formatColumns(headings: string[], rows: string[][], right: ReadonlySet<number> = new Set()): string[] {
  const lines = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...lines.map((cells) => (cells[column] as string).length)));
  const pad = (cell: string, column: number) =>
    right.has(column) ? cell.padStart(widths[column] as number) : cell.padEnd(widths[column] as number);
  const format = (cells: string[]) => cells.map(pad).join("  ").trimEnd();
  const [first, ...rest] = lines.map(format) as [string, ...string[]];
  return [first, widths.map((width) => "-".repeat(width)).join("  "), ...rest];
}
