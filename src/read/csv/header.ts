import { FIELD_NAMES } from "../../schema/choose.ts";

/** Some programs begin a file with it: https://www.unicode.org/faq/utf_bom.html#bom1 */
export const BYTE_ORDER_MARK = "\ufeff";
/** A header of events has some hundred bytes. */
const MOST_HEADER_BYTES = 1 << 16;

/**
 * Whether a file that begins so is CSV with a header that has a field of events. Apart from the reader, so that only a CSV file loads
 * that.
 */
export function startsCsv(head: Buffer): boolean {
  const [line] = head.subarray(0, MOST_HEADER_BYTES).toString().replace(BYTE_ORDER_MARK, "").split(/\r?\n/, 1);
  const names: readonly string[] = FIELD_NAMES;
  return line!.split(",").some((name) => names.includes(name.replace(/^"(.*)"$/, "$1")));
}
