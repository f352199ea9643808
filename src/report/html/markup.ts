import { escapeMarkup, printable } from "../../system/printable.ts";

/** Characters of a name that the page shows; what is longer comes from no configuration that a person wrote. */
const MOST_NAME = 200;
/** The same in a picture, where a label has a column of its own. */
const MOST_LABEL = 30;

/** A text from data, as the page shows it: escaped, without characters that are not seen. */
export function shown(text: string, most = MOST_NAME): string {
  return escapeMarkup(printable(text, most));
}

/** A name as a label of a picture, in plain text: on one line, and cut where it would cross the picture. */
export function label(name: string, most = MOST_LABEL): string {
  const characters = [...printable(name, MOST_NAME)];
  if (characters.length === 0) return "(empty)";
  return characters.length <= most ? characters.join("") : `${characters.slice(0, most - 1).join("")}…`;
}

/** Numbers as a table. `rows` are plain texts; `head` has the headings, those of numbers with `#` before them. */
export interface Table {
  head: readonly string[];
  rows: readonly (readonly string[])[];
}

/** A page stays small whatever it reports on. */
const MOST_ROWS = 120;

/** The table as HTML; its first column heads the rows. */
export function tableOf({ head, rows }: Table, caption: string): string {
  const isNumber = head.map((heading) => heading.startsWith("#"));
  const classOf = (column: number) => (isNumber[column] ? ' class="n"' : "");
  const headings = head.map(
    (heading, column) => `<th scope="col"${classOf(column)}>${shown(heading.replace(/^#/, ""))}</th>`,
  );
  const lines = rows.slice(0, MOST_ROWS).map((cells) => {
    const [first = "", ...rest] = cells;
    const others = rest.map((cell, index) => `<td${classOf(index + 1)}>${shown(cell)}</td>`);
    return `<tr><th scope="row"${classOf(0)}>${shown(first)}</th>${others.join("")}</tr>`;
  });
  const more = rows.length - lines.length;
  const rest = more > 0 ? `<p class="more">and ${more} more rows, which <code>--json</code> has</p>` : "";
  return (
    `<div class="scroll" tabindex="0" role="region" aria-label="Numbers: ${escapeMarkup(caption)}"><table><caption>${escapeMarkup(caption)}</caption>` +
    `<thead><tr>${headings.join("")}</tr></thead>\n<tbody>\n${lines.join("\n")}\n</tbody></table></div>${rest}`
  );
}
