import { Option } from "commander";
import { parseJavaDouble, parseJavaInt } from "../../catalog/original/java-numbers.ts";
import { absoluteInstant } from "../../simulation/values.ts";
import { type Parser, Unfit } from "../../system/values.ts";

function refused(text: string, wants: string): Unfit {
  return new Unfit(text, `With --compat interana it must be ${wants}.`);
}

function int(least: number): Parser<number> {
  return (text) => {
    const value = parseJavaInt(text);
    if (value !== undefined && value >= least) return value;
    return refused(text, `a whole number from ${least} to 2147483647`);
  };
}

const double: Parser<number> = (text) => parseJavaDouble(text) ?? refused(text, "a number as Java reads it");

const seed: Parser<bigint> = (text) => {
  const value = parseJavaInt(text);
  return value === undefined ? refused(text, "a whole number from -2147483648 to 2147483647") : BigInt(value);
};

/** The original's numeric options, which it parses as Java does, and its instants, of which none is relative. */
const PARSERS: Readonly<Record<string, Parser<unknown>>> = {
  nusers: int(0),
  userid: int(-(2 ** 31)),
  growthRate: double,
  attritionRate: double,
  randomseed: seed,
  from: int(-(2 ** 31)),
  to: int(-(2 ** 31)),
  ...{ startTime: absoluteInstant, endTime: absoluteInstant, now: absoluteInstant },
};

/** Whether a command line asks for the original's engine; its numbers are read by other rules. */
export function asksForOriginal(args: readonly string[]): boolean {
  return args.some(
    (arg, index) => arg === "--compat=interana" || (arg === "interana" && args[index - 1] === "--compat"),
  );
}

/** The option as the original reads it. */
export function likeOriginal(option: Option): Option {
  const parser = PARSERS[option.attributeName()];
  return parser === undefined ? option : new Option(option.flags, option.description).argParser(parser);
}
