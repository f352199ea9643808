import { MOST_CHARACTERS, printable } from "../../system/printable.ts";

// Text and tables of Markdown in which nothing from the data is markup: https://spec.commonmark.org/0.31.2/#backslash-escapes

/** A text from data. */
export function shown(text: string): string {
  return printable(text, MOST_CHARACTERS)
    .replace(/[\\`*_{}[\]()#+!|~&@:$-]/g, (mark) => (/[-():+#!@]/.test(mark) ? mark : `\\${mark}`))
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;");
}

/** A text from data within a code span, whose fence is longer than every run of backticks in it. */
export function code(text: string): string {
  const own = printable(text, 20_000);
  const fence = "`".repeat(1 + Math.max(0, ...[...own.matchAll(/`+/g)].map(([run]) => run.length)));
  const space = own.startsWith("`") || own.endsWith("`") ? " " : "";
  return `${fence}${space}${own}${space}${fence}`;
}

/** @param right columns that are set flush right, such as numbers */
export function table(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  right: number[] = [],
): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = headings.map((_, column) => (right.includes(column) ? "---:" : "---"));
  return [line(headings), line(rule), ...rows.map(line)];
}
