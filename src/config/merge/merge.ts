import type { Content, Entry, Setting } from "../content/content.ts";
import { contentFrom, define } from "../content/content.ts";
import { IGNORED_KEYS, ROOT_KEYS, TABLE_KEYS, type TableKey } from "../keys/keys.ts";
import { groupOf, nameOf, showEntry } from "./names.ts";
import { type Part, VALUE_KEYS } from "./part.ts";

/** Where something was said: the path to it in a part. */
export interface Place {
  part: Part;
  path: readonly (string | number)[];
}

export interface Item {
  entry: Entry;
  /** Where it was said last. */
  place: Place;
}

/** What a part changed in those before it; values as JSON, undefined where there is none. */
export interface Change {
  part: Part;
  what: string;
  before: string | undefined;
  after: string | undefined;
}

/** Two overlays that say different things; a value is undefined where one removes it. */
export interface Conflict {
  what: string;
  first: { place: Place; value: string | undefined };
  last: { place: Place; value: string | undefined };
}

/** Keys that mean nothing to a run: two files may say what they like there. */
const isRead = (key: string) => ROOT_KEYS.has(key) && !(IGNORED_KEYS as readonly string[]).includes(key);

const sameJson = (one: string | undefined, other: string | undefined) =>
  one === other || (one !== undefined && other !== undefined && isSameValue(one, other));

/** Integers beyond 2^53 are compared by their digits, other values by what they mean: 1.0 is 1. */
function isSameValue(one: string, other: string): boolean {
  const [left, right] = [JSON.parse(one), JSON.parse(other)];
  if (Number.isInteger(left) && !Number.isSafeInteger(left)) return false;
  return JSON.stringify(left) === JSON.stringify(right);
}

/** What several parts say together, each changing those before it. */
export class Merger {
  readonly parts: Part[] = [];
  readonly changes: Change[] = [];
  readonly conflicts: Conflict[] = [];
  /** Removals of what is not there. */
  readonly misses: { what: string; place: Place }[] = [];
  readonly #settings = new Map<string, { setting: Setting; place: Place }>();
  readonly #tables = new Map<TableKey, Item[]>(TABLE_KEYS.map((key) => [key, []]));
  /** What overlays said, by name. */
  readonly #said = new Map<string, { place: Place; value: string | undefined }>();

  /** The first part is the base. */
  add(part: Part): void {
    this.parts.push(part);
    for (const setting of part.settings) this.#set(part, setting);
    for (const table of TABLE_KEYS) this.#addEntries(part, table);
  }

  get #isBase(): boolean {
    return this.parts.length === 1;
  }

  /** Notes what a part says about something that had a value, or none. */
  #note(what: string, place: Place, before: string | undefined, value: string | undefined, exists: boolean): void {
    if (value === undefined && !exists) this.misses.push({ what, place });
    if (this.#isBase) return;
    const said = this.#said.get(what);
    if (said !== undefined && !sameJson(said.value, value))
      this.conflicts.push({ what, first: said, last: { place, value } });
    this.#said.set(what, { place, value });
    if (!sameJson(before, value)) this.changes.push({ part: place.part, what, before, after: value });
  }

  #set(part: Part, setting: Setting): void {
    const { key, json } = setting;
    const known = this.#settings.get(key);
    // An address of the schema is one from the folder of its own file.
    if (key === IGNORED_KEYS[0] && known !== undefined) return;
    const place = { part, path: [key] };
    const isRemoved = json === "null";
    if (isRemoved && this.#isBase && ROOT_KEYS.has(key)) return;
    if (isRead(key)) this.#note(key, place, known?.setting.json, isRemoved ? undefined : json, known !== undefined);
    if (isRemoved) this.#settings.delete(key);
    else this.#settings.set(key, { setting, place });
  }

  #addEntries(part: Part, table: TableKey): void {
    if (part.tables[table].length === 0) return;
    const known = new Map<string, Item>();
    const items = this.#tables.get(table)!;
    for (const item of items) if (!known.has(nameOf(table, item.entry))) known.set(nameOf(table, item.entry), item);
    const added: Item[] = [];
    const removed = new Set<string>();
    const valueKey = VALUE_KEYS[table];
    for (const [index, entry] of part.tables[table].entries()) {
      const name = nameOf(table, entry);
      const item = this.#isBase ? undefined : known.get(name);
      const place = { part, path: [table, index] };
      const value = jsonOf(entry[valueKey]);
      this.#note(showEntry(table, entry), place, jsonOf(item?.entry[valueKey]), value, item !== undefined);
      if (value === undefined) removed.add(name);
      else if (item === undefined) added.push({ entry, place });
      else {
        removed.add(name);
        added.push({ entry: withKeys(item.entry, entry), place });
      }
    }
    this.#tables.set(table, placed(table, items, added, removed));
  }

  tableOf(table: TableKey): readonly Item[] {
    return this.#tables.get(table)!;
  }

  placeOfSetting(key: string): Place | undefined {
    return this.#settings.get(key)?.place;
  }

  /** Replaces the entries of a table by others, as many and in the same order. */
  replace(table: TableKey, entries: readonly Entry[]): void {
    const items = this.#tables.get(table)!;
    this.#tables.set(
      table,
      items.map(({ place }, index) => ({ entry: entries[index]!, place })),
    );
  }

  get content(): Content {
    return contentFrom(
      [...this.#settings.values()].map(({ setting }) => setting),
      (key) => this.tableOf(key).map(({ entry }) => entry),
    );
  }
}

function jsonOf(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}

/** An entry with the keys of another one of its name in place of its own, and its other keys kept. */
function withKeys(entry: Entry, other: Entry): Entry {
  const whole = { ...entry };
  for (const [key, value] of Object.entries(other)) define(whole, key, value);
  return whole;
}

/** Changed entries stay at their places; new ones follow the last of their group, or all others where it is new. */
function placed(table: TableKey, items: readonly Item[], added: readonly Item[], removed: ReadonlySet<string>): Item[] {
  const changed = new Map<string, Item>();
  const news = new Map<string, Item[]>();
  for (const item of added) {
    if (removed.has(nameOf(table, item.entry))) changed.set(nameOf(table, item.entry), item);
    else {
      const group = groupOf(table, item.entry);
      if (!news.has(group)) news.set(group, []);
      news.get(group)!.push(item);
    }
  }
  const last = new Map<string, number>();
  for (const [index, { entry }] of items.entries()) last.set(groupOf(table, entry), index);
  const result: Item[] = [];
  for (const [index, item] of items.entries()) {
    const name = nameOf(table, item.entry);
    const now = removed.has(name) ? changed.get(name) : item;
    // Of several entries of a name, which the weighted lists may have, the first takes the new value and the others go.
    changed.delete(name);
    if (now !== undefined) result.push(now);
    const group = groupOf(table, item.entry);
    if (last.get(group) !== index) continue;
    result.push(...(news.get(group) ?? []));
    news.delete(group);
  }
  return [...result, ...[...news.values()].flat()];
}
