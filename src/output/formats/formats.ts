import type { Format } from "./format.ts";
import { json } from "./json.ts";
import { msgpack } from "./msgpack.ts";

/** The formats by the names that the command line knows; the first is the usual one. */
export const FORMATS = { json, msgpack } as const satisfies Record<string, Format>;

export type FormatName = keyof typeof FORMATS;
export const FORMAT_NAMES = Object.keys(FORMATS) as FormatName[];

/** The format that a file's name asks for, and undefined where it ends as none of theirs. @param name without a codec's ending */
export function formatOfName(name: string): FormatName | undefined {
  return FORMAT_NAMES.find((format) => FORMATS[format].endings.some((ending) => name.endsWith(ending)));
}
