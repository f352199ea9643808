import { existsSync } from "node:fs";
import { UsageError } from "../../system/errors.ts";
import { printable } from "../../system/printable.ts";
import { FileDestination } from "../destinations/file.ts";
import type { FileSystem } from "../destinations/filesystem.ts";
import { temporaryName } from "../destinations/path.ts";
import { problemOfHeader } from "../resume/earlier.ts";
import { checkSame, type Header } from "../resume/same.ts";
import { readSmallFile } from "../resume/small-file.ts";
import { isPosition, MOST_SNAPSHOT_BYTES, type Position, seal, unseal } from "../resume/snapshot.ts";
import type { ProducerState } from "./output.ts";

/** More than any topic has: a broker's limits are below this. */
const MOST_PARTITIONS = 1_000_000;
const MOST_EPOCH = 32_767;
const MOST_SEQUENCE = 2 ** 31 - 1;

/** How far the messages of a run are acknowledged: all events before the position are. */
export interface Progress {
  header: Header;
  topic: string;
  position: Position;
  /** Number of messages before the position in each partition. */
  counts: readonly number[];
  bytes: number;
  rawBytes: number;
  /** By whom the broker recognizes batches that are sent again; absent without idempotence. */
  producer?: ProducerState | undefined;
  /** Totals of the events before the position; no bytes at the start. */
  tally: Uint8Array;
}

/** Returns the path of a manifest's progress. It exists from the beginning of a run until the manifest is written. */
export function progressPath(manifest: string): string {
  return `${manifest}.progress`;
}

function isCount(value: unknown, most = Number.MAX_SAFE_INTEGER): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= most;
}

function areCounts(value: unknown, length: number, most?: number): value is number[] {
  return Array.isArray(value) && value.length === length && value.every((each) => isCount(each, most));
}

function isProducer(value: unknown, partitions: number): value is ProducerState {
  if (value === undefined) return true;
  const { producerId, epoch, sequences } = (value ?? {}) as Record<string, unknown>;
  return isCount(producerId) && isCount(epoch, MOST_EPOCH) && areCounts(sequences, partitions, MOST_SEQUENCE);
}

/** Checks what a file says: it may be damaged, or come from a stranger. */
function progressIn(bytes: Buffer): Progress {
  const { head, body } = unseal(bytes);
  const { header, topic, position, counts, producer, ...sizes } = (head ?? {}) as Record<string, unknown>;
  const problem = problemOfHeader(header);
  if (problem !== undefined) throw new Error(problem);
  if (typeof topic !== "string" || !isPosition(position))
    throw new Error("it lacks the topic or the position of a run");
  const isList = Array.isArray(counts) && counts.length > 0 && counts.length <= MOST_PARTITIONS;
  if (!isList || !areCounts(counts, counts.length))
    throw new Error("it lacks the number of messages in each partition");
  if (counts.reduce((sum, count) => sum + count, 0) !== position.event)
    throw new Error("its messages are not as many as its events");
  if (!isCount(sizes.bytes) || !isCount(sizes.rawBytes)) throw new Error("it lacks the size of the messages");
  if (!isProducer(producer, counts.length)) throw new Error("it lacks the state of the producer");
  const { bytes: sent, rawBytes } = sizes;
  return { header: header as Header, topic, position, counts, bytes: sent, rawBytes, producer, tally: body };
}

/**
 * Reads the progress of an interrupted run of the same command; undefined if there is none. Throws UsageError if it is
 * damaged, or of another command or topic.
 */
export function readProgress(path: string, here: Header, topic: string): Progress | undefined {
  if (!existsSync(path)) return undefined;
  const name = printable(path);
  let progress: Progress;
  try {
    progress = progressIn(readSmallFile(path, MOST_SNAPSHOT_BYTES));
  } catch (error) {
    throw new UsageError(
      `${name}: cannot be used (${printable((error as Error).message)}); leave --resume out to begin anew, in an empty topic`,
    );
  }
  checkSame(path, progress.header, here, "--resume");
  if (progress.topic !== topic)
    throw new UsageError(
      `${name}: is of a run that wrote to the topic ${printable(progress.topic)}; name that topic, or another manifest`,
    );
  return progress;
}

/** Returns the head of an interrupted run's progress; undefined if it cannot be read. */
export function progressHeader(path: string): Header | undefined {
  try {
    return progressIn(readSmallFile(path, MOST_SNAPSHOT_BYTES)).header;
  } catch {
    return undefined;
  }
}

/** Replaces the file with the progress, complete or not at all. */
export async function writeProgress(files: FileSystem, path: string, { tally, ...head }: Progress): Promise<void> {
  const destination = new FileDestination(path, files, temporaryName(path), {});
  try {
    await destination.write(seal(head, tally));
    await destination.finish();
  } catch (error) {
    destination.abort();
    throw error;
  }
}
