import * as kernel from "../../../../assembly/layout/arrow.ts";
import { DICTIONARY_NAMES, type DictionaryName } from "../../../model/columns/dictionaries.ts";
import { isNullable } from "../../../schema/choose.ts";
import type { Field, FieldName } from "../../../schema/fields.ts";
import type { Shape } from "../columns/shape.ts";
import { type ArrowColumn, aligned, type BufferPlace } from "./messages.ts";

/** Indices are signed, so that two bytes hold the numbers of this many values. */
const MOST_SHORT_VALUES = 1 << 15;
/** A user id has up to 11 characters; up to 15 bytes after the last are overwritten. */
const LONGEST_ID_BYTES = 11;
const OVERWRITTEN_BYTES = 15;

/** The words of the kernel that hold the addresses of columns; `tag` has none, since all its rows are alike. */
export const ADDRESSES: Readonly<Record<Exclude<FieldName, "tag">, number>> = {
  ts: kernel.ARROW_TIMES,
  userId: kernel.ARROW_USER_ENDS,
  sessionId: kernel.ARROW_SESSIONS,
  page: kernel.ARROW_PAGE,
  auth: kernel.ARROW_AUTH,
  method: kernel.ARROW_METHOD,
  status: kernel.ARROW_STATUS,
  level: kernel.ARROW_LEVEL,
  itemInSession: kernel.ARROW_ITEMS,
  location: kernel.ARROW_LOCATION,
  userAgent: kernel.ARROW_AGENT,
  lastName: kernel.ARROW_LAST_NAME,
  firstName: kernel.ARROW_FIRST_NAME,
  registration: kernel.ARROW_REGISTRATIONS,
  gender: kernel.ARROW_GENDER,
  artist: kernel.ARROW_ARTIST,
  song: kernel.ARROW_TITLE,
  length: kernel.ARROW_LENGTHS,
};

export function isOfCatalog(name: string): name is DictionaryName {
  return (DICTIONARY_NAMES as readonly string[]).includes(name);
}

/** Returns the number of values of a column's dictionary; undefined if it has none. */
function valuesOf({ dictionaries, states, tag }: Shape, { name, type }: Field): number | undefined {
  if (type !== "string" || name === "userId") return undefined;
  if (name === "tag") return tag == null ? 0 : 1;
  if (isOfCatalog(name)) return dictionaries[name].count;
  return states.fields[name as "page"].values.length;
}

/** Returns the columns of a run. Texts are indices of dictionaries, except for user ids, which are as many as there are users. */
export function arrowColumnsOf(shape: Shape): ArrowColumn[] {
  return shape.fields.map((field) => {
    const values = valuesOf(shape, field);
    return values === undefined ? { field } : { field, indexBytes: values > MOST_SHORT_VALUES ? 4 : 2 };
  });
}

/** Whether a column has the bits of its rows: those of users who are hidden, of songs, and of a tag that is null. */
export function hasBits({ field }: ArrowColumn, { tag }: Shape): boolean {
  return isNullable(field) && (field.name !== "tag" || tag === null);
}

const TYPE_BYTES = { int32: 4, int64: 8, double: 8 } as const;

/** The buffers of a column: bits, ends of texts, values. */
export interface ColumnPlaces {
  bits: BufferPlace;
  ends?: BufferPlace;
  values: BufferPlace;
}

/**
 * Plans the body of a record batch: the buffers of each column one after the other, aligned.
 * @param idBytes of all user ids
 */
export function planBody(columns: readonly ArrowColumn[], shape: Shape, rows: number, idBytes: number) {
  let end = 0;
  const take = (byteLength: number): BufferPlace => {
    const offset = end;
    end = aligned(offset + byteLength);
    return { offset, byteLength };
  };
  const places = columns.map((column): ColumnPlaces => {
    const { field, indexBytes } = column;
    const bits = take(hasBits(column, shape) ? Math.ceil(rows / 8) : 0);
    if (field.type === "string" && indexBytes === undefined)
      return { bits, ends: take((rows + 1) * 4), values: take(idBytes) };
    const valueBytes = indexBytes ?? TYPE_BYTES[field.type as keyof typeof TYPE_BYTES];
    return { bits, values: take(rows * valueBytes) };
  });
  return { places, bodyBytes: end };
}

/** Returns the buffers of columns, in the order of a message. */
export function buffersOf(places: readonly ColumnPlaces[]): BufferPlace[] {
  return places.flatMap(({ bits, ends, values }) => [bits, ...(ends ? [ends] : []), values]);
}

/** Most bytes of a batch's body. */
export function largestBody(shape: Shape, rows: number): number {
  return planBody(arrowColumnsOf(shape), shape, rows, rows * LONGEST_ID_BYTES + OVERWRITTEN_BYTES).bodyBytes;
}
