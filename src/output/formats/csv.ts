import { FORMAT_CSV } from "../../../assembly/layout/run.ts";
import { type TextFormat, textFormatOf, type Value } from "../../model/texts/format.ts";
import type { TextStyle } from "../../model/texts/text.ts";
import { type Choice, fieldsWithPlaces, namesOwnedBy, namesPresent, typeOfField } from "../../schema/choose.ts";
import { FIELDS } from "../../schema/fields.ts";
import { rowFormat } from "./rows.ts";

const COMMA = ",";
const QUOTE = 0x22;
/** PostgreSQL's COPY, BigQuery and Snowflake take it as well as the CRLF of RFC 4180. */
const LINE_FEED = "\n";

function quote(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** The position after the closing quote of a text whose opening quote is before `start`. */
function endOfText(bytes: Buffer, start: number): number {
  let at = start;
  while (bytes[at] !== QUOTE || bytes[at + 1] === QUOTE) at += bytes[at] === QUOTE ? 2 : 1;
  return at + 1;
}

/** @param nullText stands for a value that an event does not have, without quotes */
function textsWith(nullText: string, { double }: TextStyle): TextFormat {
  const show = (value: Value, isDouble: boolean) => {
    if (value === null) return nullText;
    if (typeof value === "string") return quote(value);
    // An engine quotes NaN and infinities for JSON.
    return isDouble ? double(value).replaceAll('"', "") : String(value);
  };
  const nulls = (count: number) => (COMMA + nullText).repeat(count);
  const hiddenNulls = nulls(namesPresent(FIELDS, "shown").length);
  const songNulls = nulls(namesOwnedBy("song").length);
  const common = textFormatOf({
    key: () => COMMA,
    before: { string: '"' },
    after: { string: '"' },
    end: LINE_FEED,
    fragment(names, last) {
      const isDouble = names.map((name) => typeOfField(name) === "double");
      const tail = last === undefined ? "" : last === "end" ? LINE_FEED : COMMA;
      return (image, values) => {
        const shown = isDouble.map((each, index) => COMMA + show(values[index] as Value, each));
        image.putText(shown.join("") + tail);
      };
    },
    endOfString: endOfText,
  });
  return {
    ...common,
    putTail(image, gender, tag) {
      if (gender === undefined) image.putText(hiddenNulls);
      common.putTail(image, gender, tag);
    },
    putEnd: (image) => image.putText(songNulls + LINE_FEED),
  };
}

/** Returns the first line of each file: the names of the fields. @param tag undefined without one */
export function csvHeaderOf(compat: Choice["compat"], tag: string | null | undefined): string {
  const names = fieldsWithPlaces(compat, tag).map(({ name }) => name);
  return names.join(COMMA) + LINE_FEED;
}

/** One row per event after a header (RFC 4180, with line feeds). Texts have quotes; numbers and null have none. */
export const csv = rowFormat({
  endings: [".csv"],
  texts: (style) => textsWith("", style),
  textsFor: ({ csvNull }) => (csvNull === undefined ? undefined : (style) => textsWith(csvNull, style)),
  word: FORMAT_CSV,
  rows: { plain: "encodeCsv", messages: "encodeCsvMessages" },
});
