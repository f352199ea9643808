import type { Settings } from "../../../config/settings.ts";
import { DAY_SECONDS, modulo } from "../../../system/day.ts";
import type { GroupLimits } from "../../cuts.ts";

/** Batches per file. A file ends after the last batch that fits, so on average it is half a batch too small. */
const BATCHES_IN_FILE = 16;
/** Usual events per batch, and approximate bytes per line. */
const LARGE_BATCH_BYTES = 1_000_000;
const EVENT_BYTES = 512;

/** Limits of a file. The first one reached ends it; Infinity means no limit. */
export interface SplitRules {
  fileEvents: number;
  /** Largest file, in bytes as written. Only a single batch may exceed it. */
  fileBytes: number;
  /** Files end at `firstPeriodEnd` and every `periodSeconds` after it, relative to the window's start. */
  periodSeconds: number;
  firstPeriodEnd: number;
  /** Start of the first period, relative to the window's start: at most 0. */
  firstPeriodStart: number;
}

/** Returns the limits of groups that are files. */
export function groupLimitsOf({ fileEvents, fileBytes, periodSeconds, firstPeriodEnd }: SplitRules): GroupLimits {
  return { groupEvents: fileEvents, groupBytes: fileBytes, periodSeconds, firstPeriodEnd };
}

export const NO_SPLIT: SplitRules = {
  fileEvents: Number.POSITIVE_INFINITY,
  fileBytes: Number.POSITIVE_INFINITY,
  periodSeconds: Number.POSITIVE_INFINITY,
  firstPeriodEnd: Number.POSITIVE_INFINITY,
  firstPeriodStart: 0,
};

/** Periods that divide a day start at midnight UTC; others start with the window. */
export function periodsOf(
  periodSeconds: number | undefined,
  { startSeconds }: Pick<Settings, "startSeconds">,
): Pick<SplitRules, "periodSeconds" | "firstPeriodEnd" | "firstPeriodStart"> {
  if (periodSeconds === undefined) return NO_SPLIT;
  const into = DAY_SECONDS % periodSeconds === 0 ? modulo(startSeconds, periodSeconds) : 0;
  return { periodSeconds, firstPeriodStart: -into, firstPeriodEnd: periodSeconds - into };
}

/** Events per batch if files have a size limit: several batches per file, so that it comes close to its limit. */
export function batchEventsOf({ fileBytes }: SplitRules): number | undefined {
  if (fileBytes === Infinity || fileBytes >= BATCHES_IN_FILE * LARGE_BATCH_BYTES) return undefined;
  return Math.max(1, Math.floor(fileBytes / BATCHES_IN_FILE / EVENT_BYTES));
}

/** True if only time ends files. A file's number is then that of its period, regardless of what earlier periods hold. */
export function isByTimeOnly({ fileEvents, fileBytes, periodSeconds }: SplitRules): boolean {
  return periodSeconds !== Infinity && fileEvents === Infinity && fileBytes === Infinity;
}
