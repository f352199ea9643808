import { UsageError } from "../../system/errors.ts";
import { type Entry, entriesOf, type Setting, settingsOf, tablesOf } from "../content/content.ts";
import { readText } from "../file.ts";
import { type FieldReader, type Fields, type Known, readObject } from "../keys/fields.ts";
import { ROOT_KEYS, readKeys, TABLE_KEYS, type TableKey } from "../keys/keys.ts";
import type { Rule } from "../keys/rules.ts";
import { ConfigDocument } from "../text/document.ts";
import { Report } from "../text/report.ts";
import { parseValue } from "../text/syntax.ts";
import { nameOf } from "./names.ts";

/** The key of an entry of each table that is no part of its name; null there removes the entry. */
export const VALUE_KEYS: Readonly<Record<TableKey, string>> = {
  "show-user-details": "show",
  levels: "weight",
  auths: "weight",
  "new-session": "weight",
  transitions: "p",
};

const REMOVABLE: ReadonlySet<string> = new Set(Object.values(VALUE_KEYS));

/** A file that says a part of a configuration, or all of it. */
export interface Part {
  document: ConfigDocument;
  /** With null where a key is to be removed. */
  settings: readonly Setting[];
  /** In the file's order. Those to be removed lack their value. */
  tables: Readonly<Record<TableKey, readonly Entry[]>>;
}

function orNull<T>(rule: Rule<T>): Rule<T> {
  return {
    wants: `${rule.wants}, or null to remove the entry`,
    read: (value, literal) => (value === null ? (null as T) : rule.read(value, literal)),
  };
}

/** Reads the keys of a configuration where all may be absent, and, in an overlay, the values of entries null. */
class PartFields implements FieldReader {
  constructor(
    private readonly fields: Fields,
    private readonly object: Entry,
    private readonly isOverlay: boolean,
  ) {}

  optional<T>(key: string, rule: Rule<T>): T | undefined {
    return this.fields.optional(key, rule);
  }

  required<T>(key: string, rule: Rule<T>): T | undefined {
    return this.fields.required(key, this.isOverlay && REMOVABLE.has(key) ? orNull(rule) : rule);
  }

  withDefault<T>(key: string, rule: Rule<T>, fallback: T): T | undefined {
    return this.fields.withDefault(key, rule, fallback);
  }

  inner(key: string, known: Known): FieldReader | undefined {
    return this.fields.inner(key, known);
  }

  list(key: string, known: Known): (FieldReader | undefined)[] | undefined {
    if (!Object.hasOwn(this.object, key)) return [];
    return this.fields.list(key, known)?.map((entry) => entry && new PartFields(entry, {}, this.isOverlay));
  }

  get isFull(): boolean {
    return this.fields.isFull;
  }
}

/** Of the entries of one name, only the last would count. */
function reportRepeated(tables: Part["tables"], report: Report): void {
  for (const table of TABLE_KEYS) {
    const first = new Map<string, number>();
    for (const [index, entry] of tables[table].entries()) {
      const name = nameOf(table, entry);
      const known = first.get(name);
      if (known === undefined) first.set(name, index);
      else report.error([table, index], () => `is ${report.within([table, known])} already; keep one of the two`);
    }
  }
}

/**
 * Reads a file that says a part of a configuration, and checks what it says for itself. Throws UsageError with a line for each error.
 * @param isOverlay whether the file changes another one, so that it has to name each entry once
 */
export function readPart(path: string, isOverlay: boolean, text = readText(path)): Part {
  const document = new ConfigDocument(path, text);
  const report = new Report(document);
  const refuse = () => new UsageError(report.errorLines().join("\n"));
  const read = parseValue(document, report);
  const fields = read && readObject(read.value, [], ROOT_KEYS, report);
  if (fields === undefined) throw refuse();
  const value = read!.value as Entry;
  readKeys(path, new PartFields(fields, value, isOverlay));
  if (report.failed) throw refuse();
  const tables = tablesOf((key) => entriesOf(key, value[key] ?? []));
  if (isOverlay) reportRepeated(tables, report);
  if (report.failed) throw refuse();
  return { document, settings: settingsOf(value, document), tables };
}
