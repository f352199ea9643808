import type { Report } from "../text/report.ts";
import type { Config, State, Transition, WeightedState } from "../types.ts";
import { MOST_WEIGHT } from "../weights.ts";
import { type FieldReader, readObject } from "./fields.ts";
import { country, dateTime, flag, integer, integer64, number, options, text } from "./rules.ts";

const MINUTES_PER_DAY = 1440;

const SCALAR_KEYS = [
  "seed",
  "alpha",
  "beta",
  "damping",
  "weekend-damping",
  "weekend-damping-offset",
  "weekend-damping-scale",
  "session-gap",
  "start-date",
  "end-date",
  "n-users",
  "first-user-id",
  "growth-rate",
  "tag",
  "holidays",
  "churned-state",
  "new-user-auth",
  "new-user-level",
] as const;

export const TABLE_KEYS = ["show-user-details", "levels", "auths", "new-session", "transitions"] as const;

export type TableKey = (typeof TABLE_KEYS)[number];

/** The address of a JSON Schema, which editors read. */
const SCHEMA_KEY = "$schema";

/** What people write about a configuration, in any form. */
export const COMMENT_KEY = "_comment";

/** Accepted and never read: the schema, a comment, and two lists that the original's files carry, empty. */
export const IGNORED_KEYS = [SCHEMA_KEY, COMMENT_KEY, "upgrades", "downgrades"] as const;

/** Options of the JVM; they change no byte of the output, so they are not part of the config. `src/cli/jvm/sources.ts` reads them. */
const JVM_KEY = "jvm";

/** Every key that a configuration may have. */
export const ROOT_KEYS: ReadonlySet<string> = new Set<string>([
  ...SCALAR_KEYS,
  JVM_KEY,
  ...TABLE_KEYS,
  ...IGNORED_KEYS,
]);
const STATE_KEYS = new Set(["page", "auth", "method", "status", "level"]);
const DETAIL_KEYS = new Set(["auth", "show"]);
const LEVEL_KEYS = new Set(["level", "weight"]);
const AUTH_KEYS = new Set(["auth", "weight"]);
const START_KEYS = new Set([...STATE_KEYS, "weight"]);
const TRANSITION_KEYS = new Set(["source", "dest", "p"]);

/** The keys that are not tables, with defaults filled in. */
export type Scalars = Omit<Config, "showUserDetails" | "levels" | "auths" | "newSession" | "transitions">;

/** A list of the file, in its order, with undefined for each entry that is wrong and has been reported. */
export type Entries<T> = readonly (T | undefined)[];

/** The five tables as the file has them. A table that is missing or not a list has one undefined entry. */
export interface Tables {
  showUserDetails: Entries<{ auth: string; show: boolean }>;
  levels: Entries<{ level: string; weight: number }>;
  auths: Entries<{ auth: string; weight: number }>;
  newSession: Entries<WeightedState>;
  transitions: Entries<Transition>;
}

/** Reads the keys and checks types, ranges and names; checks across entries come later. */
export function readSchema(
  file: string,
  value: unknown,
  report: Report,
): { scalars: Scalars; tables: Tables } | undefined {
  const fields = readObject(value, [], ROOT_KEYS, report);
  return fields && readKeys(file, fields);
}

/** Reads all keys from the fields of a file, or of something that records what is asked of it. */
export function readKeys(file: string, fields: FieldReader): { scalars: Scalars; tables: Tables } {
  fields.optional(JVM_KEY, options);
  return { scalars: readScalars(file, fields), tables: readTables(fields) };
}

const share = (what: string) =>
  number(`a number from 0 to 1 (${what})`, (value) => value >= 0 && value <= 1, { minimum: 0, maximum: 1 });
const seconds = (what: string) => number(`a number above 0 (${what})`, (value) => value > 0, { exclusiveMinimum: 0 });
const weight = number(`a number from 0 to ${MOST_WEIGHT}`, (value) => value >= 0 && value <= MOST_WEIGHT, {
  ...{ minimum: 0, maximum: MOST_WEIGHT },
});
/** Those of HTTP have three digits; the original takes any that fits 32 bits. */
const status = integer("a status, such as 200", -(2 ** 31), 2 ** 31 - 1);
const probability = share("a probability");

function readScalars(file: string, fields: FieldReader): Scalars {
  return {
    file,
    seed: fields.optional("seed", integer64) ?? 0n,
    alphaSeconds: fields.optional("alpha", seconds("mean seconds between two events of a session")) ?? 60,
    betaSeconds: fields.optional("beta", seconds("mean seconds between two sessions")) ?? 259_200,
    damping: fields.optional("damping", share("part of a day")) ?? 0.0625,
    weekendDamping: fields.optional("weekend-damping", share("part of the sessions")) ?? 0.5,
    weekendDampingOffsetMinutes: fields.optional("weekend-damping-offset", integer("minutes", 0, MINUTES_PER_DAY)) ?? 6,
    // The ramp starts at most a day before the weekend and only looks at the days next to it: two days hold it.
    weekendDampingScaleMinutes:
      fields.optional("weekend-damping-scale", integer("minutes", 1, 2 * MINUTES_PER_DAY)) ?? 6,
    sessionGapSeconds: fields.optional("session-gap", integer("seconds", 1, 2 ** 31 - 1)) ?? 1800,
    newUserAuth: fields.optional("new-user-auth", text) ?? "Guest",
    newUserLevel: fields.optional("new-user-level", text) ?? "free",
    ...definedOnly({
      startDate: fields.optional("start-date", dateTime),
      endDate: fields.optional("end-date", dateTime),
      userCount: fields.optional("n-users", integer("", 1, Number.MAX_SAFE_INTEGER)),
      firstUserId: fields.optional("first-user-id", integer("", 0, Number.MAX_SAFE_INTEGER)),
      growthRate: fields.optional(
        "growth-rate",
        number("a number of 0 or more (part of the users)", (rate) => rate >= 0, { minimum: 0 }),
      ),
      tag: fields.optional("tag", text),
      holidays: fields.optional("holidays", country),
      churnedAuth: fields.optional("churned-state", text),
    }),
  };
}

function readTables(fields: FieldReader): Tables {
  return {
    showUserDetails: entries(fields, "show-user-details", DETAIL_KEYS, (entry) => ({
      auth: entry.required("auth", text),
      show: entry.required("show", flag),
    })),
    levels: entries(fields, "levels", LEVEL_KEYS, (entry) => ({
      level: entry.withDefault("level", text, ""),
      weight: entry.required("weight", weight),
    })),
    auths: entries(fields, "auths", AUTH_KEYS, (entry) => ({
      auth: entry.required("auth", text),
      weight: entry.required("weight", weight),
    })),
    newSession: entries(fields, "new-session", START_KEYS, (entry) => ({
      ...readState(entry),
      weight: entry.required("weight", weight),
    })),
    transitions: entries(fields, "transitions", TRANSITION_KEYS, (entry) => ({
      source: readInnerState(entry, "source"),
      dest: readInnerState(entry, "dest"),
      probability: entry.required("p", probability),
    })),
  };
}

/** The result of an entry's reader, any part of which may be missing because it was wrong. */
export type Unchecked<T> = { [Key in keyof T]: T[Key] | undefined };

export function entries<T extends object>(
  fields: FieldReader,
  key: (typeof TABLE_KEYS)[number],
  known: ReadonlySet<string> | undefined,
  read: (entry: FieldReader) => Unchecked<T>,
): Entries<T> {
  return (
    fields.list(key, known)?.map((entry) => (fields.isFull ? undefined : entry && complete(read(entry)))) ?? [undefined]
  );
}

function readInnerState(entry: FieldReader, key: string): State | undefined {
  const fields = entry.inner(key, STATE_KEYS);
  return fields && complete(readState(fields));
}

/** A site without methods or levels may leave them out: the original then takes empty ones. */
function readState(fields: FieldReader): Unchecked<State> {
  return {
    page: fields.required("page", text),
    auth: fields.required("auth", text),
    method: fields.withDefault("method", text, ""),
    status: fields.required("status", status),
    level: fields.withDefault("level", text, ""),
  };
}

export function complete<T extends object>(value: Unchecked<T>): T | undefined {
  return Object.values(value).includes(undefined) ? undefined : (value as T);
}

type Defined<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

export function definedOnly<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Defined<T>;
}
