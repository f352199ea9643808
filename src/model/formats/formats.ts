import { typeOfField } from "../../schema/choose.ts";
import type { FieldName } from "../../schema/fields.ts";
import type { Image } from "../image.ts";
import { type Format, formatOf, type Value } from "./format.ts";
import { endOfString, FLOAT_64, putDouble, putInteger, putNull, putString, shortString } from "./msgpack.ts";
import { endOfQuoted, type TextStyle } from "./text.ts";

function jsonFormat({ quote, double }: TextStyle): Format {
  const key = (name: FieldName) => `,"${name}":`;
  const end = "}\n";
  return formatOf({
    key,
    before: { string: '"' },
    after: { string: '"' },
    end,
    fragment(names, last) {
      const keys = names.map(key);
      const isDouble = names.map((name) => typeOfField(name) === "double");
      const tail = last === undefined ? "" : last === "end" ? end : key(last);
      return (image, values) => {
        let text = "";
        for (let index = 0; index < keys.length; index++) {
          const value = values[index] as Value;
          if (typeof value === "string") text += keys[index] + quote(value);
          else text += keys[index] + (isDouble[index] && value !== null ? double(value) : String(value));
        }
        image.putText(text + tail);
      };
    },
    endOfString: endOfQuoted,
  });
}

function putValue(image: Image, value: Value, isDouble: boolean): void {
  if (value === null) putNull(image);
  else if (typeof value === "string") putString(image, value);
  else if (isDouble) putDouble(image, value);
  else putInteger(image, value);
}

const msgpack = formatOf({
  key: shortString,
  before: { double: String.fromCharCode(FLOAT_64) },
  after: {},
  end: "",
  fragment(names, last) {
    const isDouble = names.map((name) => typeOfField(name) === "double");
    return (image, values) => {
      for (let index = 0; index < names.length; index++) {
        putString(image, names[index] as FieldName);
        putValue(image, values[index] as Value, isDouble[index] as boolean);
      }
      if (last !== undefined && last !== "end") putString(image, last);
    };
  },
  endOfString,
});

/** By name; how an engine writes texts and doubles is handed to each. MessagePack has its texts in UTF-8, whatever the engine. */
export const FORMATS = { json: jsonFormat, msgpack: (_: TextStyle): Format => msgpack } as const;
export type FormatName = keyof typeof FORMATS;
