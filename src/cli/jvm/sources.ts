import type { Option } from "commander";
import { readText } from "../../config/file.ts";
import { ConfigDocument } from "../../config/text/document.ts";
import { Report } from "../../config/text/report.ts";
import { UsageError } from "../../system/errors.ts";
import { OPTION_GROUPS } from "../options.ts";
import { type Origin, Settings } from "./flags/parse.ts";
import { LOOKS_LIKE_JVM, VARIABLES } from "./wanted.ts";

/** An option of the JVM, and its source. */
export interface Given {
  text: string;
  origin: Origin;
}

const IGNORE = "IgnoreUnrecognizedVMOptions";

/** The words of a variable, as a shell would split them: quotes hold words together, a backslash is one. Throws UsageError. */
export function splitWords(text: string): string[] {
  const open = /["']/.exec(text.replace(/"[^"]*"|'[^']*'/g, ""))?.[0];
  if (open !== undefined) throw new UsageError(`a quote (${open}) is open at the end: close it`);
  const words = text.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  return words.map((word) => word.replace(/"([^"]*)"|'([^']*)'/g, "$1$2"));
}

/** The options of this program whose value is a word of its own, by each of their names. */
function namesWithValue(): ReadonlySet<string> {
  const options: Option[] = Object.values(OPTION_GROUPS).flat();
  const names = options.filter(({ required }) => required).flatMap(({ short, long }) => [short, long]);
  return new Set(names.filter((name) => name !== undefined));
}

/** Takes the options of the JVM out of the arguments, wherever they stand; what follows `--` is left alone. */
export function separate(args: readonly string[]): { args: string[]; given: Given[] } {
  const withValue = namesWithValue();
  const end = args.includes("--") ? args.indexOf("--") : args.length;
  const isOurs = (arg: string, index: number) =>
    index >= end || withValue.has(args[index - 1] ?? "") || !LOOKS_LIKE_JVM.test(arg);
  return {
    args: args.filter(isOurs),
    given: args.filter((arg, index) => !isOurs(arg, index)).map((text) => ({ text, origin: "command line" })),
  };
}

/** The options in EVENTSIM_OPTS and JAVA_OPTS. */
export function fromEnvironment(): Given[] {
  return VARIABLES.flatMap((name) => {
    try {
      return splitWords(process.env[name] ?? "").map((text): Given => ({ text, origin: name }));
    } catch (error) {
      throw error instanceof UsageError ? new UsageError(`${name}: ${error.message}`) : error;
    }
  });
}

/** The texts under a configuration's key "jvm"; none if they are invalid, which the configuration's reader reports. */
function keyOf(document: ConfigDocument): string[] {
  try {
    const options: unknown = (JSON.parse(document.text) as { jvm?: unknown }).jvm;
    return Array.isArray(options) && options.every((option) => typeof option === "string") ? options : [];
  } catch {
    return [];
  }
}

/** Adds line and column to the error of an option of the configuration. */
function addConfig(settings: Settings, file: string): void {
  const document = new ConfigDocument(file, readText(file));
  const report = new Report(document);
  keyOf(document).forEach((text, index) => {
    try {
      settings.add(text, "configuration");
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      report.error(["jvm", index], error.message.replace("\n", "; "));
    }
  });
  if (report.failed) throw new UsageError(report.errorLines().join("\n"));
}

function ignoresUnknown(given: readonly Given[]): boolean {
  const last = given.findLast(({ text }) => text === `-XX:+${IGNORE}` || text === `-XX:-${IGNORE}`);
  return last?.text.startsWith("-XX:+") ?? false;
}

/**
 * Reads all options, the weakest first: configuration, JAVA_OPTS, EVENTSIM_OPTS, command line.
 * @param config a file with a key "jvm", if there is one
 * @throws UsageError in the JVM's words, with the option's source unless that is the command line
 */
export function readSettings(given: readonly Given[], config?: string): Settings {
  const settings = new Settings(ignoresUnknown(given));
  if (config !== undefined) addConfig(settings, config);
  for (const { text, origin } of given) {
    try {
      settings.add(text, origin);
    } catch (error) {
      if (!(error instanceof UsageError) || origin === "command line") throw error;
      throw new UsageError(`${origin}: ${error.message}`);
    }
  }
  return settings;
}
