import { Command, CommanderError, type Option } from "commander";
import { printOut } from "../../output/destinations/standard-output.ts";
import { UsageError } from "../../system/errors.ts";
import { nearest } from "../../system/nearest.ts";
import { printable, shownAddress } from "../../system/printable.ts";
import { Unfit } from "../../system/values.ts";

/** A parsed command line, and all its problems. */
export interface Parsed<T> {
  /** Without the options whose argument is invalid. */
  options: T;
  operands: string[];
  /** Whether an operand may be the argument of an unknown option. */
  mayBeArguments: boolean;
  problems: string[];
  /** Too few or too many operands: an error in addition to the problems. */
  operandProblems: string[];
}

/** The program, or a command of it such as `eventsim cat`; `parse` reads its arguments. */
export function makeProgram(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .helpOption("-h, --help", "print this help")
    .configureOutput({ writeOut: printOut, writeErr: () => {} })
    .exitOverride();
}

function namesOf(options: readonly Option[]): ReadonlySet<string> {
  return new Set(options.flatMap(({ short, long }) => [short ?? [], long ?? []].flat()));
}

interface Corrected {
  args: string[];
  problems: string[];
}

/**
 * Rewrites arguments that commander would misread: `-start-time` as -s with the argument `tart-time`, and an option name
 * after an option without its argument as that argument.
 */
function correct(program: Command, given: readonly string[]): Corrected {
  const withArgument = namesOf(program.options.filter(({ required }) => required));
  const names = namesOf(program.options);
  const args: string[] = [];
  const problems: string[] = [];
  const end = given.includes("--") ? given.indexOf("--") : given.length;
  for (const arg of given.slice(0, end)) {
    const before = args.at(-1) ?? "";
    const name = arg.replace(/=.*$/s, "");
    if (withArgument.has(before)) {
      if (names.has(arg))
        problems.push(`${before} has no argument, but ${arg} after it; if that is meant, write ${before}=${arg}`);
      if (names.has(arg)) args.pop();
      args.push(arg);
    } else if (name.length > 2 && names.has(`-${name}`)) {
      problems.push(`${name}: long names have two dashes; write -${name}`);
      args.push(`-${arg}`);
    } else args.push(arg);
  }
  return { args: [...args, ...given.slice(end)], problems };
}

function unfitArguments(program: Command): string[] {
  return program.options.flatMap((option) => {
    const value: unknown = program.getOptionValue(option.attributeName());
    const unfit = value === "" && option.parseArg === undefined ? new Unfit("", "It must not be empty.") : value;
    if (!(unfit instanceof Unfit)) return [];
    program.setOptionValue(option.attributeName(), undefined);
    return [`option '${option.flags}' argument '${printable(unfit.text)}' is invalid. ${unfit.advice}`];
  });
}

/** Other programs' options for the output, which is an operand here. */
const OUTPUT_OPTIONS: ReadonlySet<string> = new Set(["-o", "--out", "--outfile", "--output", "--output-file"]);

/** `a, b or c`. Made where it is needed: the tables of a language take some 8 ms to load. */
function alternatives(names: readonly string[]): string {
  return new Intl.ListFormat("en-GB", { type: "disjunction" }).format(names);
}

/** The options that a name may mean: those that begin with its words, else those that end with it, else the nearest one. */
function meantBy(name: string, names: readonly string[]): string[] {
  const beginnings = names.filter((known) => known.startsWith(`${name}-`));
  if (beginnings.length > 0) return beginnings;
  const word = name.slice(2);
  const endings = word.length < 4 ? [] : names.filter((known) => known.endsWith(word));
  if (endings.length > 0) return endings;
  const near = nearest(name, names);
  return near === undefined ? [] : [near];
}

function adviceOnUnknown({ registeredArguments }: Command, name: string, names: readonly string[]): string {
  if (OUTPUT_OPTIONS.has(name) && registeredArguments[0]?.name() === "output-file")
    return "; the output file's name stands alone, without an option";
  const meant = name.startsWith("--") ? meantBy(name, names) : [];
  return meant.length === 0 ? "" : ` (Did you mean ${alternatives(meant)}?)`;
}

function unknownOptions(program: Command, unknown: readonly string[]): string[] {
  const names = [...program.options.flatMap(({ long }) => long ?? []), "--help"];
  return unknown.map((arg) => {
    const [name] = arg.split("=", 1) as [string];
    return `unknown option '${printable(name)}'${adviceOnUnknown(program, name, names)}`;
  });
}

function wrongOperands({ registeredArguments }: Command, operands: readonly string[]): string[] {
  const missing = registeredArguments.filter(({ required }, index) => required && index >= operands.length);
  if (missing.length > 0) return missing.map((argument) => `missing required argument '${argument.name()}'`);
  const most = registeredArguments.length;
  if (operands.length <= most || registeredArguments.at(-1)?.variadic) return [];
  const surplus = operands.slice(most).map((operand) => `'${shownAddress(operand)}'`);
  return [
    `too many arguments. Expected ${most} argument${most === 1 ? "" : "s"} but got ${operands.length}; leave out ${surplus.join(", ")}`,
  ];
}

interface Split {
  operands: string[];
  /** The first unknown option, and the arguments after it that are not known options. */
  unknown: string[];
  missing: string[];
}

/** Parses the arguments with commander; a last option without its argument is one of the problems. */
function split(program: Command, args: readonly string[]): Split {
  try {
    return { ...program.parseOptions([...args]), missing: [] };
  } catch (error) {
    if (!(error instanceof CommanderError) || error.code !== "commander.optionMissingArgument") throw error;
    const missing = error.message.replace(/^error: /, "");
    return { ...split(program, args.slice(0, -1)), missing: [missing] };
  }
}

function isHelp(arg: string): boolean {
  return arg === "-h" || arg === "--help" || arg === "-help";
}

/**
 * Parses the arguments and finds all their problems, not only the first. If help or version is requested, prints it
 * and throws commander's error with exit code 0.
 */
export function parse<T extends object>(program: Command, args: readonly string[]): Parsed<T> {
  const corrected = correct(program, args);
  const { operands, unknown, missing } = split(program, corrected.args);
  const literal = unknown.includes("--") ? unknown.indexOf("--") : unknown.length;
  if (unknown.slice(0, literal).some(isHelp)) program.help();
  const strange = unknown.slice(0, literal).filter((arg) => arg.startsWith("-") && arg !== "-");
  const given = [
    ...operands,
    ...unknown.slice(0, literal).filter((arg) => !strange.includes(arg)),
    ...unknown.slice(literal + 1),
  ];
  const problems = [...corrected.problems, ...unfitArguments(program), ...unknownOptions(program, strange), ...missing];
  return {
    options: program.opts<T & Record<string, unknown>>(),
    operands: given,
    mayBeArguments: strange.length > 0,
    problems,
    operandProblems: strange.length === 0 ? wrongOperands(program, given) : [],
  };
}

/** The same for a command of the program, which needs no further checks. Throws UsageError with all problems. */
export function parseCommand<T extends object>(program: Command, args: readonly string[]): Parsed<T> {
  const parsed = parse<T>(program, args);
  refuse(program.name(), [...parsed.problems, ...parsed.operandProblems]);
  return parsed;
}

/** Throws UsageError if there is a problem. @param name the command whose help lists its options */
export function refuse(name: string, problems: readonly string[]): void {
  if (problems.length > 0) throw new UsageError([...problems, `(${name} --help lists the options)`].join("\n"));
}
