import { createHash } from "node:crypto";
import type { ManifestFile } from "../manifest/manifest.ts";
import type { Look } from "../places/place.ts";

/** A position at which a run can be resumed: after the last event of a finished file. */
export interface Position {
  /** Number of the next file. */
  part: number;
  /** Number of the run's events before it. */
  event: number;
  /** Simulated second of the last event before it, and the number of that second's events before it. */
  second: number;
  skip: number;
}

/** The totals at a position. */
export interface Snapshot {
  position: Position;
  tally: Uint8Array;
}

/** A bit for each of 2^32 users, and counts of songs, hours and states. */
export const MOST_SNAPSHOT_BYTES = 2 ** 30;
const KEYS = ["part", "event", "second", "skip"] as const;

const SUM_LENGTH = 64;

function sumOf(parts: readonly Uint8Array[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

/** Serializes a checksum of the rest, a JSON value in one line, and bytes. */
export function seal(head: unknown, body: Uint8Array): Uint8Array[] {
  const line = Buffer.from(` ${JSON.stringify(head)}\n`);
  return [Buffer.from(sumOf([line, body])), line, body];
}

/** Returns both. Throws if the file is damaged. */
export function unseal(bytes: Buffer): { head: unknown; body: Uint8Array } {
  const rest = bytes.subarray(SUM_LENGTH);
  if (bytes.subarray(0, SUM_LENGTH).toString("latin1") !== sumOf([rest])) throw new Error("its checksum is wrong");
  const end = rest.indexOf(10);
  return { head: JSON.parse(rest.subarray(0, end).toString()), body: rest.subarray(end + 1) };
}

/** Serializes a checksum of the rest, the position and the totals. */
export function sealSnapshot({ position, tally }: Snapshot): Uint8Array[] {
  return seal(position, tally);
}

export function isPosition(value: unknown): value is Position {
  if (typeof value !== "object" || value === null) return false;
  return KEYS.every((key) => {
    const number = (value as Record<string, unknown>)[key];
    return Number.isSafeInteger(number) && (number as number) >= 0;
  });
}

function parse(bytes: Buffer): Snapshot {
  const { head, body } = unseal(bytes);
  if (!isPosition(head)) throw new Error("it does not have the run's position");
  return { position: head, tally: body };
}

/** Reads an earlier run's snapshot; undefined if there is none. Throws the problem of a damaged file. */
export function readSnapshot(look: Look, path: string): Snapshot | undefined {
  return look.exists(path) ? parse(look.read(path, MOST_SNAPSHOT_BYTES)) : undefined;
}

/**
 * Whether the position is where the files before it end. If one of them is missing, it must be made from the start, and
 * the snapshot is useless.
 * @param lastSecond returns the second of the window of a file's last event
 */
export function placeOf(
  { part, event, second, skip }: Position,
  finished: ReadonlyMap<number, ManifestFile>,
  lastSecond: (file: ManifestFile) => number,
): "end of a file" | "a file is lost" | "nowhere" {
  let events = 0;
  for (const file of finished.values()) if (file.firstEvent < event) events += file.events;
  if (events < event) return "a file is lost";
  const last = finished.get(part - 1);
  const isEnd = last !== undefined && events === event && last.firstEvent + last.events === event;
  return isEnd && lastSecond(last) === second && skip >= 1 && skip <= event ? "end of a file" : "nowhere";
}
