import type { Command, Option } from "commander";
import { country, dateTime, type Rule } from "../../../config/keys/rules.ts";
import { problemOfInstant } from "../../../config/window/relative.ts";
import type { Figures } from "../../../predict/fit/figures.ts";
import { durationSeconds, type Parser, unfit, whole } from "../../../system/values.ts";
import { option } from "../../arguments/option.ts";

/** What `config new` asks for, by the names that commander has for its options. */
export interface NewOptions {
  like?: string;
  sessionsAWeek?: number;
  eventsASession?: number;
  sessionLength?: number;
  paid?: number;
  upgrades?: number;
  downgrades?: number;
  cancellations?: number;
  weekend?: number;
  dayCurve?: number;
  seed?: bigint;
  users?: number;
  growthRate?: number;
  tag?: string;
  holidays?: string;
  startDate?: string;
  endDate?: string;
}

/** Figures by the options that ask for them. */
export const FIGURE_OPTIONS: Readonly<Partial<Record<keyof NewOptions, keyof Figures>>> = {
  sessionsAWeek: "sessionsAWeek",
  eventsASession: "eventsASession",
  sessionLength: "lengthSeconds",
  paid: "paidShare",
  upgrades: "upgradeShare",
  downgrades: "downgradeShare",
  cancellations: "goneShare",
  weekend: "weekendRatio",
  dayCurve: "hourRatio",
};

/** Keys of the configuration by the options that set them. */
export const KEY_OPTIONS: Readonly<Partial<Record<keyof NewOptions, string>>> = {
  seed: "seed",
  users: "n-users",
  growthRate: "growth-rate",
  tag: "tag",
  holidays: "holidays",
  startDate: "start-date",
  endDate: "end-date",
};

/** A number, or one in percent. */
function numberOf(text: string): number {
  const [, digits, percent] = /^(\d{1,9}(?:\.\d{1,9})?|\.\d{1,9})\s?(%)?$/.exec(text.trim()) ?? [];
  if (digits === undefined) return Number.NaN;
  // A single conversion from decimal digits: 0.07 / 100 is not 0.0007.
  return Number(percent === undefined ? digits : `${digits}e-2`);
}

/** A bare 1 may be meant as 1 %, so that all of them are 100%. */
function share(most: number, example: string): Parser<number> {
  return (text) => {
    const value = numberOf(text);
    const isClear = value < 1 || (value === 1 && text.includes("%"));
    if (value >= 0 && value <= most && isClear) return value;
    return unfit(text, `a share from 0% to ${100 * most}%, such as ${example}`);
  };
}

/** A change in most sessions would be one back and forth. */
const MOST_CHANGES = 0.5;
const MOST_CANCELLATIONS = 0.95;

function ratio(least: number, most: number, example: string): Parser<number> {
  return (text) => {
    const value = text.includes("%") ? Number.NaN : numberOf(text);
    return value >= least && value <= most
      ? value
      : unfit(text, `a number from ${least} to ${most}, such as ${example}`);
  };
}

const length: Parser<number> = (text) => {
  const seconds = durationSeconds(text);
  return typeof seconds === "number" && seconds > 7 * 86_400 ? unfit(text, "at most a week") : seconds;
};

/** A text of a configuration, by the rule of its key. */
function ruled(rule: Rule<string>): Parser<string> {
  return (text) => rule.read(text, () => text) ?? unfit(text, rule.wants);
}

const seed: Parser<bigint> = (text) => {
  const value = /^[+-]?\d{1,19}$/.test(text) ? BigInt(text) : undefined;
  return value !== undefined && BigInt.asIntN(64, value) === value ? value : unfit(text, "an integer of 64 bits");
};

const growth: Parser<number> = (text) => {
  const value = numberOf(text);
  return value >= 0 && value <= 1000 ? value : unfit(text, "a share of the users, such as 50% or 0.5");
};

const instant: Parser<string> = (text) =>
  problemOfInstant(text) === undefined ? ruled(dateTime)(text) : unfit(text, dateTime.wants);

/** The options of `config new`, in the order of its help. */
export function newOptions(): Option[] {
  return [
    option(
      "--like <name>",
      "shipped population to begin with, which has all that is not asked for (default: Accordion)",
    ),
    option("--sessions-a-week <count>", "sessions of a user in a week", ratio(0.01, 100, "4.5")),
    option("--events-a-session <count>", "events of a session", ratio(1.1, 10_000, "25")),
    option("--session-length <duration>", "time from a session's first event to its last, such as 40min", length),
    option("--paid <share>", "share of the users who pay at the start, such as 30%", share(1, "30% or 0.3")),
    option(
      "--upgrades <share>",
      "share of the sessions of free users, begun logged in, with an upgrade",
      share(MOST_CHANGES, "2% or 0.02"),
    ),
    option(
      "--downgrades <share>",
      "share of the sessions of paying users, begun logged in, with a downgrade",
      share(MOST_CHANGES, "2% or 0.02"),
    ),
    option(
      "--cancellations <share>",
      "share of the users who cancel within four weeks",
      share(MOST_CANCELLATIONS, "5% or 0.05"),
    ),
    option("--weekend <ratio>", "session starts of a Saturday or Sunday for one of another day", ratio(0.01, 1, "0.6")),
    option("--day-curve <ratio>", "session starts in the busiest hour for one in the quietest", ratio(1, 20, "3")),
    option("--seed <number>", "seed of the configuration", seed),
    option("--users <count>", "users at the start (n-users)", whole(1, 4_294_967_295)),
    option("--growth-rate <share>", "new users in a year for each user", growth),
    option("--tag <text>", "tag of every event"),
    option("--holidays <country>", "two-letter country whose holidays count as weekend, or none", ruled(country)),
    option("--start-date <instant>", "start of the window, as 2026-01-31T00:00:00", instant),
    option("--end-date <instant>", "end of the window", instant),
  ];
}

export function addNewOptions(program: Command): Command {
  for (const one of newOptions()) program.addOption(one);
  return program;
}
