import { readFileSync } from "node:fs";
import { UsageError } from "../../system/errors.ts";
import type { Measured, Site } from "../measure.ts";
import type { Row } from "../row.ts";
import type { Machine } from "./machine.ts";

export const KIND = "eventsim bench";
/** Version of the format; it increases when older programs can no longer read it. */
export const FORMAT = 1;

/** The part of `--json`'s output that is read again. */
export interface BenchResult extends Measured {
  machine: Machine;
}

function isPositive(value: unknown): boolean {
  return typeof value === "number" && value > 0 && Number.isFinite(value);
}

function isRow(value: unknown): value is Row {
  const { name, what, kind, samples, ...row } = (value ?? {}) as Record<string, unknown>;
  const isText = [name, what].every((text) => typeof text === "string");
  const areBytes = [row.rawBytes, row.bytes].every((bytes) => bytes === 0 || isPositive(bytes));
  const areSamples = Array.isArray(samples) && samples.length > 0 && samples.every(isPositive);
  const isKnown = kind === "stage" || kind === "whole";
  return isText && isKnown && isPositive(row.workers) && isPositive(row.events) && areBytes && areSamples;
}

function isSite(value: unknown): value is Site {
  const { config, configHash, users } = (value ?? {}) as Record<string, unknown>;
  return typeof config === "string" && typeof configHash === "string" && isPositive(users);
}

function isMachine(value: unknown): value is Machine {
  const { cpu, cores, node, version, engineVersion, date } = (value ?? {}) as Record<string, unknown>;
  return [cpu, node, version, engineVersion, date].every((text) => typeof text === "string") && isPositive(cores);
}

/** The problem with an object that should be a result; undefined if there is none. */
function problemOf(object: Record<string, unknown>): string | undefined {
  const { kind, format, machine, site, rows, notes } = object;
  if (kind !== KIND) return "is no result of eventsim bench";
  if (format !== FORMAT) return `has format ${format}, and this program reads format ${FORMAT}`;
  if (!isMachine(machine)) return 'has no "machine" as it is written';
  if (!isSite(site)) return 'has no "site" as it is written';
  if (!Array.isArray(notes)) return 'has no "notes" as they are written';
  if (!Array.isArray(rows) || rows.length === 0) return "has no rows";
  const damaged = rows.findIndex((row) => !isRow(row));
  return damaged < 0 ? undefined : `has a row that is not as it is written, number ${damaged + 1} of "rows"`;
}

/** Reads the output of `--json`. Throws UsageError if the file is not such an output. */
export function readResult(path: string): BenchResult {
  const advice = "name a file that eventsim bench --json has written";
  let object: unknown;
  try {
    object = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    const what = error instanceof SyntaxError ? "is not JSON" : "cannot be read";
    throw new UsageError(`${path}: ${what} (${(error as Error).message}); ${advice}`);
  }
  const isObject = typeof object === "object" && object !== null;
  const problem = isObject ? problemOf(object as Record<string, unknown>) : "is no result of eventsim bench";
  if (problem !== undefined) throw new UsageError(`${path}: ${problem}; ${advice}`);
  return object as BenchResult;
}
