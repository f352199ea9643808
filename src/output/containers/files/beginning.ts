import type { Settings } from "../../../config/settings.ts";
import type { EventRange } from "../../cuts.ts";
import type { ManifestFile } from "../../manifest/manifest.ts";
import type { NumberSet } from "../../names/number-set.ts";
import type { Journal } from "../../resume/journal.ts";
import type { Position } from "../../resume/snapshot.ts";
import { isByTimeOnly, type SplitRules } from "./split-rules.ts";

/** Where a run begins, and what of the rest it need not encode. */
export interface Beginning {
  position: Position;
  /** Events that are simulated and not encoded, in order. */
  kept: readonly EventRange[];
}

export const FROM_START: Beginning = { position: { part: 0, event: 0, second: 0, skip: 0 }, kept: [] };

function rangeOf({ firstEvent, events }: ManifestFile): EventRange {
  return [firstEvent, firstEvent + events];
}

function inOrder(files: Iterable<ManifestFile>): ManifestFile[] {
  return [...files].sort((a, b) => a.firstEvent - b.firstEvent);
}

/** Behind the last snapshot of what was counted; finished files behind that are simulated and counted again, not encoded. */
export function resumeBeginning({ finished, snapshot }: Journal): Beginning {
  const position = snapshot?.position ?? FROM_START.position;
  const behind = inOrder(finished.values()).filter(({ firstEvent }) => firstEvent >= position.event);
  return { position, kept: behind.map(rangeOf) };
}

/** With the manifest of an earlier run: at the first wanted file, over those between. Undefined where there is none. */
export function selectionFrom(files: readonly ManifestFile[], wanted: NumberSet): Beginning | undefined {
  const first = files.find(({ part }) => wanted.has(part));
  if (first === undefined) return undefined;
  const { part, firstEvent, start } = first;
  const others = inOrder(files).filter((file) => !wanted.has(file.part));
  return { position: { part, event: firstEvent, ...start }, kept: others.map(rangeOf) };
}

/**
 * Without a manifest. Where time alone ends files, the run begins with the first wanted file's period. Where events alone
 * do, those before it are simulated and not encoded. Else all is made, and only what is wanted is kept. Undefined where no
 * such file can be.
 */
export function selectionByRules(
  wanted: NumberSet,
  rules: SplitRules,
  { windowSeconds, eventLimit }: Settings,
): Beginning | undefined {
  const { fileEvents, fileBytes, periodSeconds, firstPeriodEnd } = rules;
  if (isByTimeOnly(rules)) {
    const second = wanted.first === 0 ? 0 : firstPeriodEnd + (wanted.first - 1) * periodSeconds;
    if (second >= windowSeconds) return undefined;
    // Where events are limited, those before must be counted.
    if (eventLimit !== undefined) return FROM_START;
    return { position: { part: wanted.first, event: 0, second, skip: 0 }, kept: [] };
  }
  if (periodSeconds !== Infinity || fileBytes !== Infinity) return FROM_START;
  return { position: FROM_START.position, kept: [[0, wanted.first * fileEvents]] };
}
