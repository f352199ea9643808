import type { Argument, Command, Option } from "commander";
import { collect } from "../../system/values.ts";

/** The values of an option or an operand: one of some words, a path, or free text. */
export type Value = { kind: "words"; words: readonly string[] } | { kind: "file" | "folder" | "text" };

export interface OptionWords {
  /** `-c` and `--config`, or the long one alone. */
  names: readonly string[];
  description: string;
  /** The option's value; absent if it has none. Its name is the one in the help, such as `file`. */
  value?: Value & { name: string };
  /** It may be repeated. */
  isRepeatable: boolean;
}

export interface OperandWords {
  name: string;
  value: Value;
  isVariadic: boolean;
}

/** A command as a shell completes it. */
export interface CommandWords {
  /** The word after `eventsim`, or the two of a command and its action; "" for a run, which has none. */
  name: string;
  description: string;
  options: readonly OptionWords[];
  operands: readonly OperandWords[];
}

const FOLDER_NAMES: ReadonlySet<string> = new Set(["folder"]);
const FILE_NAMES: ReadonlySet<string> = new Set(["file", "files", "output-file", "result"]);
/** `eventsim verify` takes the path of a manifest as well. */
const ALSO_FILES: ReadonlySet<string> = new Set(["verify"]);

function valueNamed(name: string, choices: readonly string[] | undefined): Value {
  if (choices !== undefined) return { kind: "words", words: choices };
  if (FOLDER_NAMES.has(name)) return { kind: "folder" };
  return { kind: FILE_NAMES.has(name) ? "file" : "text" };
}

/** A description without its default value, for which a list has no room. */
function withoutDefault(description: string): string {
  return description.replace(/ \((?:default\b|usually\b)[^()]*\)/g, "");
}

function optionWords({ short, long, flags, description, argChoices, required, parseArg }: Option): OptionWords {
  const [, name] = /<(.*)>/.exec(flags) ?? [];
  return {
    names: [short, long].filter((word) => word !== undefined),
    description: withoutDefault(description),
    ...(required && name !== undefined ? { value: { name, ...valueNamed(name, argChoices) } } : {}),
    isRepeatable: (parseArg as unknown) === collect,
  };
}

function operandWords(command: string, argument: Argument): OperandWords {
  const name = argument.name();
  const value = valueNamed(name, argument.argChoices);
  return {
    name,
    value: ALSO_FILES.has(command) && value.kind === "folder" ? { kind: "file" } : value,
    isVariadic: argument.variadic,
  };
}

function firstSentence(text: string): string {
  return text.replace(/\.(?: .*)?$/s, "");
}

const HELP: OptionWords = { names: ["-h", "--help"], description: "print this help", isRepeatable: false };

/** The words of a command, from its options and operands. */
export function wordsOf(name: string, program: Command): CommandWords {
  const options = program.options.filter(({ hidden }) => !hidden);
  return {
    name,
    description: firstSentence(program.description()),
    options: [...options.map(optionWords), HELP],
    operands: program.registeredArguments.map((argument) => operandWords(name, argument)),
  };
}

/** Whether the name is that of an action, which stands after its command. */
export function isAction({ name }: CommandWords): boolean {
  return name.includes(" ");
}

/** The commands that stand after `eventsim`, without the run. */
export function firstWords(commands: readonly CommandWords[]): CommandWords[] {
  return commands.filter((command) => command.name !== "" && !isAction(command));
}
