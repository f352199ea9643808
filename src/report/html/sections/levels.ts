import type { Report, ReportLevelDay } from "../../model.ts";
import { drawBars } from "../charts/bars.ts";
import { drawLines } from "../charts/lines.ts";
import { count, percent } from "../figures.ts";
import { label } from "../markup.ts";
import { type Figure, missingWithout, type Section, WIDE } from "./section.ts";
import { daysBetween, dayTicks } from "./ticks.ts";

/** Lines that can be told apart. */
const MOST_LINES = 5;
const MOST_POINTS = 1100;

function sharesFigure({ levels }: Report): Figure {
  const spoken = {
    id: "levels",
    title: "Events by level",
    description: levels
      .map(({ level, share }) => `${label(level)} ${percent(share)}`)
      .slice(0, 8)
      .join(", "),
  };
  const bars = levels
    .slice(0, 12)
    .map(({ level, events, share }) => ({ name: level, value: share, says: `${count(events)} · ${percent(share)}` }));
  return {
    spoken: { ...spoken, description: `${spoken.description}.` },
    svg: drawBars(spoken, bars, { width: WIDE.width }),
    table: {
      head: ["level", "#events", "#share"],
      rows: levels.map(({ level, events, share }) => [level, count(events), percent(share)]),
    },
    isWide: true,
  };
}

function overTime(levelDays: readonly ReportLevelDay[], names: readonly string[]): Figure {
  const all = daysBetween([...new Set(levelDays.map(({ day }) => day))]);
  const every = Math.ceil(all.length / MOST_POINTS);
  const days = all.filter((_, index) => index % every === 0);
  const users = new Map(levelDays.map((one) => [JSON.stringify([one.day, one.level]), one.users]));
  const usersOf = (day: string, level: string) => users.get(JSON.stringify([day, level])) ?? 0;
  const [first, last] = [all[0] as string, all.at(-1) as string];
  const spoken = {
    id: "levels-over-time",
    title: "Active users by day and level",
    description: `${names
      .map(
        (name) =>
          `${label(name, 12)}: ${count(usersOf(first, name))} on ${first}, ${count(usersOf(last, name))} on ${last}`,
      )
      .join("; ")}. Who changes the level is in both on that day.`,
  };
  const lines = names.map((name) => ({ name: label(name, 12), values: days.map((day) => usersOf(day, name)) }));
  return {
    spoken,
    svg: drawLines(spoken, WIDE, dayTicks(days), lines),
    table: {
      head: ["day", ...names.map((name) => `#${name}`)],
      rows: all.map((day) => [day, ...names.map((name) => count(usersOf(day, name)))]),
    },
    isWide: true,
  };
}

/** Who pays. */
export function levelsSection(report: Report): Section {
  const { levels, levelDays } = report;
  const figures = levels.length === 0 ? [] : [sharesFigure(report)];
  const about = { id: "level", title: "Levels" };
  if (levelDays === undefined || levelDays.length === 0)
    return { ...about, figures, missing: missingWithout("Levels over time") };
  const names = levels.map(({ level }) => level).slice(0, MOST_LINES);
  return { ...about, figures: [overTime(levelDays, names), ...figures] };
}
