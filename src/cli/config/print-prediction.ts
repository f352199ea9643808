import { showState } from "../../config/states.ts";
import type { State } from "../../config/types.ts";
import type { Week } from "../../predict/population/week.ts";
import type { Prediction } from "../../predict/predict.ts";
import { DAY_SECONDS } from "../../system/day.ts";
import { formatColumns } from "../../system/figures.ts";
import { printable } from "../../system/printable.ts";
import { figure, percent, timeSpan } from "./figures.ts";

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
/** Hours of a day that share a column. */
const HOURS_TOGETHER = 3;

/** Names, pages and pairs that a table shows. */
const MOST_ROWS = 40;
const MOST_NAMED = 8;
/** Auths and levels that have a column in the table of the mix. */
const MOST_COLUMNS = 8;

const name = (text: string) => (text === "" ? '""' : printable(text, 30));
const pairName = ({ auth, level }: { auth: string; level: string }) =>
  level === "" ? name(auth) : `${name(auth)}, ${name(level)}`;

function table(headings: string[], rows: string[][], leftColumns = 1): string[] {
  const right = new Set(headings.map((_, column) => column).filter((column) => column >= leftColumns));
  const shown = rows.slice(0, MOST_ROWS);
  const more = rows.length - shown.length;
  return [...formatColumns(headings, shown, right), ...(more > 0 ? [`and ${more} more (--json has them)`] : [])].map(
    (line) => `  ${line}`,
  );
}

function named(states: readonly State[]): string {
  const names = states.slice(0, MOST_NAMED).map(showState);
  const more = states.length - names.length;
  return `${names.join(", ")}${more > 0 ? ` and ${more} more (--json has them)` : ""}`;
}

function remarks({ states, transitions, neverReached, neverEnding }: Prediction): string[] {
  const lines = [`${states} states, ${transitions} transitions`];
  if (neverReached.length > 0)
    lines.push(
      `never reached (${neverReached.length}), unless users arrive there (growth-rate): ${named(neverReached)}`,
    );
  if (neverEnding.states.length > 0)
    lines.push(
      `never ending (${neverEnding.states.length}): ${named(neverEnding.states)}`,
      `${percent(neverEnding.share)} of the sessions come there and never end; the figures below count them up to there`,
    );
  return lines;
}

function amounts({ session, userDay }: Prediction): string[] {
  const rows = [
    ["events a session", figure(session.events.mean), figure(session.events.deviation)],
    ["songs a session", figure(session.songs.mean), figure(session.songs.deviation)],
    ["length of a session", timeSpan(session.lengthSeconds), ""],
    ["sessions a user and day", figure(userDay.sessions), ""],
    ["events a user and day", figure(userDay.events), ""],
    ["songs a user and day", figure(userDay.songs), ""],
  ];
  return ["How much happens?", ...table(["", "mean", "deviation"], rows)];
}

function startTables({ starts }: Prediction): string[] {
  const byShare = starts.toSorted((one, other) => other.share - one.share);
  const rows = byShare.map((start) => [
    ...[pairName(start), percent(start.share), figure(start.events.mean), figure(start.events.deviation)],
    ...[figure(start.songs.mean), figure(start.songs.deviation), timeSpan(start.lengthSeconds)],
  ]);
  const headings = ["starts with", "sessions", "events", "deviation", "songs", "deviation", "length"];
  const changes = Object.keys(starts[0]?.changes ?? {});
  const chances = byShare.map((start) => [
    pairName(start),
    ...changes.map((change) => percent(start.changes[change]!)),
  ]);
  const becoming =
    changes.length === 0
      ? []
      : [
          "",
          "How likely is a change in a session?",
          ...table(["starts with", ...changes.map((change) => `to ${name(change)}`)], chances),
        ];
  return ["What is in a session, by the auth and level it starts with?", ...table(headings, rows), ...becoming];
}

function pageTable({ pages }: Prediction): string[] {
  const rows = pages.map(({ page, share, aSession }) => [name(page), percent(share), figure(aSession)]);
  return ["Which pages?", ...table(["page", "of the events", "a session"], rows)];
}

function weekTables({ week, weekOfRun }: Prediction): string[] {
  const parts = Array.from({ length: week.hours.length / HOURS_TOGETHER }, (_, part) => part * HOURS_TOGETHER);
  const together = ({ hours }: Week) =>
    parts.map((hour) => hours.slice(hour, hour + HOURS_TOGETHER).reduce((sum, share) => sum + share));
  const both = (of: (own: Week) => number[]) => [
    ["of users who stay", ...of(week).map(percent)],
    ["of a run from a Monday on", ...of(weekOfRun).map(percent)],
  ];
  return [
    "When do sessions start?",
    ...table(
      ["", ...WEEKDAYS],
      both(({ days }) => days),
    ),
    "",
    ...table(["", ...parts.map((hour) => `${hour}-${hour + HOURS_TOGETHER} h`)], both(together)),
  ];
}

function mixTable({ mix }: Prediction): string[] {
  const last = mix.at(-1)!.shares;
  const columns = [...last.keys()].sort((one, other) => last[other]!.share - last[one]!.share).slice(0, MOST_COLUMNS);
  const headings = ["day", ...columns.map((column) => pairName(last[column]!)), "gone"];
  const rows = mix.map(({ day, shares, gone }) => [
    ...[String(Number(day.toFixed(1))), ...columns.map((column) => percent(shares[column]!.share)), percent(gone)],
  ]);
  return ["How do the initial users drift?", ...table(headings, rows, 0)];
}

function lifetime({ lifetime: known }: Prediction): string {
  if (known === null) return "No user is ever gone for good.";
  return `A user is gone for good after ${figure(known.sessions)} sessions on average, ${timeSpan(known.days * DAY_SECONDS)}.`;
}

/** A prediction for a person, in lines. */
export function describePrediction(prediction: Prediction): string[] {
  return [
    ...remarks(prediction),
    "",
    ...amounts(prediction),
    "",
    ...startTables(prediction),
    "",
    ...pageTable(prediction),
    "",
    ...weekTables(prediction),
    "",
    ...mixTable(prediction),
    "",
    lifetime(prediction),
    `Solved from the table, for ${prediction.days} days of weeks without holidays; nothing was simulated.`,
  ];
}
