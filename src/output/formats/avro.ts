import { FORMAT_AVRO } from "../../../assembly/layout/run.ts";
import type { Image } from "../../model/image.ts";
import { endOfString, longBytes, NULL_BRANCH, putDouble, putString, VALUE_BRANCH } from "../../model/texts/avro.ts";
import { type TextFormat, textFormatOf, type Value } from "../../model/texts/format.ts";
import { isNullable, namesPresent, typeOfField } from "../../schema/choose.ts";
import { FIELDS, type Field, type FieldName } from "../../schema/fields.ts";
import { rowFormat } from "./rows.ts";

const BRANCHED = new Set<FieldName>(FIELDS.filter((field: Field) => isNullable(field)).map(({ name }) => name));
const HIDDEN = new Uint8Array(namesPresent(FIELDS, "shown").length).fill(NULL_BRANCH);
const NO_SONG = new Uint8Array(namesPresent(FIELDS, "played").length).fill(NULL_BRANCH);
const VALUE = Uint8Array.of(VALUE_BRANCH);
const NULL = Uint8Array.of(NULL_BRANCH);

function putValue(image: Image, value: Value, isDouble: boolean): void {
  if (typeof value === "string") putString(image, value);
  else if (isDouble) putDouble(image, value as number);
  else image.putBytes(longBytes(value as number));
}

/** There are no keys. What the kernel copies before a value that may be null is its branch. */
const branchOf = (name: FieldName) => (BRANCHED.has(name) ? String.fromCharCode(VALUE_BRANCH) : "");

const rows = textFormatOf({
  key: branchOf,
  before: {},
  after: {},
  end: "",
  fragment(names, last) {
    const branches = names.map((name) => Buffer.from(branchOf(name)));
    const isDouble = names.map((name) => typeOfField(name) === "double");
    const tail = Buffer.from(last === undefined || last === "end" ? "" : branchOf(last));
    return (image, values) => {
      for (let index = 0; index < names.length; index++) {
        image.putBytes(branches[index] as Uint8Array);
        putValue(image, values[index] as Value, isDouble[index] as boolean);
      }
      image.putBytes(tail);
    };
  },
  endOfString,
});

/** A reader must find every field, so the ends of events have nulls for what is not there. */
const texts: TextFormat = {
  ...rows,
  putTail(image, gender, tag) {
    if (gender === undefined) image.putBytes(HIDDEN);
    else {
      image.putBytes(VALUE);
      putString(image, gender);
    }
    // The tag belongs to the run: its field is absent, of strings, or has only nulls (src/output/codecs/avro.ts).
    if (tag === null) image.putBytes(NULL);
    else if (tag !== undefined) putString(image, tag);
  },
  putEnd(image) {
    image.putBytes(NO_SONG);
  },
};

/** An object container file. Strings are UTF-8 with every engine. */
export const avro = rowFormat({
  endings: [".avro"],
  texts: () => texts,
  word: FORMAT_AVRO,
  rows: { plain: "encodeAvro", messages: "encodeAvroMessages" },
});
