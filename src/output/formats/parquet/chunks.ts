import * as strip from "../../../../assembly/layout/columns.ts";
import type { DictionaryName } from "../../../model/columns/dictionaries.ts";
import type { StateField } from "../../../model/columns/states.ts";
import type { FieldName } from "../../../schema/fields.ts";
import type { RowGroup } from "../columns/group.ts";
import type { Shape } from "../columns/shape.ts";
import { plainInts, plainTexts } from "./plain.ts";
import { type Column, columnsOf } from "./structure/columns.ts";
import type { PageCodec } from "./structure/pages.ts";
import type { Chunk, Page } from "./structure/row-group.ts";

/** A chunk before it is known how it is compressed. */
type Values = Omit<Chunk, "codec" | "column">;
type MakeChunk = (group: RowGroup, codec: PageCodec) => Values;

const STATE_COLUMNS: Readonly<Record<StateField, number>> = {
  page: strip.STRIP_PAGE,
  auth: strip.STRIP_AUTH,
  method: strip.STRIP_METHOD,
  status: strip.STRIP_STATUS,
  level: strip.STRIP_LEVEL,
};

const USER_COLUMNS = {
  location: strip.STRIP_LOCATION,
  userAgent: strip.STRIP_AGENT,
  lastName: strip.STRIP_LAST_NAME,
  firstName: strip.STRIP_FIRST_NAME,
  gender: strip.STRIP_GENDER,
} as const satisfies Partial<Record<DictionaryName, number>>;

const SONG_COLUMNS = {
  artist: strip.STRIP_ARTIST,
  song: strip.STRIP_TITLE,
  length: strip.STRIP_LENGTH,
} as const satisfies Partial<Record<DictionaryName, number>>;

/** A chunk of one page of numbers that stand for the values of a dictionary. */
function numbered(
  group: RowGroup,
  column: number,
  dictionary: Chunk["dictionary"],
  bounds: Pick<Page, "minimum" | "maximum">,
  optional?: { levels: number; present: number },
): Values {
  const nulls = optional === undefined ? 0 : group.rows - optional.present;
  const levels = optional === undefined ? [] : [group.streamOf(optional.levels)];
  const page = { rows: group.rows, nulls, levels, ...bounds };
  // Without a value there is no dictionary, and nothing to be numbered.
  if (nulls === group.rows) return { pages: [{ ...page, encoding: "PLAIN", values: [] }], nulls };
  const width = group.widthOf(column);
  const values = [group.streamOf(column)];
  return {
    ...(dictionary && { dictionary }),
    pages: [{ ...page, encoding: "RLE_DICTIONARY", width, values }],
    nulls,
    ...bounds,
  };
}

/** Differences, which a codec makes much smaller, or numbers of a dictionary where there is no codec and that is smaller. */
function times(group: RowGroup, codec: PageCodec): Values {
  const numbered = codec === "none" && group.hasFewTimes ? group.numberedTimes() : undefined;
  const how = numbered
    ? ({ encoding: "RLE_DICTIONARY", width: numbered.width } as const)
    : ({ encoding: "DELTA_BINARY_PACKED" } as const);
  const pages = (numbered?.pages ?? group.times()).map(({ rows, values, minimum, maximum }): Page => {
    return { rows, nulls: 0, levels: [], ...how, values: [values], minimum, maximum };
  });
  const least = (one: bigint, other: bigint) => (one < other ? one : other);
  const greatest = (one: bigint, other: bigint) => (one > other ? one : other);
  const bounds = {
    minimum: pages.map(({ minimum }) => minimum as bigint).reduce(least),
    maximum: pages.map(({ maximum }) => maximum as bigint).reduce(greatest),
  };
  return {
    ...(numbered && { dictionary: { bytes: numbered.bytes, values: numbered.count } }),
    pages,
    nulls: 0,
    ...bounds,
  };
}

function userIds(group: RowGroup): Values {
  const { bytes, minimum, maximum } = group.userIds();
  return numbered(group, strip.STRIP_USER, { bytes, values: group.users + 1 }, { minimum, maximum });
}

function sessionIds(group: RowGroup): Values {
  const sessions = group.sessions();
  const dictionary = { bytes: sessions.bytes, values: sessions.count };
  return numbered(group, strip.STRIP_SESSION, dictionary, group.boundsOf(sessions));
}

/** The dictionary has the values of all states of the run; the bounds are those of the group's. */
function ofState({ states }: Shape, field: StateField): MakeChunk {
  const { values, ofStates } = states.fields[field];
  const bytes = field === "status" ? plainInts(values as number[]) : plainTexts(values as string[]);
  return (group) => {
    const used = ofStates.filter((_, state) => group.isStateUsed(state));
    const bounds = { minimum: values[Math.min(...used)]!, maximum: values[Math.max(...used)]! };
    return numbered(group, STATE_COLUMNS[field], { bytes, values: values.length }, bounds);
  };
}

function items(group: RowGroup): Values {
  const bounds = { minimum: group.leastItem, maximum: group.greatestItem };
  if (group.widthOf(strip.STRIP_ITEM) !== strip.WIDTH_PLAIN) {
    const values = group.greatestItem + 1;
    const bytes = plainInts(Array.from({ length: values }, (_, item) => item));
    return numbered(group, strip.STRIP_ITEM, { bytes, values }, bounds);
  }
  const page: Page = {
    rows: group.rows,
    nulls: 0,
    levels: [],
    encoding: "PLAIN",
    values: [group.streamOf(strip.STRIP_ITEM)],
  };
  return { pages: [{ ...page, ...bounds }], nulls: 0, ...bounds };
}

const shownIn = (group: RowGroup) => ({ levels: strip.STRIP_SHOWN, present: group.shown });
const playedIn = (group: RowGroup) => ({ levels: strip.STRIP_PLAYED, present: group.played });

function registrations(group: RowGroup): Values {
  const all = group.registrations();
  const bounds = all.count === 0 ? {} : group.boundsOf(all);
  return numbered(group, strip.STRIP_REGISTRATION, { bytes: all.bytes, values: all.count }, bounds, shownIn(group));
}

/** Values of the catalog are in order, so that the first and the last are the bounds. */
function ofCatalog(name: DictionaryName, column: number, optionalIn: typeof shownIn): MakeChunk {
  return (group) => {
    if (group.usedOf(name) === 0) return numbered(group, column, undefined, {}, optionalIn(group));
    const { bytes, count, first, last } = group.dictionary(name);
    const bounds =
      name === "length" ? doubleBounds(first, last) : { minimum: first.subarray(4), maximum: last.subarray(4) };
    return numbered(group, column, { bytes, values: count }, bounds, optionalIn(group));
  };
}

/** If any value is NaN, the last is: there are no bounds then. */
function doubleBounds(first: Uint8Array, last: Uint8Array): Pick<Page, "minimum" | "maximum"> {
  const [minimum, maximum] = [first, last].map((bytes) => Buffer.from(bytes).readDoubleLE(0)) as [number, number];
  return Number.isNaN(maximum) ? {} : { minimum, maximum };
}

/** One run of a level or a number for all rows. */
function run(rows: number, value: 0 | 1): Uint8Array {
  const bytes: number[] = [];
  let rest = rows * 2;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Uint8Array.of(...bytes, rest, value);
}

/** The run's tag, in all rows; or null in all. */
function tag(text: string | null): MakeChunk {
  return ({ rows }) => {
    if (text === null) {
      return { pages: [{ rows, nulls: rows, levels: [run(rows, 0)], encoding: "PLAIN", values: [] }], nulls: rows };
    }
    const bounds = { minimum: text, maximum: text };
    const stream = run(rows, 0).subarray(0, -1);
    const page: Page = { rows, nulls: 0, levels: [], encoding: "RLE_DICTIONARY", width: 0, values: [stream] };
    return {
      dictionary: { bytes: plainTexts([text]), values: 1 },
      pages: [{ ...page, ...bounds }],
      nulls: 0,
      ...bounds,
    };
  };
}

function makers(shape: Shape): Record<FieldName, MakeChunk> {
  const users = Object.entries(USER_COLUMNS).map(([name, column]) => [
    name,
    ofCatalog(name as DictionaryName, column, shownIn),
  ]);
  const songs = Object.entries(SONG_COLUMNS).map(([name, column]) => [
    name,
    ofCatalog(name as DictionaryName, column, playedIn),
  ]);
  const states = Object.keys(STATE_COLUMNS).map((field) => [field, ofState(shape, field as StateField)]);
  return {
    ...{ ts: times, userId: userIds, sessionId: sessionIds, itemInSession: items },
    ...Object.fromEntries([...states, ...users, ...songs]),
    ...{ registration: registrations, tag: tag(shape.tag ?? null) },
  };
}

/** Returns a function that makes the chunks of a group, in the order of the schema. */
export function chunkMaker(shape: Shape, codecOf: (column: Column) => PageCodec): (group: RowGroup) => Chunk[] {
  const columns = columnsOf(shape.fields);
  const make = makers(shape);
  return (group) =>
    columns.map((column) => {
      const codec = codecOf(column);
      return { column, codec, ...make[column.name as FieldName](group, codec) };
    });
}
