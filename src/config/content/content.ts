import { COMMENT_KEY, IGNORED_KEYS, ROOT_KEYS, TABLE_KEYS, type TableKey } from "../keys/keys.ts";
import { readWhole, type WholeConfig } from "../read.ts";
import type { ConfigDocument } from "../text/document.ts";

/** A key that is no table. */
export interface Setting {
  key: string;
  /** The value as JSON: digits that a number of JavaScript cannot hold are kept. */
  json: string;
}

/** An entry of a table as its file has it, with keys that are ignored, and with an empty method and level where they are left out. */
export type Entry = Readonly<Record<string, unknown>>;

/** All that a configuration's file says, in the canonical order of its keys, and in the file's order of the entries. */
export interface Content {
  settings: readonly Setting[];
  tables: Readonly<Record<TableKey, readonly Entry[]>>;
}

const isTable = (key: string): key is TableKey => (TABLE_KEYS as readonly string[]).includes(key);

/** Of what stands before all that is read. */
const FIRST: readonly string[] = [IGNORED_KEYS[0], COMMENT_KEY];

/** `$schema` and the comment, the known keys in their order, then the others as they come. */
const PLACES = new Map(
  [...FIRST, ...[...ROOT_KEYS].filter((key) => !isTable(key) && !FIRST.includes(key))].map(
    (key, place) => [key, place] as const,
  ),
);

function inOrder(settings: readonly Setting[]): Setting[] {
  const placeOf = ({ key }: Setting) => PLACES.get(key) ?? PLACES.size;
  return settings.toSorted((one, other) => placeOf(one) - placeOf(other));
}

/** Keys of a state that a file may leave out, where they are empty. */
const EMPTY = { method: "", level: "" };

/** @param known the keys of the entry in their order */
function filled(entry: Entry, known: readonly string[]): Entry {
  const whole: Record<string, unknown> = {};
  for (const key of known) {
    const given = entry[key] ?? EMPTY[key as keyof typeof EMPTY];
    if (given !== undefined) whole[key] = given;
  }
  for (const [key, value] of Object.entries(entry)) if (!known.includes(key)) define(whole, key, value);
  return whole;
}

/** Sets a key by whatever name, `__proto__` included. */
export function define(object: object, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
}

export const STATE_FIELDS = ["page", "auth", "method", "status", "level"] as const;

/** The keys of the entries of each table, without those of source and dest. */
export const FIELDS: Readonly<Record<TableKey, readonly string[]>> = {
  "show-user-details": ["auth", "show"],
  levels: ["level", "weight"],
  auths: ["auth", "weight"],
  "new-session": [...STATE_FIELDS, "weight"],
  transitions: ["source", "dest", "p"],
};

/** The entries of a table that has passed its checks. */
export function entriesOf(key: TableKey, value: unknown): Entry[] {
  const entries = (value as Entry[]).map((entry) => filled(entry, FIELDS[key]));
  if (key !== "transitions") return entries;
  const state = (inner: unknown) => filled(inner as Entry, STATE_FIELDS);
  return entries.map((entry) => ({ ...entry, source: state(entry.source), dest: state(entry.dest) }));
}

/** The keys that are no tables, those included whose value is null. */
export function settingsOf(value: Entry, document: ConfigDocument): Setting[] {
  return Object.entries(value)
    .filter(([key]) => !isTable(key))
    .map(([key, given]) => {
      const isAtom = typeof given !== "object" || given === null;
      return { key, json: isAtom ? document.literalAt([key]) : JSON.stringify(given) };
    });
}

/** A known key that is null is as good as absent; of others nobody knows what null means. */
const isAbsent = ({ key, json }: Setting) => json === "null" && ROOT_KEYS.has(key);

/** Makes the table of each key. */
export function tablesOf(make: (key: TableKey) => readonly Entry[]): Content["tables"] {
  return Object.fromEntries(TABLE_KEYS.map((key) => [key, make(key)])) as Content["tables"];
}

/** Reads and checks a configuration, and returns all that it says. Throws UsageError as readConfig does. */
export function readContent(path: string): WholeConfig & { content: Content } {
  const whole = readWhole(path);
  const value = whole.value as Entry;
  const settings = settingsOf(value, whole.document).filter((setting) => !isAbsent(setting));
  return { ...whole, content: contentFrom(settings, (key) => entriesOf(key, value[key])) };
}

/** A content of settings in any order, and the entries of each table. */
export function contentFrom(settings: readonly Setting[], make: (key: TableKey) => readonly Entry[]): Content {
  return { settings: inOrder(settings), tables: tablesOf(make) };
}
