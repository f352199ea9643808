import type { FieldReader } from "../keys/fields.ts";
import { readObject } from "../keys/fields.ts";
import { complete, definedOnly, entries, type Scalars, type Tables, type Unchecked } from "../keys/keys.ts";
import { number, type Rule, flag as strictFlag } from "../keys/rules.ts";
import { stackSpans } from "../spans.ts";
import { showState } from "../states.ts";
import type { Report } from "../text/report.ts";
import type { State, Transition } from "../types.ts";
import { MOST_WEIGHT } from "../weights.ts";
import { checkStartStates, checkTotal } from "./tables.ts";

/*
 * Reads a configuration as the original does, for its own engine: only its keys, with its defaults and its number rules: doubles,
 * truncated toward zero where it needs whole numbers. Keys that it does not know are ignored.
 */

const LARGEST_INT = 2 ** 31 - 1;
const LARGEST_LONG = 2n ** 63n - 1n;
/** About 19 years, so that their seconds fit 32 bits. */
const MOST_MINUTES = 10_000_000;

/** The original's library unboxes `null` to the type's zero. */
function nullAs<T>(zero: T, rule: Rule<T>): Rule<T> {
  return { wants: rule.wants, read: (value, literal) => (value === null ? zero : rule.read(value, literal)) };
}

const real = nullAs(
  0,
  number("a number", () => true),
);
const seconds = nullAs(
  0,
  number("a number of 0 or more", (value) => value >= 0),
);
/** The original accepts a negative mean. Then the same user often stays first in its queue, at ever earlier times, and no other user gets a turn. */
const forward = nullAs(
  0,
  number(
    "a number of 0 or more: with a negative one time goes back within sessions, and the original's run may never end",
    (value) => value >= 0,
  ),
);
const probability = nullAs(
  0,
  number("a number from 0 to 1 (a probability)", (value) => value >= 0 && value <= 1),
);
const flag = nullAs(false, strictFlag);

/** Halves of surrogate pairs are written as escapes. */
const text: Rule<string> = {
  wants: "a string",
  read: (value) => (typeof value === "string" ? value : undefined),
};

/** The original prints a tag that is `null` as one. */
const tag: Rule<string | null> = {
  wants: text.wants,
  read: (value) => (value === null ? null : text.read(value, () => "")),
};

/** A value that is not a string counts as absent. */
const anyState: Rule<string> = {
  wants: text.wants,
  read: (value) => (typeof value === "string" ? value : ""),
};

/** A number that is truncated to its whole part. */
function cut(least: number, most: number): Rule<number> {
  const rule = nullAs(
    0,
    number(`a number from ${least} to ${most}`, (value) => value > least - 1 && value < most + 1),
  );
  return {
    wants: rule.wants,
    read: (value, literal) => {
      const given = rule.read(value, literal);
      return given && Math.trunc(given);
    },
  };
}

const int = cut(-LARGEST_INT - 1, LARGEST_INT);
const minutes = cut(-MOST_MINUTES, MOST_MINUTES);
const weight = cut(-MOST_WEIGHT - 1, MOST_WEIGHT);

/** The original reads the seed as a double, and clamps it to the range of 64 bits. */
const seed: Rule<bigint> = {
  wants: real.wants,
  read: (value, literal) => {
    const given = real.read(value, literal);
    if (given === undefined) return undefined;
    const whole = BigInt(Math.trunc(given));
    if (whole > LARGEST_LONG) return LARGEST_LONG;
    return whole < -LARGEST_LONG ? -LARGEST_LONG - 1n : whole;
  },
};

export function readCompatSchema(
  file: string,
  value: unknown,
  report: Report,
): { scalars: Scalars; tables: Tables } | undefined {
  const fields = readObject(value, [], undefined, report);
  return fields && { scalars: readScalars(file, fields), tables: readTables(fields) };
}

function readScalars(file: string, fields: FieldReader): Scalars {
  return {
    file,
    seed: fields.optional("seed", seed) ?? 0n,
    alphaSeconds: fields.optional("alpha", forward) ?? 60,
    betaSeconds: fields.optional("beta", seconds) ?? 259_200,
    damping: fields.optional("damping", real) ?? 0.0625,
    weekendDamping: fields.optional("weekend-damping", real) ?? 0.5,
    weekendDampingOffsetMinutes: fields.optional("weekend-damping-offset", minutes) ?? 6,
    weekendDampingScaleMinutes: fields.optional("weekend-damping-scale", minutes) ?? 6,
    sessionGapSeconds: fields.optional("session-gap", int) ?? 1800,
    newUserAuth: fields.optional("new-user-auth", text) ?? "Guest",
    newUserLevel: fields.optional("new-user-level", text) ?? "Free",
    churnedAuth: fields.optional("churned-state", anyState) ?? "",
    ...definedOnly({
      userCount: fields.optional("n-users", cut(0, LARGEST_INT)),
      firstUserId: fields.optional("first-user-id", int),
      growthRate: fields.optional("growth-rate", real),
      tag: fields.optional("tag", tag),
    }),
  };
}

function readTables(fields: FieldReader): Tables {
  return {
    showUserDetails: entries(fields, "show-user-details", undefined, (entry) => ({
      auth: entry.required("auth", text),
      show: entry.required("show", flag),
    })),
    levels: entries(fields, "levels", undefined, (entry) => ({
      level: entry.withDefault("level", text, ""),
      weight: entry.withDefault("weight", weight, 0),
    })),
    auths: entries(fields, "auths", undefined, (entry) => ({
      auth: entry.withDefault("auth", text, ""),
      weight: entry.withDefault("weight", weight, 0),
    })),
    newSession: entries(fields, "new-session", undefined, (entry) => ({
      ...readState(entry),
      weight: entry.required("weight", weight),
    })),
    transitions: entries(fields, "transitions", undefined, (entry) => ({
      source: readInnerState(entry, "source"),
      dest: readInnerState(entry, "dest"),
      probability: entry.required("p", probability),
    })),
  };
}

function readInnerState(entry: FieldReader, key: string): State | undefined {
  const fields = entry.inner(key, undefined);
  return fields && complete(readState(fields));
}

function readState(fields: FieldReader): Unchecked<State> {
  return {
    page: fields.required("page", text),
    auth: fields.required("auth", text),
    method: fields.withDefault("method", text, ""),
    status: fields.required("status", int),
    level: fields.withDefault("level", text, ""),
  };
}

/** Reports tables with which the original does not start. */
export function checkCompatTables(tables: Tables, report: Report): void {
  checkTotal(["levels"], tables.levels, report);
  checkTotal(["auths"], tables.auths, report);
  checkStartStates(tables, report);
  if (!tables.transitions.includes(undefined)) checkSums(tables.transitions as readonly Transition[], report);
}

/** Reports each state once whose sum is above 1, even if only by rounding. */
function checkSums(transitions: readonly Transition[], report: Report): void {
  const told = new Set<string>();
  stackSpans(transitions, (index, high) => {
    const state = showState((transitions[index] as Transition).source);
    if (told.has(state)) return;
    told.add(state);
    const text = `the probabilities from state ${state} add up to ${high}, with which the original does not start`;
    report.error(["transitions", index, "p"], `${text}; lower one of them`);
  });
}
