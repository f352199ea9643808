import type { Option } from "commander";
import type { Figures } from "../../../predict/fit/figures.ts";
import type { Durations } from "../../../predict/times/length.ts";
import { UsageError } from "../../../system/errors.ts";
import { Unfit } from "../../../system/values.ts";
import type { Asker, Question } from "./ask.ts";
import { type Base, baseNamed, DEFAULT_BASE } from "./make.ts";
import { FIGURE_OPTIONS, type NewOptions, newOptions } from "./options.ts";
import { WORDS } from "./words.ts";

/** The options that a person is asked for, in this order, with the question where the figure has no name of its own. */
const ASKED: Readonly<Partial<Record<keyof NewOptions, string>>> = {
  sessionsAWeek: "How many sessions has a user in a week?",
  eventsASession: "How many events has a session?",
  paid: "Which share of the users pays at the start?",
  upgrades: "Which share of the sessions of free users has an upgrade?",
  downgrades: "Which share of the sessions of paying users has a downgrade?",
  cancellations: "Which share of the users cancels within four weeks?",
  weekend: "How many sessions begin on a day of the weekend, for one on another day?",
  dayCurve: "How many sessions begin in the busiest hour, for one in the quietest?",
  seed: "Which seed?",
  tag: "A tag for every event?",
  startDate: "When does the window begin?",
};

function problemBy({ parseArg }: Option): Question["problemOf"] {
  return (answer) => {
    const value: unknown = parseArg?.(answer, undefined as never);
    return value instanceof Unfit ? value.advice : undefined;
  };
}

function initialOf(name: keyof NewOptions, { figures, config }: Base): string {
  if (name === "seed") return String(config.seed);
  const figure: keyof Figures | undefined = FIGURE_OPTIONS[name];
  const value = figure && figures[figure];
  return value === undefined ? "none" : WORDS[figure!].show(value);
}

/** Asks for all that a configuration needs; an empty answer takes what the population has. Returns arguments of the command. */
export async function askAll(asker: Asker, durations: Durations): Promise<string[]> {
  let base: Base | undefined;
  const like: Question = {
    flag: "--like",
    text: "Which population is it like (configs/README.md describes them)?",
    initial: DEFAULT_BASE,
    problemOf: (answer) => {
      try {
        base = baseNamed(answer, durations);
        return undefined;
      } catch (error) {
        if (error instanceof UsageError) return error.message;
        throw error;
      }
    },
  };
  const first = await asker.arguments([like]);
  const chosen = base ?? baseNamed(DEFAULT_BASE, durations);
  const options = newOptions();
  const questions = (Object.entries(ASKED) as [keyof NewOptions, string][]).map(([name, text]): Question => {
    const option = options.find((one) => one.attributeName() === name)!;
    return { flag: option.long!, text, initial: initialOf(name, chosen), problemOf: problemBy(option) };
  });
  return [...first, ...(await asker.arguments(questions))];
}
