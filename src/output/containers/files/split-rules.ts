import type { Settings } from "../../../config/settings.ts";
import type { Cuts } from "../../cuts.ts";

const DAY_SECONDS = 86400;
/** A file that ends with the last batch that fits is, on average, half a batch too small. */
const BATCHES_IN_FILE = 16;
/** What a batch has otherwise, and what a line has, roughly. */
const LARGE_BATCH_BYTES = 1_000_000;
const EVENT_BYTES = 512;

/** Where a file ends: at whichever comes first. Infinity where a rule is not wanted. */
export interface SplitRules {
  fileEvents: number;
  /** Of what is written. A file is as large as it can be without passing this; one batch may pass it alone. */
  fileBytes: number;
  /** Files end at `firstPeriodEnd` and every `periodSeconds` after it, relative to the window's start. */
  periodSeconds: number;
  firstPeriodEnd: number;
  /** Start of the first period, relative to the window's start: at most 0. */
  firstPeriodStart: number;
}

/** The cuts of a run whose groups are files. */
export function cutsOf(
  { fileEvents, fileBytes, periodSeconds, firstPeriodEnd }: SplitRules,
  batchEvents: number,
): Cuts {
  return { batchEvents, groupEvents: fileEvents, groupBytes: fileBytes, periodSeconds, firstPeriodEnd };
}

export const NO_SPLIT: SplitRules = {
  fileEvents: Number.POSITIVE_INFINITY,
  fileBytes: Number.POSITIVE_INFINITY,
  periodSeconds: Number.POSITIVE_INFINITY,
  firstPeriodEnd: Number.POSITIVE_INFINITY,
  firstPeriodStart: 0,
};

/** Periods that divide a day begin with midnight UTC; others with the window. */
export function periodsOf(
  periodSeconds: number | undefined,
  { startSeconds }: Pick<Settings, "startSeconds">,
): Pick<SplitRules, "periodSeconds" | "firstPeriodEnd" | "firstPeriodStart"> {
  if (periodSeconds === undefined) return NO_SPLIT;
  const into = DAY_SECONDS % periodSeconds === 0 ? modulo(startSeconds, periodSeconds) : 0;
  return { periodSeconds, firstPeriodStart: -into, firstPeriodEnd: periodSeconds - into };
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}

/** Events in a batch where files have a size: some batches in each, so that it is nearly as large as it may be. */
export function batchEventsOf({ fileBytes }: SplitRules): number | undefined {
  if (fileBytes === Infinity || fileBytes >= BATCHES_IN_FILE * LARGE_BATCH_BYTES) return undefined;
  return Math.max(1, Math.floor(fileBytes / BATCHES_IN_FILE / EVENT_BYTES));
}

/** Whether time alone ends files: then a file has the number of its period, whatever the periods before it hold. */
export function isByTimeOnly({ fileEvents, fileBytes, periodSeconds }: SplitRules): boolean {
  return periodSeconds !== Infinity && fileEvents === Infinity && fileBytes === Infinity;
}
