import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { readConfig } from "../../../src/config/read.ts";
import type { Config } from "../../../src/config/types.ts";
import { UsageError } from "../../../src/system/errors.ts";

/** Stands in a text before each place that a message must point at; it is taken out before the file is written. */
const MARK = "‸";

/** Values as JSON text by key, one key a line, in this order. */
export type Keys = Readonly<Record<string, string>>;

/** The fields of a state as JSON text, without braces. */
export function state(page: string, auth: string, status: number | string = 200, level = "free"): string {
  return `"page": "${page}", "auth": "${auth}", "method": "GET", "status": ${status}, "level": "${level}"`;
}

export const HOME = state("Home", "Guest");
export const SONG = state("NextSong", "Member");

export function transition(source: string, dest: string, probability: number | string): string {
  return `{"source": {${source}}, "dest": {${dest}}, "p": ${probability}}`;
}

export function start(of: string, weight: number | string): string {
  return `{${of}, "weight": ${weight}}`;
}

/** A list with one entry a line. */
export function list(...entries: string[]): string {
  return `[\n${entries.join(",\n")}\n]`;
}

export const DETAILS = list('{"auth": "Guest", "show": false}', '{"auth": "Member", "show": true}');
export const LEVELS = list('{"level": "free", "weight": 1}');
export const AUTHS = list('{"auth": "Guest", "weight": 1}', '{"auth": "Member", "weight": 4}');
export const STARTS = list(start(HOME, 1), start(SONG, 2));
export const TRANSITIONS = list(transition(HOME, SONG, 0.5), transition(SONG, SONG, 0.75), transition(SONG, HOME, 0.1));

const TABLES: Keys = {
  "show-user-details": DETAILS,
  levels: LEVELS,
  auths: AUTHS,
  "new-session": STARTS,
  transitions: TRANSITIONS,
};

/** The smallest right config with some keys added or replaced; these come first, from line 2 on, then the others. */
export function configText(changes: Keys = {}): string {
  return braces({ ...changes, ...TABLES, ...changes });
}

export function configWithout(missing: string): string {
  return braces(Object.fromEntries(Object.entries(TABLES).filter(([key]) => key !== missing)));
}

function braces(keys: Keys): string {
  return `{\n${Object.entries(keys)
    .map(([key, value]) => `"${key}": ${value}`)
    .join(",\n")}\n}\n`;
}

/** Each message belongs to the mark of the same rank and must be the whole line. */
export function expectErrors(marked: string, ...messages: string[]): void {
  expect(errorsOf(marked.replaceAll(MARK, ""))).toEqual(atMarks(marked, messages));
}

export function expectWarnings(marked: string, ...messages: string[]): void {
  expect(read(marked.replaceAll(MARK, "")).warnings).toEqual(atMarks(marked, messages));
}

function atMarks(marked: string, messages: readonly string[]): string[] {
  const places: string[] = [];
  for (const [row, line] of marked.split("\n").entries()) {
    const parts = line.split(MARK);
    let column = 1;
    for (const part of parts.slice(0, -1)) {
      column += part.length;
      places.push(`config.json:${row + 1}:${column}`);
    }
  }
  expect(places).toHaveLength(messages.length);
  return messages.map((message, index) => `${places[index]}: ${message}`);
}

/** The lines of the error that reading must throw, with the file's name for its path. */
export function errorsOf(content: string | Uint8Array): string[] {
  return inFile(content, (path, folder) => {
    const error = thrownBy(() => readConfig(path));
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).exitCode).toBe(2);
    return (error as UsageError).message.replaceAll(`${folder}/`, "").split("\n");
  });
}

export function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}

export function read(content: string): { config: Config; warnings: string[] } {
  return inFile(content, (path, folder) => {
    const { config, warnings } = readConfig(path);
    return { config, warnings: warnings.map((line) => line.replaceAll(`${folder}/`, "")) };
  });
}

function inFile<T>(content: string | Uint8Array, use: (path: string, folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "eventsim-config-"));
  try {
    const path = join(folder, "config.json");
    writeFileSync(path, content);
    return use(path, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
