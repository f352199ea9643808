import { DICTIONARY_NAMES } from "../../../model/columns/dictionaries.ts";
import { dictionaryBytes, streamBytes, TIMES_PAGE_ROWS, timesBytes } from "../columns/places.ts";
import type { GroupSizes, Shape } from "../columns/shape.ts";
import { widestOf } from "../columns/widths.ts";
import { largestPage } from "./structure/row-group.ts";

/** Of JSON: names, numbers and signs of a chunk or a page, without its bounds. */
const FACTS_BYTES = 512;
/** Two bounds of a chunk and of its page, in base64. */
const BOUNDS = 4;
/** For the ring's table of ranges, and alignment. */
const SPARE_BYTES = 256;

/** Bytes of the longest text, with its length. */
function longestText({ dictionaries, states, tag }: Shape): number {
  const { page, auth, method, level } = states.fields;
  const texts = [page, auth, method, level].flatMap(({ values }) => values as string[]);
  const own = [...texts, tag ?? ""].map((text) => Buffer.byteLength(text));
  return Math.max(...own, ...DICTIONARY_NAMES.map((name) => dictionaries[name].longestBytes));
}

/** Most bytes of the dictionaries that are not of the catalog: states, sessions, registrations, items, the tag. */
function otherDictionaries({ shape, users, rows }: GroupSizes): number {
  const { fields } = shape.states;
  const texts = Object.values(fields).flatMap(({ values }) =>
    values.map((value) => 4 + Buffer.byteLength(String(value))),
  );
  const states = texts.reduce((sum, byteLength) => sum + byteLength, 0);
  return states + rows * 8 + Math.min(users, rows) * 8 + rows * 4 + 4 + Buffer.byteLength(shape.tag ?? "");
}

/** Most bytes of a ring slot: a group, and what the footer must know of it. */
export function slotBytesFor(sizes: GroupSizes): number {
  const { shape, rows } = sizes;
  const times = Math.ceil(rows / TIMES_PAGE_ROWS);
  const pages = 2 * shape.fields.length + times;
  const values = widestOf(sizes).reduce((sum, width) => sum + streamBytes(rows, width), 0);
  // Each optional column has levels.
  const levels = shape.fields.length * streamBytes(rows, 1);
  const bodies = values + levels + timesBytes(rows) + dictionaryBytes(sizes) + otherDictionaries(sizes);
  const group = largestPage(bodies) + pages * largestPage(0);
  const bounds = shape.fields.length * BOUNDS * Math.ceil((longestText(shape) * 4) / 3 + 4);
  return group + pages * FACTS_BYTES + bounds + SPARE_BYTES;
}
