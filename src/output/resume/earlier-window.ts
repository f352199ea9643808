import { progressHeader, progressPath } from "../kafka/progress.ts";
import { readKafka } from "../kafka/request/read.ts";
import type { Share } from "../names/share.ts";
import { LOCAL } from "../places/folder.ts";
import { inFolder } from "../places/paths.ts";
import type { Look } from "../places/place.ts";
import { StoredPlace } from "../places/stored.ts";
import type { OutputRequest } from "../request.ts";
import { fileBeside, resolveFiles, type SplitSettings } from "../settings.ts";
import { isStoreAddress } from "../stores/stores.ts";
import { readableManifest } from "./existing.ts";
import { journalHeader, stateFolderOf } from "./journal.ts";
import { JOURNAL } from "./journal-names.ts";
import type { Header } from "./same.ts";

/** Limits of ECMAScript's dates, in milliseconds. */
const MOST_MS = 8.64e15;

/** Reads no secrets of Kafka: each of them may be a pipe, which can be read once. */
async function headerOfEarlier(
  request: OutputRequest,
  share: Share | undefined,
): Promise<Pick<Header, "identity"> | undefined> {
  if (readKafka(request) !== undefined) {
    const manifest = fileBeside(request.manifest);
    return manifest === undefined ? undefined : progressHeader(progressPath(manifest));
  }
  const { split } = resolveFiles(request, { startSeconds: 0, ...(share && { share }) });
  if (split === undefined) return undefined;
  const { folder, hasShare } = split.template;
  const ownShare = hasShare ? share : undefined;
  if (!isStoreAddress(folder)) return headerIn(LOCAL, split, ownShare);
  const place = await StoredPlace.open(folder, {});
  try {
    const journal = inFolder(stateFolderOf(folder, ownShare), JOURNAL);
    const names = [journal, split.manifest].map((path) => place.nameOf(path) as string);
    await place.loadSome(names, (name) => (name === names[0] ? "first line" : "whole"));
    return headerIn(place, split, ownShare);
  } finally {
    await place.leave();
  }
}

/** A manifest that is absent or damaged is told when the run reads it. */
function headerIn(look: Look, { template, manifest }: SplitSettings, share: Share | undefined) {
  return journalHeader(look, template.folder, share) ?? readableManifest(look, manifest);
}

/**
 * Returns the window of the earlier run that `--resume` goes on with, in milliseconds since 1970. Undefined if there is
 * none, or if what it says cannot be one. Throws UsageError if the output is not one.
 */
export async function earlierWindow(
  request: OutputRequest,
  share: Share | undefined,
): Promise<{ startMs: number; endMs: number } | undefined> {
  const { settings } = ((await headerOfEarlier(request, share))?.identity ?? {}) as { settings?: unknown };
  const { startSeconds, startMilliseconds, windowSeconds } = (settings ?? {}) as Record<string, unknown>;
  const parts = [startSeconds, startMilliseconds, windowSeconds];
  if (!parts.every((part): part is number => Number.isSafeInteger(part))) return undefined;
  const [seconds = 0, milliseconds = 0, lengthSeconds = 0] = parts;
  const startMs = seconds * 1000 + milliseconds;
  const endMs = startMs + lengthSeconds * 1000;
  return Math.abs(startMs) <= MOST_MS && Math.abs(endMs) <= MOST_MS ? { startMs, endMs } : undefined;
}
