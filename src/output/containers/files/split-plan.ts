import type { Batch } from "../../formats/encoder.ts";
import type { ManifestFile } from "../../manifest/manifest.ts";
import type { Reached } from "../../manifest/tally.ts";
import type { OpenFileContainer } from "../container.ts";
import type { SplitRules } from "./split-rules.ts";

/** What the files of a run have in common. */
export interface SplitPlan {
  /** What ends a file. */
  rules: SplitRules;
  /** Folder that names are relative to. */
  base: string;
  openContainer: OpenFileContainer;
  /** No file that exists may be replaced. */
  isNew: boolean;
  /** Absolute milliseconds of the window's start. */
  startMs: number;
  nameOf(file: { part: number; startMs: number }): string;
  /** Where the file is written until it is whole. */
  partialPath(fileNumber: number): string;
}

/** What happens beside the writing. */
export interface SplitHooks {
  /** Counts a batch; absent where nobody asks for totals. */
  count?(batch: Batch): void;
  reached?(): Reached;
  /** The file is whole and under its name. `state` is what `onEnd` returned. */
  onFinished?(file: ManifestFile, state: unknown): Promise<void>;
  /** The last batch of a file has been counted, and none of the next. */
  onEnd?(file: ManifestFile): unknown;
}

/** Which files are made: others are kept, because they are there already, or not wanted. */
export interface Selection {
  /** Files that are there, by number. */
  kept: ReadonlyMap<number, ManifestFile>;
  isWanted(fileNumber: number): boolean;
  /** No file after this number is wanted. */
  lastWanted: number;
}
