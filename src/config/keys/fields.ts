import { nearest } from "../../system/nearest.ts";
import { printable, quoted } from "../../system/printable.ts";
import type { Path } from "../text/places.ts";
import type { Report } from "../text/report.ts";
import type { Rule } from "./rules.ts";

/** A message that lists more keys than this hides what it says. */
const MOST_LISTED = 8;
/** An unknown key this close to a known one was meant to be that one. */
const MOST_SLIPS = 2;

/** The keys that an object may have; undefined if other keys are ignored. */
export type Known = ReadonlySet<string> | undefined;

type JsonObject = Readonly<Record<string, unknown>>;

/** Where keys are read from; `optional`, `required` and the others are as in Fields. */
export interface FieldReader {
  optional<T>(key: string, rule: Rule<T>): T | undefined;
  required<T>(key: string, rule: Rule<T>): T | undefined;
  withDefault<T>(key: string, rule: Rule<T>, fallback: T): T | undefined;
  inner(key: string, known: Known): FieldReader | undefined;
  list(key: string, known: Known): (FieldReader | undefined)[] | undefined;
  readonly isFull: boolean;
}

/** The fields of one object, each read by its rule. */
export class Fields implements FieldReader {
  constructor(
    private readonly object: JsonObject,
    private readonly path: Path,
    private readonly report: Report,
  ) {}

  /** Returns undefined if the key is absent, or wrong and reported. `null` counts as absent unless the rule accepts it. */
  optional<T>(key: string, rule: Rule<T>): T | undefined {
    return this.withDefault<T | undefined>(key, rule, undefined);
  }

  /** Returns undefined if the key is absent or wrong; both are reported. */
  required<T>(key: string, rule: Rule<T>): T | undefined {
    if (this.has(key)) return this.read(key, rule);
    this.reportMissing(key, rule.wants);
    return undefined;
  }

  /** Returns the fallback if the key is absent, undefined if it is wrong and reported. `null` counts as absent unless the rule accepts it. */
  withDefault<T>(key: string, rule: Rule<T>, fallback: T): T | undefined {
    if (!this.has(key) || (this.object[key] === null && rule.read(null, () => "null") === undefined)) return fallback;
    return this.read(key, rule);
  }

  private read<T>(key: string, rule: Rule<T>): T | undefined {
    const given = this.object[key];
    const value = rule.read(given, () => this.report.literalAt([...this.path, key]));
    if (value === undefined) reportWrong(given, [...this.path, key], rule.wants, this.report);
    return value;
  }

  /** The object under a required key. */
  inner(key: string, known: Known): Fields | undefined {
    if (this.has(key)) return readObject(this.object[key], [...this.path, key], known, this.report);
    this.reportMissing(key, objectOf(known));
    return undefined;
  }

  /** The entries of the array of objects under a required key, in order, with undefined for an entry that is not an object. */
  list(key: string, known: Known): (Fields | undefined)[] | undefined {
    const given = this.object[key];
    const path = [...this.path, key];
    if (Array.isArray(given))
      return given.map((entry, index) => readObject(entry, [...path, index], known, this.report));
    const wants = `an array, each entry ${objectOf(known)}`;
    if (this.has(key)) reportWrong(given, path, wants, this.report);
    else this.reportMissing(key, wants);
    return undefined;
  }

  /** Whether the report can show no further error, so that checks may stop. */
  get isFull(): boolean {
    return this.report.isFull;
  }

  private has(key: string): boolean {
    return Object.hasOwn(this.object, key);
  }

  private reportMissing(key: string, wants: string): void {
    this.report.error([...this.path, key], () => `missing; give ${wants}`);
  }
}

/** Checks that a value is an object with known keys only. */
export function readObject(value: unknown, path: Path, known: Known, report: Report): Fields | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    reportWrong(value, path, objectOf(known), report);
    return undefined;
  }
  const unknown = known === undefined ? [] : Object.keys(value).filter((key) => !known.has(key));
  if (known !== undefined && unknown.length > 0) {
    const absent = [...known].filter((key) => !Object.hasOwn(value, key));
    for (const key of unknown) reportUnknown(key, [...path, key], absent, report);
  }
  return new Fields(value as JsonObject, path, report);
}

/** The original's configurations have keys that it ignores, and so do we; this warns of a typing error that would be ignored, too. */
function reportUnknown(key: string, path: Path, absent: readonly string[], report: Report): void {
  const near = nearest(key, absent, MOST_SLIPS);
  if (near === undefined) report.warningAtKey(path, () => `unknown key ${quoted(key)}; it is ignored`);
  else report.errorAtKey(path, () => `unknown key ${quoted(key)}; did you mean ${quoted(near)}?`);
}

function reportWrong(value: unknown, path: Path, wants: string, report: Report): void {
  report.error(path, () => `found ${describe(value, path, report)}; give ${wants}`);
}

/** Describes a value, with numbers as the file writes them: 1e999 becomes Infinity when it is parsed. */
function describe(value: unknown, path: Path, report: Report): string {
  if (typeof value === "number") return printable(report.literalAt(path), 60);
  if (typeof value === "string") return `the string ${quoted(value)}`;
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" && value !== null ? "an object" : String(value);
}

function objectOf(known: Known): string {
  return known === undefined || known.size > MOST_LISTED
    ? "an object in braces"
    : `an object with ${[...known].join(", ")}`;
}
