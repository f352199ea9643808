import { UsageError } from "../../../system/errors.ts";
import type { LogSettings } from "../../../system/machine.ts";
import { nearest } from "../../../system/nearest.ts";
import { quoted } from "../../../system/printable.ts";
import { COLLECTORS } from "./collector-flags.ts";
import type { Flag } from "./flag.ts";
import { parseLog } from "./log-option.ts";
import { SHORT_OPTIONS, SIZE_OPTIONS } from "./short-options.ts";
import { FLAGS, FLAGS_FOR_CONFIGURATIONS } from "./table.ts";

/** The sources of options, from the weakest to the strongest. */
export const ORIGINS = ["configuration", "JAVA_OPTS", "EVENTSIM_OPTS", "command line"] as const;
export type Origin = (typeof ORIGINS)[number];

/** A flag's value: `true`, a number in bytes or units, or text. */
export interface Setting {
  value: string;
  origin: Origin;
  /** The option as the user typed it. */
  text: string;
}

const LEAST_STACK_KIBIBYTES = 512;

const SIZES: Readonly<Record<string, { names: readonly string[]; what: string; unit: number }>> = {
  "-Xmx": { names: ["MaxHeapSize"], what: "maximum heap size", unit: 1 },
  "-Xms": { names: ["InitialHeapSize"], what: "initial heap size", unit: 1 },
  "-Xmn": { names: ["NewSize", "MaxNewSize"], what: "initial young generation size", unit: 1 },
  "-Xss": { names: ["ThreadStackSize"], what: "thread stack size", unit: 1024 },
};

const INTEGER = /^-?\d+$/;
const DECIMAL = /^-?(\d+\.?\d*|\.\d+)$/;

function numberOf({ kind }: Flag, text: string): number | undefined {
  if (kind === "double") return DECIMAL.test(text) ? Number(text) : undefined;
  return parseSize(text) ?? (INTEGER.test(text) ? Number(text) : undefined);
}

function unknownFlag(name: string): UsageError {
  const near = nearest(name, FLAGS.keys());
  const flag = near === undefined ? undefined : FLAGS.get(near);
  const advice =
    flag === undefined
      ? "-XX:+PrintFlagsFinal lists those that are known; -XX:+IgnoreUnrecognizedVMOptions passes over the others"
      : `Did you mean '${flag.kind === "bool" ? `(+/-)${flag.name}` : `${flag.name}=<value>`}'?`;
  return new UsageError(`Unrecognized VM option '${name}'\n${advice}`);
}

/** A configuration may come from a stranger: it must not decide which commands run, or what is written, printed or ignored. */
function refuseInConfiguration(text: string): never {
  throw new UsageError(
    `${quoted(text)}: a configuration sets options of memory, collector and processors only; ` +
      "give this one on the command line, in EVENTSIM_OPTS or in JAVA_OPTS",
  );
}

/** The values of all options, from all sources. Options are added from the weakest source to the strongest. */
export class Settings {
  readonly flags = new Map<string, Setting>();
  /** The replacement of each option that has no effect. */
  readonly notes = new Map<string, string>();
  /** `-X`, `-version` and `-showversion`, where they are given. */
  readonly requests = new Set<string>();
  log: LogSettings | undefined;

  /** @param ignoresUnknown whether unknown -XX options are ignored */
  constructor(private readonly ignoresUnknown = false) {}

  /** Throws UsageError in the JVM's words. */
  add(given: string, origin: Origin): void {
    const text = given.replace(/^-J(?=-)/, "");
    if (text.startsWith("-XX:")) this.#addFlag(text, origin);
    else this.#addShort(text, origin);
  }

  valueOf(name: string): string | undefined {
    return this.flags.get(name)?.value;
  }

  isOn(name: string): boolean {
    return this.valueOf(name) === "true";
  }

  #addFlag(text: string, origin: Origin): void {
    const [, sign = "", name = "", value] = /^-XX:([+-]?)([^=]*)(?:=(.*))?$/s.exec(text) ?? [];
    const flag = FLAGS.get(name);
    if (flag === undefined) {
      if (this.ignoresUnknown) return;
      throw unknownFlag(name);
    }
    if (origin === "configuration" && !FLAGS_FOR_CONFIGURATIONS.has(name)) refuseInConfiguration(text);
    const isSwitch = sign !== "" && value === undefined;
    if (flag.kind === "bool" && !isSwitch) throw new UsageError(`Missing +/- setting for VM option '${name}'`);
    if (flag.kind !== "bool" && sign !== "") throw new UsageError(`Unexpected +/- setting in VM option '${name}'`);
    this.#set(flag, isSwitch ? String(sign === "+") : this.#read(flag, value, text), origin, text);
  }

  #read(flag: Flag, text: string | undefined, option: string): string {
    const { name, kind, least, most } = flag;
    if (text === undefined) throw new UsageError(`Improperly specified VM option '${option.slice("-XX:".length)}'`);
    if (kind === "ccstr") return text;
    if (kind === "ccstrlist") return [this.valueOf(name), text].filter((part) => part !== undefined).join("\n");
    const value = numberOf(flag, text);
    if (value === undefined) throw new UsageError(`Improperly specified VM option '${name}=${text}'`);
    if (least !== undefined && most !== undefined && (value < least || value > most))
      throw new UsageError(`${kind} ${name}=${value} is outside the allowed range [ ${least} ... ${most} ]`);
    this.#checkStack(name, value);
    return String(value);
  }

  #checkStack(name: string, kibibytes: number): void {
    if (name === "ThreadStackSize" && kibibytes > 0 && kibibytes < LEAST_STACK_KIBIBYTES)
      throw new UsageError(`The stack size specified is too small, Specify at least ${LEAST_STACK_KIBIBYTES}k`);
  }

  #set(flag: Flag, value: string, origin: Origin, text: string): void {
    // A named collector replaces the choice of a weaker source.
    if (flag.name in COLLECTORS && value === "true") {
      for (const [name, setting] of this.flags) {
        if (name in COLLECTORS && setting.origin !== origin) this.flags.delete(name);
      }
    }
    this.flags.set(flag.name, { value, origin, text });
    if (flag.isInert && value !== flag.initial) this.notes.set(text, flag.effect);
    if (flag.name === "PrintGC" || flag.name === "PrintGCDetails")
      this.log = value === "true" ? parseLog(flag.name === "PrintGC" ? "-Xlog:gc" : "-Xlog:gc*") : undefined;
  }

  #addShort(text: string, origin: Origin): void {
    const option = SHORT_OPTIONS.find(({ pattern }) => pattern.test(text));
    const size = SIZES[text.slice(0, 4)];
    if (option === undefined) throw new UsageError(`Unrecognized option: ${text}\n-X lists those that are known`);
    if (origin === "configuration" && !SIZE_OPTIONS.includes(option)) refuseInConfiguration(text);
    if (option.isInert) this.notes.set(text, option.effect);
    else if (size !== undefined) this.#addSize(text, size, origin);
    else if (text.startsWith("-Xlog")) this.#addLog(text);
    else if (text === "-verbose:gc") this.log = parseLog("-Xlog:gc");
    else this.requests.add(text);
  }

  #addSize(text: string, { names, what, unit }: (typeof SIZES)[string], origin: Origin): void {
    const value = parseSize(text.slice(4));
    if (value === undefined) throw new UsageError(`Invalid ${what}: ${text}`);
    for (const name of names) {
      const flag = FLAGS.get(name) as Flag;
      const scaled = Math.floor(value / unit);
      if (name === "MaxHeapSize" && scaled < (flag.least as number))
        throw new UsageError(`Too small maximum heap: ${text}`);
      this.#checkStack(name, value > 0 ? Math.max(1, scaled) : 0);
      this.#set(flag, String(scaled), origin, text);
    }
  }

  #addLog(text: string): void {
    const file = /^-Xloggc:(.*)$/s.exec(text);
    this.log = file === null ? parseLog(text) : parseLog(`-Xlog:gc:"file=${file[1]}"`);
  }
}

const SUFFIXES = "kmgt";

/** Bytes as a JVM reads them: digits or 0x and hexadecimal ones, then nothing, k, m, g or t. Undefined for anything else. */
export function parseSize(text: string): number | undefined {
  const [, digits, suffix] = /^(\d+|0x[\da-f]+)([kmgt]?)$/i.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const power = suffix === "" ? 0 : SUFFIXES.indexOf((suffix as string).toLowerCase()) + 1;
  const value = Number(digits) * 1024 ** power;
  return Number.isSafeInteger(value) ? value : undefined;
}
