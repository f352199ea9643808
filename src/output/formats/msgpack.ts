import { FORMAT_MSGPACK } from "../../../assembly/layout/run.ts";
import type { Image } from "../../model/image.ts";
import { textFormatOf, type Value } from "../../model/texts/format.ts";
import {
  endOfString,
  FLOAT_64,
  putDouble,
  putInteger,
  putNull,
  putString,
  shortString,
} from "../../model/texts/msgpack.ts";
import { typeOfField } from "../../schema/choose.ts";
import type { FieldName } from "../../schema/fields.ts";
import { rowFormat } from "./rows.ts";

function putValue(image: Image, value: Value, isDouble: boolean): void {
  if (value === null) putNull(image);
  else if (typeof value === "string") putString(image, value);
  else if (isDouble) putDouble(image, value);
  else putInteger(image, value);
}

const texts = textFormatOf({
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

/** One map per event (https://github.com/msgpack/msgpack/blob/master/spec.md). Strings are UTF-8 with every engine. */
export const msgpack = rowFormat({
  endings: [".msgpack", ".mpk"],
  texts: () => texts,
  word: FORMAT_MSGPACK,
  rows: {
    plain: "encodeMsgpack",
    lz4: "encodeMsgpackLz4",
    messages: "encodeMsgpackMessages",
    messagesLz4: "encodeMsgpackMessagesLz4",
  },
});
