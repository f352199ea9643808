import { availableParallelism } from "node:os";
import { ENGINE_VERSION } from "../../../config/engine.ts";
import { defaultLimit } from "../../../memory/budget.ts";
import type { Machine } from "../../../system/machine.ts";
import { programVersion } from "../../../system/root.ts";
import { COLLECTORS } from "./collector-flags.ts";
import type { Flag } from "./flag.ts";
import type { Settings } from "./parse.ts";
import { INERT_OPTIONS, PRINTING_OPTIONS, type ShortOption, SIZE_OPTIONS } from "./short-options.ts";
import { FLAGS } from "./table.ts";

const NAME_WIDTH = 34;
const VALUE_WIDTH = 14;
const ORIGIN_WIDTH = 16;
const USAGE_WIDTH = 44;

/** The values determined at the start for options that were not set. */
function ergonomic({ name }: Flag, settings: Settings, { limit, processors }: Machine): string | undefined {
  if (name === "MaxHeapSize") return String((limit ?? defaultLimit()).byteLength);
  if (name === "ActiveProcessorCount") return String(processors ?? availableParallelism());
  const isChosen = Object.keys(COLLECTORS).some((collector) => settings.isOn(collector));
  return name === "UseG1GC" && isChosen ? "false" : undefined;
}

function flagLine(flag: Flag, value: string, origin: string): string {
  const { name, kind, effect, isInert } = flag;
  const left = `${kind.padStart(9)} ${name.padEnd(NAME_WIDTH)} = ${value.replaceAll("\n", ";").padEnd(VALUE_WIDTH)}`;
  return `${left} ${`{${origin}}`.padEnd(ORIGIN_WIDTH)} ${isInert ? "no effect: " : ""}${effect}`;
}

/** The table of `-XX:+PrintFlagsFinal`: a JVM's columns, and each flag's effect here. */
export function flagTable(settings: Settings, machine: Machine): string[] {
  const lines = [...FLAGS.values()].map((flag) => {
    const given = settings.flags.get(flag.name);
    if (given !== undefined) return flagLine(flag, given.value, given.origin);
    const found = ergonomic(flag, settings, machine);
    return flagLine(flag, found ?? flag.initial, found === undefined ? "default" : "ergonomic");
  });
  return ["[Global flags]", ...lines];
}

/** The table of `-XX:+PrintFlagsInitial`. */
export function initialTable(): string[] {
  return ["[Global flags]", ...[...FLAGS.values()].map((flag) => flagLine(flag, flag.initial, "default"))];
}

/** The line of `-XX:+PrintCommandLineFlags`: the options that were set, and the resulting limit. */
export function givenFlags(settings: Settings, { limit }: Machine): string {
  const given = new Map([...settings.flags].map(([name, { value }]) => [name, value]));
  given.set("MaxHeapSize", String((limit ?? defaultLimit()).byteLength));
  return [...given]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) =>
      FLAGS.get(name)?.kind === "bool" ? `-XX:${value === "true" ? "+" : "-"}${name}` : `-XX:${name}=${value}`,
    )
    .join(" ");
}

function optionLines(options: readonly ShortOption[]): string[] {
  return options.map(({ usage, effect }) => {
    const left = `    ${usage}`;
    return left.length < USAGE_WIDTH
      ? `${left.padEnd(USAGE_WIDTH)} ${effect}`
      : `${left}\n${" ".repeat(USAGE_WIDTH)} ${effect}`;
  });
}

/** The table of `-X`. */
export function shortTable(): string[] {
  return [
    "Memory:",
    ...optionLines(SIZE_OPTIONS),
    "What is printed:",
    ...optionLines(PRINTING_OPTIONS),
    "Accepted without effect:",
    ...optionLines(INERT_OPTIONS),
    "Of -XX options there are more: -XX:+PrintFlagsFinal -version prints them, with values and effects.",
    'They may also stand in EVENTSIM_OPTS, in JAVA_OPTS and - those of memory, collector and processors - in the configuration\'s key "jvm"; the command line is the strongest.',
  ];
}

/** The lines of `-version`. */
export function versions(): string[] {
  const { node, v8 } = process.versions;
  return [
    `eventsim version "${programVersion()}", engine version ${ENGINE_VERSION}`,
    `Node.js ${node}, V8 ${v8}, ${process.platform} ${process.arch}`,
  ];
}
