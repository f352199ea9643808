import type { Catalog } from "../../catalog/types.ts";
import type { EngineTraits } from "../../config/engine.ts";
import type { Settings } from "../../config/settings.ts";
import type { State } from "../../config/types.ts";
import type { DisorderTotals } from "../../memory/disorder.ts";
import type { Codec } from "../codecs/codec.ts";
import type { FileSystem } from "../destinations/filesystem.ts";
import type { DataSet } from "../manifest/data-set.ts";
import type { Tally } from "../manifest/tally/tally.ts";
import type { Place } from "../places/place.ts";
import type { Header } from "../resume/same.ts";
import type { OutputSettings } from "../settings.ts";

/** What an output must know about its run. */
export interface RunContext extends RunRequest {
  /** Where the files of the run lie. */
  place: Place;
}

/** The same, before it is known where its files lie. */
export interface RunRequest {
  files: FileSystem;
  /** Least milliseconds between two snapshots of the totals. */
  snapshotMs: number;
  output: OutputSettings;
  engine: EngineTraits;
  settings: Settings;
  codec: Codec;
  /** Present if the run writes a manifest or continues from files of an earlier run. */
  dataSet: DataSet | undefined;
  /** In the model's order. */
  states: readonly State[];
  catalog: Catalog;
  /** Most bytes of an event as text, or in its format, before compression. */
  longestLineBytes: number;
  /** Ends waiting for a reader of the output. */
  signal: AbortSignal | undefined;
  say(line: string): void;
}

/** Returns the values that distinguish this data set from another. */
export function headerOf({ dataSet }: RunContext): Header {
  const { id, identity, description } = dataSet as DataSet;
  return { id, identity, template: description.template };
}

/** Values that are known once the memory is ready. */
export interface Started {
  tally: Tally | undefined;
  /** Number of users at the end of the window. */
  users: number;
  /** Present if events leave in another order than they happen: what has happened to them so far. */
  disorder?: (() => DisorderTotals) | undefined;
}

export function startMsOf({ startSeconds, startMilliseconds }: Settings): number {
  return startSeconds * 1000 + startMilliseconds;
}
