import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { SHARED } from "../root.ts";

/** The original's outputs, with the configurations and data files that they were made from: a folder beside the repository. */
const FOLDER = join(SHARED, "conformance");
const NAMES = ["plain", "growth", "dense", "one-user", "crowd", "similar", "edge-emoji", "edge-1895", "edge-1967"];

export const isThere = existsSync(join(FOLDER, "expected"));
if (!isThere) console.warn("skipped: the original's outputs are not in ../shared/conformance/expected");

export const dataFolder = join(FOLDER, "data");

/** The original's output for a command. */
export interface Expected {
  name: string;
  /** The arguments, of which `-c` names a file in `configs/`. */
  args: string[];
  events: number;
  bytes: number;
  sha256: string;
  /** The start of the hash of the first n events, for each multiple n of 20,000. */
  prefix_sha256_at_event: [events: number, sha256: string][];
  /** The last line. */
  last: string;
  /** The first lines, with their ends. */
  head: string[];
}

export function linesOf(text: string): string[] {
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => `${line}\n`);
}

function read(name: string): Expected {
  const path = (end: string) => join(FOLDER, "expected", `${name}${end}`);
  const head = gunzipSync(readFileSync(path(".head.jsonl.gz"))).toString();
  return { ...JSON.parse(readFileSync(path(".json"), "utf8")), head: linesOf(head) };
}

export const expectedCases: Expected[] = isThere ? NAMES.map(read) : [];

export function configFile(name: string): string {
  return join(FOLDER, "configs", name);
}

/** The others were made without the file of similar songs. */
export function hasSimilarSongs({ name }: Expected): boolean {
  return name === "similar";
}

/** The arguments of this program for the same. */
export function argumentsOf(expected: Expected): string[] {
  const args = expected.args.map((word, index) => (expected.args[index - 1] === "-c" ? configFile(word) : word));
  const data = ["--data", dataFolder, ...(hasSimilarSongs(expected) ? [] : ["--no-similar-songs"])];
  return ["--compat", "interana", ...data, ...args, "--quiet"];
}
