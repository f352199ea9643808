import {
  type Content,
  contentFrom,
  define,
  type Entry,
  FIELDS,
  type Setting,
  STATE_FIELDS,
} from "../config/content/content.ts";
import { ROOT_KEYS, type TableKey } from "../config/keys/keys.ts";
import { quoted } from "../system/printable.ts";
import { type Cell, flagOf, numberJson, textOf } from "./cells.ts";
import type { CellSource } from "./source.ts";

/** Where the cells of a row are, by the names of their columns. */
export interface Row {
  /** The cell in a column; null if it is empty or the column is not there. */
  cell(column: string): Cell;
  place(column: string): string;
}

/** Settings whose cells are texts. Those of other known keys are numbers, those of all others JSON. */
const TEXT_KEYS: ReadonlySet<string> = new Set([
  ...["start-date", "end-date", "tag", "holidays", "churned-state", "new-user-auth", "new-user-level"],
]);
const JSON_KEYS: ReadonlySet<string> = new Set(["$schema", "_comment", "upgrades", "downgrades", "jvm"]);

export type SettingKind = "text" | "number" | "json";

export function kindOf(key: string): SettingKind {
  if (TEXT_KEYS.has(key)) return "text";
  return ROOT_KEYS.has(key) && !JSON_KEYS.has(key) ? "number" : "json";
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Makes a configuration's content of rows of cells, and notes where each part comes from. */
export class ContentBuilder {
  readonly #settings = new Map<string, { setting: Setting; place: string }>();
  readonly #tables = new Map<TableKey, Entry[]>();

  constructor(readonly source: CellSource) {}

  addSetting(row: Row): void {
    const { source } = this;
    const key = textOf(row.cell("key"));
    const cell = row.cell("value");
    const known = this.#settings.get(key);
    if (known !== undefined) {
      source.problem(row.place("key"), `${quoted(key)} is in ${known.place} already; keep one of the two`);
      return;
    }
    const json = this.#settingJson(key, cell, row.place("value"));
    if (json === undefined) return;
    source.note([key], row.place("value"), json);
    this.#settings.set(key, { setting: { key, json }, place: row.place("key") });
  }

  #settingJson(key: string, cell: Cell, place: string): string | undefined {
    const kind = kindOf(key);
    if (cell === null) {
      this.source.problem(place, `${quoted(key)} has no value; give it one, or delete the row`);
      return undefined;
    }
    if (kind === "text") return JSON.stringify(textOf(cell));
    if (kind === "number") return numberJson(cell);
    const text = typeof cell === "string" ? cell : JSON.stringify(cell);
    if (isJson(text)) return text;
    this.source.problem(
      place,
      `${quoted(key)} is a key whose value is JSON, such as 5, "text" or [1, 2]; this is none`,
    );
    return undefined;
  }

  /** Adds a row of one of the small tables. @param valueColumn where the weight, or whether to show, stands */
  addEntry(table: Exclude<TableKey, "transitions">, row: Row, valueColumn: string): void {
    const path = [table, this.#list(table).length];
    const entry: Record<string, unknown> = {};
    for (const field of FIELDS[table]) {
      const column = field === "weight" || field === "show" ? valueColumn : field;
      this.#set(entry, field, row.cell(column), [...path, field], row.place(column));
    }
    this.source.note(path, row.place(valueColumn));
    this.#list(table).push(this.#withOthers(entry, row));
  }

  /** Adds a transition; its states are known. */
  addTransition(
    { source, dest, p }: { source: Entry; dest: Entry; p: Cell },
    { place, sourcePlace, destPlace }: { place: string; sourcePlace: string; destPlace: string },
    others?: Row,
  ): void {
    const list = this.#list("transitions");
    const path = ["transitions", list.length];
    const entry: Record<string, unknown> = { source, dest };
    this.source.note(path, place);
    this.source.note([...path, "source"], sourcePlace);
    this.source.note([...path, "dest"], destPlace);
    this.#set(entry, "p", p, [...path, "p"], place);
    list.push(others === undefined ? entry : this.#withOthers(entry, others));
  }

  /** The five fields of a state. @param prefix of the columns' names */
  stateOf(row: Row, prefix = ""): Entry {
    const state: Record<string, unknown> = {};
    for (const field of STATE_FIELDS) {
      const cell = row.cell(`${prefix}${field}`);
      const json = field === "status" ? numberJson(cell) : JSON.stringify(textOf(cell));
      if (json !== undefined) state[field] = JSON.parse(json);
    }
    return state;
  }

  /** The content, in the canonical order of the keys. */
  get content(): Content {
    return contentFrom(
      [...this.#settings.values()].map(({ setting }) => setting),
      (key) => this.#list(key),
    );
  }

  #list(table: TableKey): Entry[] {
    const list = this.#tables.get(table) ?? [];
    this.#tables.set(table, list);
    return list;
  }

  #set(entry: Record<string, unknown>, field: string, cell: Cell, path: (string | number)[], place: string): void {
    const isNumber = field === "weight" || field === "p" || field === "status";
    if (field === "show") {
      const flag = flagOf(cell);
      if (flag !== undefined) entry[field] = flag;
    } else if (isNumber) {
      const json = numberJson(cell);
      if (json !== undefined) entry[field] = JSON.parse(json);
      this.source.note(path, place, json);
      return;
    } else entry[field] = textOf(cell);
    this.source.note(path, place);
  }

  /** Adds the keys that the column `others` has, as JSON; those of source and dest to theirs. */
  #withOthers(entry: Entry, row: Row): Entry {
    const text = textOf(row.cell("others"));
    if (text === "") return entry;
    const others = isJson(text) ? JSON.parse(text) : undefined;
    if (typeof others !== "object" || others === null || Array.isArray(others)) {
      this.source.problem(row.place("others"), `other keys are one JSON object, such as {"note": "new"}; this is none`);
      return entry;
    }
    const whole = { ...entry };
    for (const [key, value] of Object.entries(others)) {
      const isState = (key === "source" || key === "dest") && Object.hasOwn(entry, key);
      const inner = isState ? { ...(entry[key] as object), ...(value as object) } : value;
      if (isState || !Object.hasOwn(entry, key)) define(whole, key, inner);
      else this.source.problem(row.place("others"), `${quoted(key)} has a column of its own; take it out of here`);
    }
    return whole;
  }
}

/** The keys of an entry that have no column, as JSON; undefined if there are none. */
export function othersOf(entry: Entry, table: TableKey): string | undefined {
  const others = without(entry, FIELDS[table]);
  if (table === "transitions") {
    for (const side of ["source", "dest"]) {
      const inner = without(entry[side] as Entry, STATE_FIELDS);
      if (Object.keys(inner).length > 0) define(others, side, inner);
    }
  }
  return Object.keys(others).length === 0 ? undefined : JSON.stringify(others);
}

function without(entry: Entry, fields: readonly string[]): object {
  const rest: object = {};
  for (const [key, value] of Object.entries(entry)) if (!fields.includes(key)) define(rest, key, value);
  return rest;
}
