import type { SplitSettings } from "../settings.ts";
import type { RunContainer } from "./container.ts";
import type { Beginning } from "./files/beginning.ts";
import type { RunContext, Started } from "./run-context.ts";

/** Where a run's events will go; known before its memory is. */
export interface Target {
  /** For messages: a file, the folder of many, or "standard output". */
  readonly name: string;
  readonly beginning: Beginning;
  /** Whether the events are to be counted. */
  readonly isCounted: boolean;
  open(started: Started): Promise<RunContainer>;
  /** The run ends without having opened the output, or after it. Safe more than once. */
  leave(): void;
}

/** A run whose output is many files. */
export interface SplitRun {
  context: RunContext;
  split: SplitSettings;
}
