import type { Catalog } from "../../catalog/types.ts";
import type { EngineTraits } from "../../config/engine.ts";
import type { Settings } from "../../config/settings.ts";
import type { State } from "../../config/types.ts";
import type { Codec } from "../codecs/codec.ts";
import type { FileSystem } from "../destinations/filesystem.ts";
import type { DataSet } from "../manifest/data-set.ts";
import type { Tally } from "../manifest/tally.ts";
import type { Header } from "../resume/same.ts";
import type { OutputSettings } from "../settings.ts";

/** What an output must know of its run. */
export interface RunContext {
  files: FileSystem;
  /** Least time between two snapshots of what was counted. */
  snapshotMs: number;
  output: OutputSettings;
  engine: EngineTraits;
  settings: Settings;
  codec: Codec;
  /** Present where a manifest is wanted, or files of an earlier run play a part. */
  dataSet: DataSet | undefined;
  /** In the model's order. */
  states: readonly State[];
  catalog: Catalog;
  /** Whoever waits for a reader of the output stops then. */
  signal: AbortSignal | undefined;
  say(line: string): void;
}

/** What its data set is told from another one by. */
export function headerOf({ dataSet }: RunContext): Header {
  const { id, identity, description } = dataSet as DataSet;
  return { id, identity, template: description.template };
}

/** What is known once the memory is ready. */
export interface Started {
  tally: Tally | undefined;
  /** Users by the end of the window. */
  users: number;
}

export function startMsOf({ startSeconds, startMilliseconds }: Settings): number {
  return startSeconds * 1000 + startMilliseconds;
}
