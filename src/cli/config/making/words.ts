import type { Figures } from "../../../predict/fit/figures.ts";
import type { Miss } from "../../../predict/fit/fit.ts";
import { formatColumns } from "../../../system/figures.ts";
import { figure, percent, timeSpan } from "../figures.ts";

type Name = keyof Figures;

interface Words {
  what: string;
  flag: string;
  show(value: number): string;
  /** Why it can be no lower, and no higher, and what to do. */
  low: string;
  high: string;
}

const NO_SUCH = "there are no such sessions where nobody is at that level; ask for some who pay, or leave it out";

export const WORDS: Readonly<Record<Name, Words>> = {
  sessionsAWeek: {
    what: "sessions of a user in a week",
    flag: "--sessions-a-week",
    show: figure,
    low: "users are hardly there at all; ask for more",
    high: "the next session begins after the last one and session-gap, and the weekend drops some; ask for fewer, or for shorter sessions",
  },
  eventsASession: {
    what: "events of a session",
    flag: "--events-a-session",
    show: figure,
    low: "a session begins with a page, and a form leads to another one; ask for more",
    high: "some pages, such as the one after a cancellation, always end the session; ask for fewer",
  },
  lengthSeconds: {
    what: "length of a session",
    flag: "--session-length",
    show: timeSpan,
    low: "a song has to end before the next one begins, so that songs alone take so long; ask for a longer one, or for fewer events",
    high: "ask for a shorter one, or for more events",
  },
  paidShare: {
    what: "users who pay at the start",
    flag: "--paid",
    show: percent,
    low: "some upgrade in sessions before the window begins; ask for more, or for fewer upgrades",
    high: "some downgrade in sessions before the window begins; ask for fewer, or for fewer downgrades",
  },
  upgradeShare: {
    what: "free sessions with an upgrade",
    flag: "--upgrades",
    show: percent,
    low: "ask for more, or for none",
    high: "not every session comes to a page from which the offer can be reached; ask for fewer, or for longer sessions",
  },
  downgradeShare: {
    what: "paid sessions with a downgrade",
    flag: "--downgrades",
    show: percent,
    low: "ask for more, or for none",
    high: "not every session comes to a page from which the offer can be reached; ask for fewer, or for longer sessions",
  },
  goneShare: {
    what: "users who cancel in four weeks",
    flag: "--cancellations",
    show: percent,
    low: "ask for more, or for none",
    high: "users who seldom come, or are not logged in, do not cancel; ask for fewer, or for more sessions",
  },
  weekendRatio: {
    what: "weekend day to weekday",
    flag: "--weekend",
    show: figure,
    low: "the weekend wears off by and by (weekend-damping-scale); ask for more",
    high: "nothing draws users to weekends: weekend-damping only drops sessions there; ask for less",
  },
  hourRatio: {
    what: "busiest to quietest hour",
    flag: "--day-curve",
    show: figure,
    low: "hours differ by the weekend's beginning and end too; ask for more",
    high: "with a deeper curve of the day (damping), times would overtake each other; ask for less",
  },
};

/** Why figures cannot be reached, a line for each. */
export function missLines(misses: readonly Miss[]): string[] {
  return misses.map(({ name, asked, nearest }) => {
    const { flag, show, low, high } = WORDS[name];
    if (nearest === undefined) return `${flag} ${show(asked)}: ${NO_SUCH}`;
    const isTooHigh = nearest < asked;
    return `${flag}: ${show(asked)} cannot be reached with the other figures; the nearest is ${show(nearest)}: ${isTooHigh ? high : low}`;
  });
}

/** What was asked for, and what is predicted, in lines. */
export function figureLines(
  name: string,
  asked: Partial<Figures>,
  given: Partial<Figures>,
  predicted: Partial<Figures>,
): string[] {
  const shown = (name: Name, value: number | undefined) => (value === undefined ? "-" : WORDS[name].show(value));
  const rows = (Object.keys(WORDS) as Name[]).map((figureName) => [
    WORDS[figureName].what,
    asked[figureName] === undefined ? "" : shown(figureName, asked[figureName]),
    shown(figureName, predicted[figureName]),
    shown(figureName, given[figureName]),
  ]);
  return formatColumns(["", "asked", "predicted", name], rows, new Set([1, 2, 3])).map((line) => `  ${line}`);
}
