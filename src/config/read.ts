import { UsageError } from "../system/errors.ts";
import { checkCompatTables, readCompatSchema } from "./checks/compat.ts";
import { type StateGraph, stateGraph } from "./checks/graph.ts";
import { checkAllHaveDetails, checkNames, type KnownNames, knownNames } from "./checks/names.ts";
import {
  type Beginning,
  follow,
  growthBeginning,
  initialBeginnings,
  reportMissingStart,
  warnNeverLeft,
  warnUnreachable,
} from "./checks/reach.ts";
import { checkScalars } from "./checks/scalars.ts";
import { checkTables } from "./checks/tables.ts";
import { readText } from "./file.ts";
import { readSchema, type Scalars, type Tables } from "./keys/keys.ts";
import { stateKey } from "./states.ts";
import { ConfigDocument } from "./text/document.ts";
import { Report, type Source } from "./text/report.ts";
import { parseValue } from "./text/syntax.ts";
import type { Config } from "./types.ts";
import { withWholeWeights } from "./weights.ts";

/** After this many missing starts the check stops: the remaining states no longer matter. */
const MOST_MISSING = 100_000;

/** The positions of each config's keys, for checks that wait for the command line. */
const documents = new WeakMap<Config, Source>();

export interface ReadConfig {
  config: Config;
  /** Lines `file:line:column: key: problem, remedy`. */
  warnings: string[];
}

export interface WholeConfig extends ReadConfig {
  value: unknown;
  document: ConfigDocument;
}

/**
 * Reads and checks a config file, or the text passed in its place.
 * Throws one UsageError with such a line for each error, in the order of the file.
 */
export function readConfig(path: string, given?: string): ReadConfig {
  return readDocument(new ConfigDocument(path, given ?? readText(path)));
}

/** The same with the parsed text, whose keys and entries include those that are ignored. */
export function readWhole(path: string): WholeConfig {
  return readDocument(new ConfigDocument(path, readText(path)));
}

function readDocument(document: ConfigDocument): WholeConfig {
  const report = new Report(document);
  const read = parseValue(document, report);
  if (read === undefined) throw new UsageError(report.errorLines().join("\n"));
  // Errors of the syntax that hide no others, such as comments, are reported with these.
  return { ...checkValue(document, read.value, report), value: read.value, document };
}

/** Checks a parsed configuration, whatever its source. Throws UsageError with a line for each error, in the order of the source. */
export function checkValue(source: Source, value: unknown, report = new Report(source)): ReadConfig {
  const schema = readSchema(source.file, value, report);
  const config = schema && checked(schema.scalars, schema.tables, report);
  if (config === undefined || report.failed) throw new UsageError(report.errorLines().join("\n"));
  const whole = withWholeWeights(config);
  documents.set(whole, source);
  return { config: whole, warnings: report.warningLines() };
}

/**
 * Returns the lines of a UsageError, none if there is no error, for a growth that the command line sets: new users need start states
 * too, from their first session on.
 */
export function checkGrowthStart(config: Config): string[] {
  const report = new Report(documents.get(config) ?? new ConfigDocument(config.file, ""));
  const beginnings = [growthBeginning(config, ["new-user-auth"])];
  follow(stateGraph(config), beginnings, config.churnedAuth, reporting(report));
  return report.errorLines();
}

/**
 * The same for the original's engine: accepts every configuration with which the original starts, without warnings. A
 * configuration at which it stops later (a missing session start, an auth that show-user-details lacks) runs up to that point.
 */
export function readCompatConfig(path: string, given?: string): Config {
  const document = new ConfigDocument(path, given ?? readText(path));
  const report = new Report(document);
  const parsed = parseValue(document, report, true);
  const schema = parsed && readCompatSchema(path, parsed.value, report);
  if (schema) checkCompatTables(schema.tables, report);
  if (schema === undefined || report.failed || !isComplete(schema.tables))
    throw new UsageError(report.errorLines().join("\n"));
  return configOf(schema.scalars, schema.tables);
}

/** Returns undefined if an entry of the tables was wrong: then the paths through them cannot be checked. */
function checked(scalars: Scalars, tables: Tables, report: Report): Config | undefined {
  checkScalars(scalars, report);
  checkTables(tables, report);
  const known = knownNames(tables);
  checkNames(scalars, tables, known, report);
  if (!isComplete(tables)) return undefined;
  const config = configOf(scalars, tables);
  checkWays(config, tables, known, report);
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

/** Reports missing starts until there are too many to show. */
function reporting(report: Report): (beginning: Beginning) => boolean {
  return (beginning) => {
    reportMissingStart(beginning, report);
    return !report.isFull;
  };
}

function checkWays(config: Config, tables: Tables, known: KnownNames, report: Report): void {
  const graph = stateGraph(config);
  const beginnings = () => (config.newSession.length > 0 ? certainBeginnings(config, known) : []);
  follow(graph, beginnings(), config.churnedAuth, reporting(report));
  const reached = reachedWithGrowth(graph, config, beginnings());
  const reachedAuths = new Set([...reached].map((index) => graph.states[index]!.state.auth));
  checkAllHaveDetails(tables, known, (auth) => reachedAuths.has(auth), report);
  if (report.failed) return;
  warnUnreachable(graph, reached, report);
  warnNeverLeft(graph, reached, report);
}

/** Auths and levels that no state has are errors of their own. */
function* certainBeginnings(config: Config, known: KnownNames): Generator<Beginning> {
  const levels = config.levels.filter(({ level }) => known.levels.has(level));
  // In the file's places: a hole for each auth that no state has.
  const auths = config.auths.map((entry) => (known.auths.has(entry.auth) ? entry : { ...entry, weight: 0 }));
  yield* initialBeginnings({ auths, levels });
  if ((config.growthRate ?? 0) > 0) yield growthBeginning(config, ["new-user-auth"]);
}

/** The states that a user of the configuration can get to, by `stateKey`; those that only users who arrive get to are among them. */
export function reachedStates(config: Config): ReadonlySet<string> {
  const graph = stateGraph(config);
  const reached = reachedWithGrowth(graph, config, certainBeginnings(config, knownNames(config)));
  return new Set([...reached].map((index) => stateKey(graph.states[index]!.state)));
}

/** The command line may still turn growth on, so states that only new users reach are not an error. */
function reachedWithGrowth(graph: StateGraph, config: Config, beginnings: Iterable<Beginning>): ReadonlySet<number> {
  let missing = 0;
  const all = function* () {
    yield growthBeginning(config, []);
    yield* beginnings;
  };
  return follow(graph, all(), config.churnedAuth, () => ++missing < MOST_MISSING);
}
