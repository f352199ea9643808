import { UsageError } from "../errors.ts";
import { checkCompatTables, readCompatSchema } from "./compat.ts";
import { ConfigDocument } from "./document.ts";
import { readText } from "./file.ts";
import { type StateGraph, stateGraph } from "./graph.ts";
import { checkNames, knownNames } from "./names.ts";
import {
  type Beginning,
  follow,
  growthBeginning,
  initialBeginnings,
  reportMissingStart,
  warnNeverLeft,
  warnUnreachable,
} from "./reach.ts";
import { Report } from "./report.ts";
import { checkScalars } from "./scalars.ts";
import { readSchema, type Scalars, type Tables } from "./schema.ts";
import { parseValue } from "./syntax.ts";
import { checkTables } from "./tables.ts";
import type { Config } from "./types.ts";

/** Where the keys of each config stand, for checks that wait for the command line. */
const documents = new WeakMap<Config, ConfigDocument>();

/**
 * Reads and checks a config file. Warnings are lines `file:line:column: key: what is odd, what to do`.
 * Throws one UsageError with such a line for each thing that is wrong, in the order of the file.
 */
export function readConfig(path: string): { config: Config; warnings: string[] } {
  const document = new ConfigDocument(path, readText(path));
  const report = new Report(document);
  const parsed = parseValue(document, report);
  const schema = parsed && readSchema(path, parsed.value, report);
  const config = schema && checked(schema.scalars, schema.tables, report);
  if (config === undefined || report.failed) throw new UsageError(report.errorLines().join("\n"));
  documents.set(config, document);
  return { config, warnings: report.warningLines() };
}

/**
 * The lines of a UsageError, none if all is well, for a growth that the command line sets: new users need start states
 * too, from their first session on.
 */
export function checkGrowthStart(config: Config): string[] {
  const report = new Report(documents.get(config) ?? new ConfigDocument(config.file, ""));
  const beginnings = [growthBeginning(config, ["new-user-auth"])];
  follow(stateGraph(config), beginnings, config.churnedAuth, (beginning) => reportMissingStart(beginning, report));
  return report.errorLines();
}

/**
 * The same for the original's engine: all that the original starts with is accepted as it takes it, and no warnings are given. A
 * configuration at which it stops later (a session start that is missing, an auth that show-user-details lacks) runs that far.
 */
export function readCompatConfig(path: string): Config {
  const document = new ConfigDocument(path, readText(path));
  const report = new Report(document);
  const parsed = parseValue(document, report, true);
  const schema = parsed && readCompatSchema(path, parsed.value, report);
  if (schema) checkCompatTables(schema.tables, report);
  if (schema === undefined || report.failed || !isComplete(schema.tables))
    throw new UsageError(report.errorLines().join("\n"));
  return configOf(schema.scalars, schema.tables);
}

/** Undefined when the tables have holes: then the ways through them cannot be judged, and no config comes of them. */
function checked(scalars: Scalars, tables: Tables, report: Report): Config | undefined {
  checkScalars(scalars, report);
  checkTables(tables, report);
  checkNames(scalars, tables, report);
  if (!isComplete(tables)) return undefined;
  const config = configOf(scalars, tables);
  checkWays(config, report);
  return config;
}

function configOf(scalars: Scalars, { showUserDetails, ...others }: Complete<Tables>): Config {
  return {
    ...scalars,
    ...others,
    showUserDetails: new Map(showUserDetails.map(({ auth, show }) => [auth, show])),
  };
}

type Complete<T> = {
  [Key in keyof T]: T[Key] extends readonly (infer Entry)[] ? readonly Exclude<Entry, undefined>[] : never;
};

function isComplete(tables: Tables): tables is Complete<Tables> {
  return Object.values(tables).every((table) => !table.includes(undefined));
}

function checkWays(config: Config, report: Report): void {
  const graph = stateGraph(config);
  const beginnings = config.newSession.length === 0 ? [] : certainBeginnings(config);
  follow(graph, beginnings, config.churnedAuth, (beginning) => reportMissingStart(beginning, report));
  if (report.failed) return;
  const reached = reachedWithGrowth(graph, config, beginnings);
  warnUnreachable(graph, reached, report);
  warnNeverLeft(graph, reached, report);
}

/** Auths and levels that no state has are errors of their own. */
function certainBeginnings(config: Config): Beginning[] {
  const known = knownNames(config);
  const initial = initialBeginnings(config).filter(
    ({ auth, level }) => known.auths.has(auth) && known.levels.has(level),
  );
  const grows = config.growthRate !== undefined && config.growthRate > 0;
  return grows ? [...initial, growthBeginning(config, ["new-user-auth"])] : initial;
}

/** The command line may still turn growth on, so what only new users reach is no mistake. */
function reachedWithGrowth(graph: StateGraph, config: Config, beginnings: readonly Beginning[]): ReadonlySet<number> {
  return follow(graph, [...beginnings, growthBeginning(config, [])], config.churnedAuth, () => {});
}
