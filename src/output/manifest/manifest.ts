import type { DisorderTotals } from "../../memory/disorder.ts";
import { UsageError } from "../../system/errors.ts";
import { printable } from "../../system/printable.ts";
import type { Look } from "../places/place.ts";
import { checkDensity, MOST_MANIFEST_BYTES } from "./bounds.ts";
import { dataSetId, type Identity } from "./identity.ts";

/** A file of a data set. `bytes` is its size, `rawBytes` the size before compression. */
export interface ManifestFile {
  /** Relative to the manifest's folder (filesFolderOf), with slashes. */
  name: string;
  part: number;
  events: number;
  bytes: number;
  rawBytes: number;
  /** Number of the run's events in earlier files. */
  firstEvent: number;
  /** Milliseconds since 1970. */
  firstTs: number;
  lastTs: number;
  /** Where the file begins: the first `skip` events of this second of the window belong to earlier files. */
  start: { second: number; skip: number };
  sha256: string;
}

/** A manifest lists this many tracks at most; with fewer, its list has all tracks that were played. */
export const MOST_TRACKS = 100;

/** Totals against which a pipeline can be tested. */
export interface ManifestTotals {
  events: number;
  bytes: number;
  rawBytes: number;
  users: number;
  sessions: number;
  songs: number;
  pages: Record<string, number>;
  levels: Record<string, number>;
  /** By hour in UTC, such as 2026-01-01T00. */
  hours: Record<string, number>;
  /** Present if events leave in another order than they happen. */
  disorder?: DisorderTotals;
  topTracks: { artist: string; song: string; plays: number }[];
}

/** The manifest of a data set. */
export interface Manifest {
  /** The program's version. */
  eventsim: string;
  engine: number | "interana";
  id: string;
  identity: Identity;
  config: Identity;
  configHash: string;
  catalogHash: string;
  /** Decimal digits: a JSON number would lose precision. */
  seed: string;
  window: { start: string; end: string };
  population: { initialUsers: number; firstUserId: number; users: number };
  format: string;
  compress: string;
  template: string;
  /** Ids of the shares in order, if the manifest is that of several shares (`verify --merge`). */
  shares?: string[];
  files: ManifestFile[];
  /** Present if the events are messages of a topic, and not files. */
  topic?: ManifestTopic;
  totals: ManifestTotals;
}

/** Messages of a topic. `rawBytes` counts them before compression. */
export interface ManifestTopic {
  name: string;
  /** Number of the run's messages in each. */
  partitions: number[];
  events: number;
  bytes: number;
  rawBytes: number;
}

interface Check {
  wants: string;
  holds: (value: unknown) => boolean;
}

const isObject = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);
const TEXT: Check = { wants: "a text", holds: (value) => typeof value === "string" };
const COUNT: Check = {
  wants: "a whole number >= 0",
  holds: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
};
const WHOLE: Check = { wants: "a whole number", holds: Number.isSafeInteger };
const OBJECT: Check = { wants: "an object", holds: isObject };
const SHA256: Check = {
  wants: "64 hexadecimal digits",
  holds: (value) => typeof value === "string" && /^[0-9a-f]{64}$/.test(value),
};
/** Names must lead to files below the manifest's folder. */
const NAME: Check = {
  wants: "a path below the folder of the manifest",
  holds: (value) =>
    typeof value === "string" &&
    !value.includes("\0") &&
    value.split("/").every((segment) => segment !== "" && segment !== "." && segment !== ".."),
};

const MANIFEST_CHECKS: Record<string, Check> = {
  eventsim: TEXT,
  engine: { wants: 'a number or "interana"', holds: (value) => WHOLE.holds(value) || value === "interana" },
  id: TEXT,
  identity: OBJECT,
  seed: TEXT,
  format: TEXT,
  compress: TEXT,
  template: TEXT,
  files: { wants: "a list", holds: Array.isArray },
  totals: OBJECT,
};
const FILE_CHECKS: Record<string, Check> = {
  name: NAME,
  part: COUNT,
  events: COUNT,
  bytes: COUNT,
  rawBytes: COUNT,
  firstEvent: COUNT,
  firstTs: WHOLE,
  lastTs: WHOLE,
  start: OBJECT,
  sha256: SHA256,
};
const START_CHECKS: Record<string, Check> = { second: COUNT, skip: COUNT };
const TOTALS_CHECKS: Record<string, Check> = { events: COUNT, bytes: COUNT, rawBytes: COUNT };

export function damaged(path: string, what: string): UsageError {
  return new UsageError(
    `${printable(path)}: ${printable(what)}; the manifest is damaged, or another program wrote it: restore it, or make the files again`,
  );
}

/** Returns the first key with an invalid value; undefined if all are valid. */
function problemIn(place: string, value: unknown, checks: Record<string, Check>): string | undefined {
  if (!isObject(value)) return `${place === "" ? "it" : place} must be an object`;
  for (const [key, { wants, holds }] of Object.entries(checks)) {
    const found = Object.hasOwn(value as object, key) ? (value as Record<string, unknown>)[key] : undefined;
    if (holds(found)) continue;
    const shown = found === undefined ? "is missing" : `is ${JSON.stringify(found).slice(0, 60)}`;
    return `${place === "" ? "" : `${place}.`}${key} ${shown} and must be ${wants}`;
  }
  return undefined;
}

function checkKeys(path: string, place: string, value: unknown, checks: Record<string, Check>): void {
  const problem = problemIn(place, value, checks);
  if (problem !== undefined) throw damaged(path, problem);
}

function isListOfTexts(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((text) => typeof text === "string");
}

/** Returns the problem of a file's entry in a manifest or journal; undefined if it is valid. */
export function problemOfFile(place: string, file: unknown): string | undefined {
  const problem = problemIn(place, file, FILE_CHECKS);
  const prefix = place === "" ? "" : `${place}.`;
  return problem ?? problemIn(`${prefix}start`, (file as ManifestFile).start, START_CHECKS);
}

function checkFiles(path: string, files: readonly ManifestFile[]): void {
  const places = new Map<string, number>();
  files.forEach((file, index) => {
    const problem = problemOfFile(`files[${index}]`, file);
    if (problem !== undefined) throw damaged(path, problem);
    const first = places.get(file.name);
    if (first !== undefined) throw damaged(path, `files[${index}].name is that of files[${first}]: ${file.name}`);
    places.set(file.name, index);
  });
}

function readText(path: string, look: Look): string {
  try {
    return look.read(path, MOST_MANIFEST_BYTES).toString("utf8");
  } catch (error) {
    throw new UsageError(`${printable(path)}: the manifest cannot be read (${printable((error as Error).message)})`);
  }
}

/** Node's message has an offset or the text around the error; people need the line, as their editor shows it. */
function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const { message } = error as Error;
    const known = /at position (\d+)/.exec(message)?.[1];
    const isCut = /end of JSON/.test(message);
    const line = text.slice(0, isCut ? undefined : Number(known)).split("\n").length;
    throw damaged(known === undefined && !isCut ? path : `${path}:${line}`, `this is not JSON (${message})`);
  }
}

/**
 * Reads a manifest and checks the values that verifying and resuming rely on. Throws UsageError with file and key if it
 * is damaged, or was edited so that its id no longer matches its identity.
 */
export function readManifest(path: string, look: Look): Manifest {
  const text = readText(path, look);
  const crowd = checkDensity(text);
  if (crowd !== undefined) throw damaged(path, crowd);
  const manifest = parse(path, text) as Manifest;
  checkKeys(path, "", manifest, MANIFEST_CHECKS);
  checkKeys(path, "totals", manifest.totals, TOTALS_CHECKS);
  if (manifest.shares !== undefined && !isListOfTexts(manifest.shares))
    throw damaged(path, "shares must be a list of ids");
  checkFiles(path, manifest.files);
  const id = idOf(path, manifest.identity);
  if (id !== manifest.id) throw damaged(path, `id is ${manifest.id}, but its identity has the id ${id}`);
  return manifest;
}

/** An identity of ours is never nested deeper than the stack allows, and has only numbers that JSON can write. */
function idOf(path: string, identity: Identity): string {
  try {
    return dataSetId(identity);
  } catch (error) {
    throw damaged(path, `identity cannot be read (${(error as Error).message})`);
  }
}
