import { parseArgs } from "node:util";
import type { Row } from "./row.ts";

export const USAGE = `usage: npm run bench -- [options]
  --only NAME     only this row, or the rows that begin with NAME-; may be repeated
  --rounds N      rounds instead of each row's own number
  --users N       users instead of each row's own number
  --events N      events instead of each row's own number
  --smoke         a few thousand events a row, to test the bench itself; its times mean nothing
  --save          write the results to bench/results also where other options make them special
  --list          print the names of the rows`;

/** A command line that is not valid. */
export class BenchUsageError extends Error {}

export interface BenchOptions {
  rows: Row[];
  smoke: boolean;
  list: boolean;
  /** Whether the results go to bench/results: if everything is measured at full size, or on request. */
  save: boolean;
  /** Whether the rows have the users and events that their floors refer to. */
  isFullSize: boolean;
  overrides: { rounds?: number; users?: number; events?: number };
}

function count(name: string, text: string | undefined): Record<string, number> {
  if (text === undefined) return {};
  const value = Number(text.replaceAll("_", ""));
  if (Number.isSafeInteger(value) && value > 0) return { [name]: value };
  throw new BenchUsageError(`--${name} ${text}: a whole number above 0 is wanted`);
}

function selectRows(all: Row[], only: string[]): Row[] {
  const matches = ({ name }: Row, wanted: string) => name === wanted || name.startsWith(`${wanted}-`);
  for (const wanted of only) {
    if (!all.some((row) => matches(row, wanted)))
      throw new BenchUsageError(
        `--only ${wanted}: there is no such row; there are ${all.map((row) => row.name).join(", ")}`,
      );
  }
  return only.length === 0 ? all : all.filter((row) => only.some((wanted) => matches(row, wanted)));
}

function parse(args: string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean", default: false } as const;
  const options = {
    only: { type: "string", multiple: true, default: [] as string[] },
    ...{ rounds: text, users: text, events: text },
    ...{ smoke: flag, save: flag, list: flag },
  } as const;
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new BenchUsageError((error as Error).message);
  }
}

/** @throws BenchUsageError */
export function readOptions(args: string[], all: Row[]): BenchOptions {
  const { only, rounds, users, events, smoke, save, list } = parse(args);
  const overrides = { ...count("rounds", rounds), ...count("users", users), ...count("events", events) };
  const isFullSize = !smoke && users === undefined && events === undefined;
  const isWhole = isFullSize && rounds === undefined && only.length === 0;
  return { rows: selectRows(all, only), smoke, list, save: save || isWhole, isFullSize, overrides };
}
