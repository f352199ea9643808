import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { bytesOf, linesOf, run } from "./command.ts";

/** A published tutorial's command up to its output file, data/one-user.json: one user, six days. */
const COMMAND = ["--nusers", "1", "--from", "7", "-c", "configs/Accordion-config.json"];
const DAY = 86_400_000;
const FEWEST_EVENTS = 100;

interface Line {
  ts: number;
  userId: string;
  page: string;
}

/** Every weekday and month of three years, and days after which the six days hold a holiday or a leap day. */
const everyMonth = Array.from({ length: 24 }, (_, i) => Date.UTC(2026, 0, 1) + Math.round(i * 45.7) * DAY);
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
].map((day) => Date.parse(`${day}T00:00:00Z`));
const days = [...everyMonth, ...special].map((time) => new Date(time).toISOString().slice(0, 10));

function check(lines: string[], end: number): void {
  const events: Line[] = lines.map((line) => JSON.parse(line));
  expect(events.length).toBeGreaterThanOrEqual(FEWEST_EVENTS);
  expect(events.filter(({ ts }) => ts < end - 6 * DAY || ts >= end)).toEqual([]);
  // A first look should show somebody: a name on the lines, music, and visits on several days.
  expect(events.filter(({ userId }) => userId === "1").length).toBeGreaterThanOrEqual(FEWEST_EVENTS);
  expect(events.filter(({ page }) => page === "NextSong").length).toBeGreaterThanOrEqual(FEWEST_EVENTS / 2);
  expect(new Set(events.map(({ ts }) => Math.floor(ts / DAY))).size).toBeGreaterThanOrEqual(3);
}

describe("the tutorial's command prints events", () => {
  test("on all weekdays", () => {
    expect(new Set(days.map((day) => new Date(day).getUTCDay())).size).toBe(7);
  });

  test.each(days)("on %s", (day) => {
    check(linesOf(bytesOf(...COMMAND, "--now", `${day}T00:00:00`)), Date.parse(`${day}T00:00:00Z`) - DAY);
  });

  describe("today", () => {
    const folder = mkdtempSync(join(tmpdir(), "eventsim-tutorial-"));
    afterAll(() => rmSync(folder, { recursive: true }));

    test("into its file, whose folder is made", () => {
      const before = Math.floor(Date.now() / DAY) * DAY;
      const output = join(folder, "data", "one-user.json");
      const { bytes } = run([...COMMAND, output]);
      const after = Math.floor(Date.now() / DAY) * DAY;
      expect(bytes.length).toBe(0);
      expect(existsSync(output)).toBe(true);
      // The clock may pass midnight while the program runs.
      const lines = linesOf(readFileSync(output));
      const last = JSON.parse(lines.at(-1)!).ts;
      check(lines, last < before - DAY ? before - DAY : after - DAY);
    });
  });
});
