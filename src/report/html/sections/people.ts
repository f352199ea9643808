import type { Report, ReportDay } from "../../model.ts";
import { drawColumns, drawLines } from "../charts/lines.ts";
import { count, figure } from "../figures.ts";
import { type Figure, HALF, missingWithout, type Section, WIDE } from "./section.ts";
import { daysBetween, dayTicks } from "./ticks.ts";

/** Points of a line; of more days each second one is shown, or fewer. */
const MOST_POINTS = 1100;

/** The days of a picture, each with what happened on it. */
interface Span {
  days: string[];
  of: (key: "users" | "sessions" | "newUsers" | "registrations") => number[];
  soFar: number[];
  every: number;
}

function spanOf(listed: readonly ReportDay[]): Span {
  const all = daysBetween(listed.map(({ day }) => day));
  const every = Math.ceil(all.length / MOST_POINTS);
  const days = all.filter((_, index) => index % every === 0);
  const byDay = new Map(listed.map((one) => [one.day, one]));
  let users = 0;
  const totals = new Map(
    all.map((day) => {
      users = byDay.get(day)?.usersSoFar ?? users;
      return [day, users];
    }),
  );
  return {
    days,
    every,
    of: (key) => days.map((day) => byDay.get(day)?.[key] ?? 0),
    soFar: days.map((day) => totals.get(day) as number),
  };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

function rowsOf(listed: readonly ReportDay[], keys: readonly (keyof ReportDay)[]): string[][] {
  return listed.map((one) => [one.day, ...keys.map((key) => count(one[key] as number))]);
}

const thinned = ({ every }: Span) => (every > 1 ? ` The picture has one day in ${every}.` : "");

function active(listed: readonly ReportDay[], span: Span): Figure {
  const spoken = {
    id: "users-by-day",
    title: "Active users and sessions by day",
    description:
      `On a day with events, ${figure(mean(listed.map(({ users }) => users)))} users are active on average, and ` +
      `${figure(mean(listed.map(({ sessions }) => sessions)))} sessions begin. The first and the last day may be cut by the window.${thinned(span)}`,
  };
  const lines = [
    { name: "users", values: span.of("users") },
    { name: "sessions", values: span.of("sessions") },
  ];
  return {
    spoken,
    svg: drawLines(spoken, WIDE, dayTicks(span.days), lines),
    table: {
      head: ["day", "#users", "#sessions", "#events", "#songs"],
      rows: rowsOf(listed, ["users", "sessions", "events", "songs"]),
    },
    isWide: true,
  };
}

function growth(listed: readonly ReportDay[], span: Span): Figure {
  const last = listed.at(-1) as ReportDay;
  const spoken = {
    id: "growth",
    title: "Users so far",
    description: `Distinct users with an event up to a day: ${count(last.usersSoFar)} at the end.${thinned(span)}`,
  };
  return {
    spoken,
    svg: drawLines(spoken, HALF, dayTicks(span.days, 6), [{ name: "users so far", values: span.soFar }]),
    table: { head: ["day", "#new users", "#users so far"], rows: rowsOf(listed, ["newUsers", "usersSoFar"]) },
  };
}

function registrations(listed: readonly ReportDay[], span: Span): Figure {
  const total = listed.reduce((sum, one) => sum + one.registrations, 0);
  const spoken = {
    id: "registrations",
    title: "Registrations by day",
    description: `${count(total)} of the users registered on one of these days; the others did so before.${thinned(span)}`,
  };
  return {
    spoken,
    svg: drawColumns(spoken, HALF, dayTicks(span.days, 6), span.of("registrations")),
    table: { head: ["day", "#registrations"], rows: rowsOf(listed, ["registrations"]) },
  };
}

/** Who is there, and who comes. */
export function peopleSection({ days }: Report): Section {
  const about = { id: "users", title: "Users and growth" };
  if (days === undefined || days.length === 0)
    return { ...about, figures: [], missing: missingWithout("Users and sessions by day, and growth,") };
  const span = spanOf(days);
  return { ...about, figures: [active(days, span), growth(days, span), registrations(days, span)] };
}
