import { progressHeader, progressPath } from "../kafka/progress.ts";
import { readManifest } from "../manifest/manifest.ts";
import type { Share } from "../names/share.ts";
import type { OutputSettings } from "../settings.ts";
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

function headerOfEarlier(
  { split, kafka, manifest }: OutputSettings,
  share: Share | undefined,
): Pick<Header, "identity"> | undefined {
  if (kafka !== undefined) return manifest === undefined ? undefined : progressHeader(progressPath(manifest));
  if (split === undefined) return undefined;
  const { folder, hasShare } = split.template;
  return journalHeader(folder, hasShare ? share : undefined) ?? headerOfManifest(split.manifest);
}

/**
 * Returns the window of the earlier run that `--resume` goes on with, in milliseconds since 1970. Undefined if there is
 * none, or if what it says cannot be one.
 */
export function earlierWindow(
  output: OutputSettings,
  share: Share | undefined,
): { startMs: number; endMs: number } | undefined {
  const { settings } = (headerOfEarlier(output, share)?.identity ?? {}) as { settings?: unknown };
  const { startSeconds, startMilliseconds, windowSeconds } = (settings ?? {}) as Record<string, unknown>;
  const parts = [startSeconds, startMilliseconds, windowSeconds];
  if (!parts.every((part): part is number => Number.isSafeInteger(part))) return undefined;
  const [seconds = 0, milliseconds = 0, lengthSeconds = 0] = parts;
  const startMs = seconds * 1000 + milliseconds;
  const endMs = startMs + lengthSeconds * 1000;
  return Math.abs(startMs) <= MOST_MS && Math.abs(endMs) <= MOST_MS ? { startMs, endMs } : undefined;
}
