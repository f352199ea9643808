/** A table in Markdown, its columns aligned in the source as well. @param rows cells may hold code and links; a `|` in them is escaped */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const escaped = rows.map((row) => row.map((cell) => cell.replaceAll("|", "\\|")));
  const widths = heads.map((head, column) =>
    Math.max(...[heads, ...escaped].map((row) => row[column]!.length), head.length),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`;
  return [line(heads), line(widths.map((width) => "-".repeat(width))), ...escaped.map(line)].join("\n");
}

export function code(text: string): string {
  return text === "" ? "" : `\`${text}\``;
}

/** The pieces of a page with an empty line between them. */
export function page(...pieces: readonly string[]): string {
  return `${pieces.join("\n\n")}\n`;
}
