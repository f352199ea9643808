import { FORMAT_JSON } from "../../../assembly/layout/run.ts";
import { type TextFormat, textFormatOf, type Value } from "../../model/texts/format.ts";
import { endOfQuoted, type TextStyle } from "../../model/texts/text.ts";
import { typeOfField } from "../../schema/choose.ts";
import type { FieldName } from "../../schema/fields.ts";
import { rowFormat } from "./rows.ts";

function texts({ quote, double }: TextStyle): TextFormat {
  const key = (name: FieldName) => `,"${name}":`;
  const end = "}\n";
  return textFormatOf({
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

/** One event per line (https://jsonlines.org). */
export const json = rowFormat({
  endings: [".json"],
  texts,
  word: FORMAT_JSON,
  rows: {
    plain: "encodeJson",
    lz4: "encodeJsonLz4",
    messages: "encodeJsonMessages",
    messagesLz4: "encodeJsonMessagesLz4",
  },
});
