import { compatOf, type EngineName } from "../../../config/engine.ts";
import type { Settings } from "../../../config/settings.ts";
import type { Image } from "../../../model/image.ts";
import type { ColumnTables, Model } from "../../../model/model.ts";
import { fieldsWithPlaces } from "../../../schema/choose.ts";
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
  /** Whether events are in the order of time. */
  isInOrder: boolean;
}

/** What whoever writes files of columns must know besides: what they have in them besides batches follows from it. */
export interface FileFacts {
  shape: Shape;
  /** The model's. */
  image: Image;
  /** Keys and values for readers. */
  metadata: Readonly<Record<string, string>>;
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

/** Returns undefined if the model has no columns. */
export function shapeOf(model: Model, settings: Settings, engine: EngineName): Shape | undefined {
  if (model.columns === undefined) return undefined;
  const { tag } = settings;
  return {
    ...model.columns,
    fields: fieldsWithPlaces(compatOf(engine), tag),
    songs: model.songCount,
    stateCount: model.stateTable.length,
    tag,
    startMicroseconds: BigInt(settings.startSeconds * 1000 + settings.startMilliseconds) * 1000n,
    isInOrder: settings.disorder === undefined,
  };
}
