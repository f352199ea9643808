import type { Settings } from "../../../config/settings.ts";
import type { ColumnTables, Model } from "../../../model/model.ts";
import { fieldsOf } from "../../../schema/choose.ts";
import type { Field } from "../../../schema/fields.ts";

/** What a format of columns must know of a run. Threads receive a copy. */
export interface Shape extends ColumnTables {
  /** The columns. `tag` is one only in a run that has a tag. */
  fields: Field[];
  songs: number;
  stateCount: number;
  /** Null where the configuration has that as its tag; undefined without one. */
  tag: string | null | undefined;
  /** The window's start, in microseconds since 1970. */
  startMicroseconds: bigint;
}

/** Where the ordered records are. */
export interface Ordered {
  address: number;
  /** Distance of the two buffers. */
  bytes: number;
}

/** The sizes of a row group that decide how much memory a worker needs for one. */
export interface GroupSizes {
  shape: Shape;
  /** Users of the run. */
  users: number;
  /** Rows of the largest group. */
  rows: number;
}

/** Returns the fields of a run's rows, in order. */
export function columnFieldsOf(compat: "interana" | undefined, tag: string | null | undefined): Field[] {
  return fieldsOf({ compat, hasTag: typeof tag === "string" }).filter(
    ({ name }) => tag !== undefined || name !== "tag",
  );
}

/** Returns undefined if the model has no columns. */
export function shapeOf(model: Model, settings: Settings, compat: "interana" | undefined): Shape | undefined {
  if (model.columns === undefined) return undefined;
  const { tag } = settings;
  return {
    ...model.columns,
    fields: columnFieldsOf(compat, tag),
    songs: model.songCount,
    stateCount: model.stateTable.length,
    tag,
    startMicroseconds: BigInt(settings.startSeconds * 1000 + settings.startMilliseconds) * 1000n,
  };
}
