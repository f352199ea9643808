import { longestDelaySeconds } from "../../config/disorder/settings.ts";
import type { EngineTraits } from "../../config/engine.ts";
import type { Settings } from "../../config/settings.ts";
import { quoted } from "../../system/printable.ts";
import { isByTimeOnly } from "../containers/files/split-rules.ts";
import { startMsOf } from "../containers/run-context.ts";
import { periodOf } from "../cuts.ts";
import { type ManifestFile, problemOfFile } from "../manifest/manifest.ts";
import { inFolder } from "../places/paths.ts";
import type { Look } from "../places/place.ts";
import type { SplitSettings } from "../settings.ts";
import type { Header } from "./same.ts";

/** The command's knowledge of the files that an earlier run of it may have made. */
export interface Known {
  header: Header;
  split: SplitSettings;
  settings: Settings;
  endsWithWindow: EngineTraits["endsWithWindow"];
}

/** No configuration of ours is nested deeper. Deeper JSON could not be printed or compared. */
const MOST_LEVELS = 64;

/** The last instant of ECMAScript's dates. */
const LAST_MS = 8.64e15;

export function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(inner, levels - 1));
}

/** Returns the problem of a journal's head; undefined if it is valid. */
export function problemOfHeader(value: unknown): string | undefined {
  const { id, identity, template } = (value ?? {}) as Record<string, unknown>;
  const isWhole = typeof id === "string" && typeof template === "string" && typeof identity === "object";
  if (!isWhole || identity === null) return "it lacks the id, the identity or the names of a run";
  return isDeeperThan(identity, MOST_LEVELS) ? `it has more than ${MOST_LEVELS} levels` : undefined;
}

/** Returns the seconds of the window between which a file's events lie. */
export function secondsOf({ firstTs, lastTs }: ManifestFile, settings: Settings): [number, number] {
  const startMs = startMsOf(settings);
  return [(firstTs - startMs) / 1000, (lastTs - startMs) / 1000];
}

/** Returns a claim of the entry that is impossible for a file of this command; undefined if there is none. */
export function problemOfEntry(
  place: string,
  value: unknown,
  { split, settings, endsWithWindow }: Known,
): string | undefined {
  const problem = problemOfFile(place, value);
  if (problem !== undefined) return problem;
  const file = value as ManifestFile;
  const at = place === "" ? "" : `${place}.`;
  const [first, last] = secondsOf(file, settings);
  const { windowSeconds, disorder } = settings;
  const end = endsWithWindow ? windowSeconds + longestDelaySeconds(disorder) : Number.POSITIVE_INFINITY;
  const isInWindow = Number.isInteger(first) && Number.isInteger(last) && first >= 0 && last < end;
  if (!isInWindow || first > last || file.lastTs > LAST_MS)
    return `${at}firstTs and lastTs are not two instants of the window`;
  if (file.start.second > first) return `${at}start is after the first event`;
  if (file.events === 0) return `${at}events is 0`;
  if (isByTimeOnly(split.rules) && file.part !== periodOf(first, split.rules))
    return `${at}part is not the number of its period`;
  const isNamed =
    split.template.outgrown(file.part) === undefined &&
    file.name === split.template.nameOf({ part: file.part, startMs: file.firstTs });
  return isNamed ? undefined : `${at}name is ${quoted(file.name)}, which is not the name of file ${file.part}`;
}

/** Returns a contradiction between the files' places in the run; undefined if there is none. */
export function problemOfPlaces(files: Iterable<ManifestFile>): string | undefined {
  const inOrder = [...files].sort((one, other) => one.part - other.part);
  let before: ManifestFile | undefined;
  for (const file of inOrder) {
    const end = before === undefined ? 0 : before.firstEvent + before.events;
    const follows = file.part === (before === undefined ? 0 : before.part + 1);
    if (before?.part === file.part) return `file ${file.part} is named twice`;
    if (follows ? file.firstEvent !== end : file.firstEvent < end)
      return `file ${file.part} does not begin where the files before it end`;
    before = file;
  }
  return undefined;
}

/** Whether a file exists with the size in its entry, as far as that can be looked up. */
export function isThere(look: Look, base: string, { name, bytes }: ManifestFile): boolean {
  return look.trustsJournal === true || look.sizeOf(inFolder(base, name)) === bytes;
}
