// Texts and numbers as cells of a spreadsheet, and back without loss.

/** A cell as a library reads it; null if it is empty. */
export type Cell = string | number | boolean | Date | null;

/** The significant digits of a number that all spreadsheets keep. */
const MOST_DIGITS = 15;
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** What a program that opens the cells could take for a formula, and what it could change: spaces at the ends, control characters, the escapes of Office. */
const UNSAFE = /^["=+\-@]|^\s|\s$|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|_x[0-9a-f]{4}_/iu;
/** In CSV there are no types: a program takes these for numbers, dates, times or truth values. */
const AMBIGUOUS = /^[\d.,]|^(?:true|false|nan|inf|infinity)$/i;

/**
 * A text as a cell. What a program could take for something else, such as a formula, stands in double quotes and is
 * escaped as in JSON; so does the empty text where an empty cell means that there is none.
 */
export function textCell(text: string, { typed, mayBeEmpty }: { typed: boolean; mayBeEmpty: boolean }): string | null {
  if (text === "") return mayBeEmpty ? null : '""';
  return UNSAFE.test(text) || (!typed && AMBIGUOUS.test(text)) ? quotedText(text) : text;
}

/** JSON, with what UNSAFE has within the text written as `\u0085`. */
function quotedText(text: string): string {
  return JSON.stringify(text).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|_(?=x[0-9a-f]{4}_)/giu, (character) =>
    [...Array(character.length).keys()]
      .map((unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}

/** The text of a cell; that of a number, a date or a truth value as it is usually written. */
export function textOf(cell: Cell): string {
  if (cell === null) return "";
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? "" : cell.toISOString().replace(/\.000Z$|Z$/, "");
  if (typeof cell !== "string") return String(cell);
  if (!/^".*"$/s.test(cell)) return cell;
  try {
    return JSON.parse(cell);
  } catch {
    return cell;
  }
}

/** Whether a spreadsheet keeps all digits of a number: LibreOffice saves fifteen. */
export function isKept(json: string): boolean {
  const value = Number(json);
  const digits = (text: string) => text.replace(/[eE].*$|[^\d]/g, "").replace(/^0+/, "").length;
  return Number.isFinite(value) && digits(json) <= MOST_DIGITS && digits(String(value)) <= MOST_DIGITS;
}

/** A number of a configuration as a cell: as text where a spreadsheet would lose digits. */
export function numberCell(json: string): number | string {
  return isKept(json) ? Number(json) : `"${json}"`;
}

/** The JSON of a cell in which a number belongs: that of the text if it is none. Undefined if the cell is empty. */
export function numberJson(cell: Cell): string | undefined {
  if (typeof cell === "number" && Number.isFinite(cell)) return JSON.stringify(cell);
  const text = textOf(cell).trim();
  if (text === "") return undefined;
  return JSON_NUMBER.test(text) ? text : JSON.stringify(text);
}

/** A cell in which a truth value belongs; its text if it is none. Undefined if the cell is empty. */
export function flagOf(cell: Cell): boolean | string | undefined {
  if (typeof cell === "boolean") return cell;
  if (cell === 1 || cell === 0) return cell === 1;
  const text = textOf(cell).trim();
  if (text === "") return undefined;
  if (/^(?:true|false)$/i.test(text)) return text.toLowerCase() === "true";
  return text;
}

/** `F7`, from the numbers of a row and a column, from 0. */
export function cellName(row: number, column: number): string {
  let letters = "";
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return `${letters}${row + 1}`;
}

export function columnName(column: number): string {
  return cellName(0, column).slice(0, -1);
}

/** JSON as a cell: a number where it is one that spreadsheets keep. Escapes within its texts that Office has too are written otherwise. */
export function jsonCell(json: string): string | number {
  if (JSON_NUMBER.test(json)) {
    const cell = numberCell(json);
    return typeof cell === "number" ? cell : json;
  }
  return json.replace(/_(?=x[0-9a-f]{4}_)/gi, "\\u005f");
}
