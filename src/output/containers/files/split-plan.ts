import type { Batch } from "../../formats/encoder.ts";
import type { ManifestFile } from "../../manifest/manifest.ts";
import type { Reached } from "../../manifest/tally/tally.ts";
import type { OutputFile } from "../../places/place.ts";
import type { OpenFileContainer } from "../container.ts";
import type { SplitRules } from "./split-rules.ts";

/** Properties shared by all files of a run. */
export interface SplitPlan {
  /** Rules that end a file. */
  rules: SplitRules;
  openContainer: OpenFileContainer;
  /** True if existing files must not be replaced. */
  isNew: boolean;
  /** Start of the window, in milliseconds since 1970. */
  startMs: number;
  nameOf(file: { part: number; startMs: number }): string;
  /** Begins a file. */
  open(file: { name: string; part: number }): OutputFile;
  /** Most writes that may be under way at the same time; 1 if absent. */
  mostWrites?: number;
  /** Most files that may be closed while the next one is written. */
  mostClosing: number;
}

/** Callbacks during writing. */
export interface SplitHooks {
  /** Counts a batch; absent if totals are not needed. */
  count?(batch: Batch): void;
  reached?(): Reached;
  /** The file is complete and has its final name. `state` is the return value of `onEnd`. */
  onFinished?(file: ManifestFile, state: unknown): Promise<void>;
  /** All batches of a file have been counted, and none of the next. */
  onEnd?(file: ManifestFile): unknown;
}

/** Selects the files to make. Other files are kept because they exist, or are not wanted. */
export interface Selection {
  /** Existing files, by number. */
  kept: ReadonlyMap<number, ManifestFile>;
  isWanted(fileNumber: number): boolean;
  /** Highest wanted file number. */
  lastWanted: number;
}
