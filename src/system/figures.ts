// Figures as people read them.

const THOUSANDS = /\B(?=(?:\d{3})+$)/g;

/** `1,234,567`. Not with `toLocaleString`: its first call, at the end of every run, would load the locale tables. */
export function count(value: number): string {
  return String(Math.round(value)).replace(THOUSANDS, ",");
}

/** `1.25 MB`, from 10 MB on `1,235 MB`. */
export function megabytes(byteLength: number): string {
  return `${byteLength < 1e7 ? Math.round(byteLength / 1e4) / 100 : count(byteLength / 1e6)} MB`;
}

export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "?";
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${Math.floor(seconds % 60)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

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
