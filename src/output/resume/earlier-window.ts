import { progressHeader, progressPath } from "../kafka/progress.ts";
import { readKafka } from "../kafka/request/read.ts";
import { readManifest } from "../manifest/manifest.ts";
import type { Share } from "../names/share.ts";
import type { OutputRequest } from "../request.ts";
import { fileBeside, resolveFiles } from "../settings.ts";
import { journalHeader } from "./journal.ts";
import type { Header } from "./same.ts";

/** Limits of ECMAScript's dates, in milliseconds. */
const MOST_MS = 8.64e15;

function headerOfManifest(path: string): Pick<Header, "identity"> | undefined {
  try {
    return readManifest(path);
  } catch {
    return undefined; // absent, or refused when the run reads it
  }
}

/** Reads no secrets of Kafka: each of them may be a pipe, which can be read once. */
function headerOfEarlier(request: OutputRequest, share: Share | undefined): Pick<Header, "identity"> | undefined {
  if (readKafka(request) !== undefined) {
    const manifest = fileBeside(request.manifest);
    return manifest === undefined ? undefined : progressHeader(progressPath(manifest));
  }
  const { split } = resolveFiles(request, { startSeconds: 0, ...(share && { share }) });
  if (split === undefined) return undefined;
  const { folder, hasShare } = split.template;
  return journalHeader(folder, hasShare ? share : undefined) ?? headerOfManifest(split.manifest);
}

/**
 * Returns the window of the earlier run that `--resume` goes on with, in milliseconds since 1970. Undefined if there is
 * none, or if what it says cannot be one. Throws UsageError if the output is not one.
 */
export function earlierWindow(
  request: OutputRequest,
  share: Share | undefined,
): { startMs: number; endMs: number } | undefined {
  const { settings } = (headerOfEarlier(request, share)?.identity ?? {}) as { settings?: unknown };
  const { startSeconds, startMilliseconds, windowSeconds } = (settings ?? {}) as Record<string, unknown>;
  const parts = [startSeconds, startMilliseconds, windowSeconds];
  if (!parts.every((part): part is number => Number.isSafeInteger(part))) return undefined;
  const [seconds = 0, milliseconds = 0, lengthSeconds = 0] = parts;
  const startMs = seconds * 1000 + milliseconds;
  const endMs = startMs + lengthSeconds * 1000;
  return Math.abs(startMs) <= MOST_MS && Math.abs(endMs) <= MOST_MS ? { startMs, endMs } : undefined;
}
