import type { Encoding } from "../request.ts";
import type { SplitSettings } from "../settings.ts";
import type { RunContainer } from "./container.ts";
import type { Beginning } from "./files/beginning.ts";
import type { RunContext, Started } from "./run-context.ts";

/** The output of a run, known before its memory is. */
export interface Target {
  /** For messages: a file, a folder of many files, or "standard output". */
  readonly name: string;
  readonly beginning: Beginning;
  /** Whether the run counts its events. */
  readonly isCounted: boolean;
  /** The encoding with what only the output knows, such as the partitions of a topic; that of the settings if absent. */
  readonly encoding?: Encoding;
  open(started: Started): Promise<RunContainer>;
  /**
   * Releases the target, whether or not the output was opened. Safe more than once. Returns a promise if a server has to be told,
   * which takes a second at most.
   */
  leave(): Promise<void> | void;
}

/** A run that writes many files. */
export interface SplitRun {
  context: RunContext;
  split: SplitSettings;
}
