import { longestDelaySeconds } from "../../../config/disorder/settings.ts";
import type { Settings } from "../../../config/settings.ts";
import type { EventRange } from "../../cuts.ts";
import type { ManifestFile } from "../../manifest/manifest.ts";
import type { NumberSet } from "../../names/number-set.ts";
import type { Journal } from "../../resume/journal.ts";
import type { Position } from "../../resume/snapshot.ts";
import { isByTimeOnly, type SplitRules } from "./split-rules.ts";

/** Where a run begins, and which later events it need not encode. */
export interface Beginning {
  position: Position;
  /** Events that are simulated and not encoded, in order. */
  kept: readonly EventRange[];
}

export const FROM_START: Beginning = { position: { part: 0, event: 0, second: 0, skip: 0 }, kept: [] };

/** Begins at a second of the window, with all its events. */
export function beginningAt(second: number): Beginning {
  return { ...FROM_START, position: { ...FROM_START.position, second } };
}

function rangeOf({ firstEvent, events }: ManifestFile): EventRange {
  return [firstEvent, firstEvent + events];
}

function inOrder(files: Iterable<ManifestFile>): ManifestFile[] {
  return [...files].sort((a, b) => a.firstEvent - b.firstEvent);
}

/** Begins at the last snapshot of the totals. Finished files after it are simulated and counted again, but not encoded. */
export function resumeBeginning({ finished, snapshot }: Journal): Beginning {
  const position = snapshot?.position ?? FROM_START.position;
  const behind = inOrder(finished.values()).filter(({ firstEvent }) => firstEvent >= position.event);
  return { position, kept: behind.map(rangeOf) };
}

/**
 * Uses the manifest of an earlier run: begins at the first wanted file and skips unwanted ones. Undefined if no wanted
 * file exists.
 */
export function selectionFrom(files: readonly ManifestFile[], wanted: NumberSet): Beginning | undefined {
  const first = files.find(({ part }) => wanted.has(part));
  if (first === undefined) return undefined;
  const { part, firstEvent, start } = first;
  const others = inOrder(files).filter((file) => !wanted.has(file.part));
  return { position: { part, event: firstEvent, ...start }, kept: others.map(rangeOf) };
}

/**
 * Works without a manifest. If only time ends files, the run begins at the period of the first wanted file. If only the
 * number of events does, the events before that file are simulated but not encoded. Otherwise everything is encoded and
 * only wanted files are kept. Undefined if no wanted file can exist.
 */
export function selectionByRules(
  wanted: NumberSet,
  rules: SplitRules,
  { windowSeconds, eventLimit, disorder }: Settings,
): Beginning | undefined {
  const { fileEvents, fileBytes, periodSeconds, firstPeriodEnd } = rules;
  if (isByTimeOnly(rules)) {
    const second = wanted.first === 0 ? 0 : firstPeriodEnd + (wanted.first - 1) * periodSeconds;
    if (second >= windowSeconds + longestDelaySeconds(disorder)) return undefined;
    // `--events` limits all events of the run, so the earlier ones must be counted, as where only their number tells where a run begins.
    if (eventLimit !== undefined || disorder !== undefined) return FROM_START;
    return { position: { part: wanted.first, event: 0, second, skip: 0 }, kept: [] };
  }
  if (periodSeconds !== Infinity || fileBytes !== Infinity) return FROM_START;
  return { position: FROM_START.position, kept: [[0, wanted.first * fileEvents]] };
}
