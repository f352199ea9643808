import { execSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { holidaysOfUnitedStates } from "../../support/generated/holidays.ts";
import { settingsOf } from "../../support/golden/golden.ts";
import { inFolder, linesOf } from "../../support/program/command.ts";
import { bytesHere } from "../../support/program/command-here.ts";
import { eventsOf } from "../../support/reference/advance.ts";
import { isFree } from "../../support/reference/calendar.ts";
import { prepare } from "../../support/reference/model.ts";
import { makePerson } from "../../support/reference/population.ts";
import { simulate } from "../../support/reference/simulate.ts";
import { ROOT } from "../../support/root.ts";

/** The command of a published tutorial: one user, six days. */
const VERBATIM = "bin/eventsim --nusers 1 --from 7 -c configs/Accordion-config.json data/one-user.json";
const COMMAND = VERBATIM.split(" ").slice(1, -1);
const DAY = 86_400_000;
const FEWEST_EVENTS = 100;
const FEWEST_EVENTS_A_DAY = 10;

interface Line {
  ts: number;
  userId: string;
  page: string;
}

/** Days that cover all weekdays and months over three years. */
const everyMonth = Array.from({ length: 36 }, (_, i) => Date.UTC(2026, 0, 1) + Math.round(i * 30.5) * DAY);
/** Days whose preceding six include a holiday or a leap day, and the ends of what clocks and calendars count. */
const special = [
  "2024-02-29",
  "2024-03-01",
  "2025-12-27",
  "2026-01-02",
  "2026-07-05",
  "2026-11-28",
  "2027-01-01",
  "2028-02-29",
  "2028-03-04",
  "2032-12-31",
  "2038-01-20",
  "2100-03-01",
];

const WINDOW_DAYS = 6;
const [FIRST_YEAR, LAST_YEAR] = [2000, 2100];
const holidays = holidaysOfUnitedStates(FIRST_YEAR - 1, LAST_YEAR + 1);
/**
 * The search for the user's first session starts half a day before the window, and the day before that still affects
 * it.
 */
const DAYS_BEFORE = 2;

/**
 * One start day of the window, in days since 1970, for each pattern of weekends and holidays in a century: the draws
 * are the same, so a user depends on nothing else in the calendar.
 */
function differentStarts(): number[] {
  const starts = new Map<string, number>();
  for (let day = Date.UTC(FIRST_YEAR, 0) / DAY; day < Date.UTC(LAST_YEAR, 0) / DAY; day++) {
    const around = Array.from({ length: DAYS_BEFORE + WINDOW_DAYS + 1 }, (_, i) =>
      isFree(day - DAYS_BEFORE + i, holidays),
    );
    starts.set(around.join(), day);
  }
  return [...starts.values()];
}

const settings = { ...settingsOf("Accordion", 1, (WINDOW_DAYS * DAY) / 1000), holidays };
const accordion = prepare(settings);

/** The lines of the six days that end a day before this one, by the reference, whose output is the program's. */
function linesUntil(time: number): string[] {
  return simulate({ ...settings, startSeconds: (time - (WINDOW_DAYS + 1) * DAY) / 1000 });
}

/**
 * Events of the first user on each of the six days from this one on, by the reference. The program would take minutes
 * for all.
 */
function eventsPerDay(startDay: number): number[] {
  const model = { ...accordion, startSeconds: (startDay * DAY) / 1000 };
  const perDay = new Array<number>(WINDOW_DAYS).fill(0);
  for (const { t } of eventsOf(model, makePerson(model, 0, 0))) if (t >= 0) perDay[Math.floor((t * 1000) / DAY)]! += 1;
  return perDay;
}

const lastMidnight = () => Math.floor(Date.now() / DAY) * DAY;

function check(lines: string[], end: number): void {
  const events: Line[] = lines.map((line) => JSON.parse(line));
  expect(events.length).toBeGreaterThanOrEqual(FEWEST_EVENTS);
  expect(events.filter(({ ts }) => ts < end - 6 * DAY || ts >= end)).toEqual([]);
  // A first run should show a person: a name in the lines, music, and visits on several days.
  expect(events.filter(({ userId }) => userId === "1").length).toBeGreaterThanOrEqual(FEWEST_EVENTS);
  expect(events.filter(({ page }) => page === "NextSong").length).toBeGreaterThanOrEqual(FEWEST_EVENTS / 2);
  expect(new Set(events.map(({ ts }) => Math.floor(ts / DAY))).size).toBeGreaterThanOrEqual(3);
}

describe("the tutorial's command prints events", () => {
  test.each(special)("on %s", async (day) => {
    const time = Date.parse(`${day}T00:00:00Z`);
    const lines = linesOf(await bytesHere(...COMMAND, "--now", `${day}T00:00:00`));
    check(lines, time - DAY);
    expect(linesUntil(time).join("")).toBe(lines.map((line) => `${line}\n`).join(""));
  });

  // A start of the program for each would prove no more than the reference, which prints the same.
  test("on all weekdays, in all months", () => {
    expect(new Set(everyMonth.map((time) => new Date(time).getUTCDay())).size).toBe(7);
    expect(new Set(everyMonth.map((time) => new Date(time).getUTCMonth())).size).toBe(12);
    for (const time of everyMonth) check(linesUntil(time), time - DAY);
  });

  test("with events on each of the six days, whatever the day it is run on", () => {
    for (const day of differentStarts()) {
      const perDay = eventsPerDay(day);
      expect(Math.min(...perDay), new Date(day * DAY).toISOString()).toBeGreaterThanOrEqual(FEWEST_EVENTS_A_DAY);
    }
  });

  test("today, from a shell in a folder with the program and its configurations", () => {
    inFolder((folder) => {
      mkdirSync(join(folder, "bin"));
      symlinkSync(join(ROOT, "bin", "eventsim"), join(folder, "bin", "eventsim"));
      symlinkSync(join(ROOT, "configs"), join(folder, "configs"));
      const before = lastMidnight();
      expect(execSync(VERBATIM, { cwd: folder, stdio: "pipe" }).length).toBe(0);
      // The clock may have passed midnight while the program ran.
      const ends = [before, lastMidnight()].map((midnight) => midnight - DAY);
      const lines = linesOf(readFileSync(join(folder, "data", "one-user.json")));
      check(lines, ends.find((end) => JSON.parse(lines.at(-1)!).ts < end)!);
    });
  });
});
