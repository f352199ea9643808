import { arrow } from "./arrow/arrow.ts";
import { avro } from "./avro.ts";
import { csv } from "./csv.ts";
import type { Format } from "./format.ts";
import { json } from "./json.ts";
import type { MessagesEncoding } from "./messages/encoding.ts";
import { messagesFormat } from "./messages/format.ts";
import { msgpack } from "./msgpack.ts";
import { parquet } from "./parquet/parquet.ts";

/** The formats, by their names on the command line. The first is the default. */
export const FORMATS = { json, msgpack, avro, parquet, arrow, csv } as const satisfies Record<string, Format>;

export type FormatName = keyof typeof FORMATS;
export const FORMAT_NAMES = Object.keys(FORMATS) as FormatName[];

/** Returns the format of an encoding: that of its events, or of messages that contain them. */
export function formatOf({ format, messages }: { format: FormatName; messages?: MessagesEncoding }): Format {
  return messages === undefined ? FORMATS[format] : messagesFormat(FORMATS[format], messages);
}

/** Returns the format that a file name selects; undefined if its ending is unknown. @param name without a codec's ending */
export function formatOfName(name: string): FormatName | undefined {
  return FORMAT_NAMES.find((format) => FORMATS[format].endings.some((ending) => name.endsWith(ending)));
}
