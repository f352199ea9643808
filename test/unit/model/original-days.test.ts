import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PERIOD_DAYS } from "../../../assembly/layout/run.ts";
import { compileOriginalDays, originalHolidays } from "../../../src/model/interana/days.ts";
import { isHoliday } from "../../support/original/calendar.ts";
import { dataFolder, isThere } from "../../support/original/conformance.ts";

const DAY_MS = 86_400_000;
const file = join(dataFolder, "us-holidays-1990-2060.txt");
const dateOf = (day: number) => new Date(day * DAY_MS);

describe("the original's holidays", () => {
  it.skipIf(!isThere || !existsSync(file))("are those that its library gave for 1990 to 2060", () => {
    const years = Array.from({ length: 71 }, (_, index) => 1990 + index);
    const ours = years.flatMap(originalHolidays).map((day) => dateOf(day).toISOString().slice(0, 10));
    expect(ours).toEqual(readFileSync(file, "utf8").trimEnd().split("\n"));
  });

  it("follow the same rules in any year", () => {
    for (const year of [
      1000, 1583, 1775, 1776, 1862, 1863, 1868, 1869, 1894, 1895, 1937, 1938, 1967, 1968, 2000, 2100, 2400,
    ]) {
      const ours = originalHolidays(year).map((day) => dateOf(day).toISOString().slice(0, 10));
      const days = Array.from({ length: 366 }, (_, index) => new Date(Date.UTC(year, 0, 1 + index)));
      const theirs = days.filter((date) => date.getUTCFullYear() === year && isHoliday(date, date.getUTCDay()));
      expect(ours).toEqual(theirs.map((date) => date.toISOString().slice(0, 10)));
    }
  });
});

describe("the first years of the original's holidays", () => {
  const has = (date: string) => originalHolidays(Number(date.slice(0, 4))).includes(Date.parse(date) / DAY_MS);

  // The Library of Congress and the Office of Personnel Management date the laws; what the library makes of them is in the specification.
  it.each([
    ["Independence Day", "1775-07-04", "1776-07-04"],
    ["Thanksgiving, the fourth Thursday", "1862-11-27", "1863-11-26"],
    ["Memorial Day on 30 May", "1868-05-30", "1869-05-30"],
    ["Labor Day", "1894-09-03", "1895-09-02"],
    ["Veterans Day", "1937-11-11", "1938-11-11"],
    ["Memorial Day on the last Monday", "1967-05-29", "1968-05-27"],
  ])("%s", (_, before, since) => {
    expect([before, since].map(has)).toEqual([false, true]);
  });

  it("30 May was Memorial Day until 1967; New Year's Day and Christmas always were", () => {
    expect(["1967-05-30", "1968-05-30", "1000-01-01", "1000-12-25"].map(has)).toEqual([true, false, true, true]);
  });
});

describe("the table of days", () => {
  it("says of each day whether yesterday, today and tomorrow are free", () => {
    // 2026-01-01 is a Thursday: free as a holiday, between two working days; 2026-01-03 a Saturday.
    const { free, startDay } = compileOriginalDays(Date.parse("2026-01-01T12:00:00Z") / 1000);
    expect([...free.subarray(startDay - 1, startDay + 5)]).toEqual([0b001, 0b010, 0b101, 0b011, 0b110, 0b100]);
  });

  it("is one period of the calendar where all of it has the rules that last", () => {
    const { free, startDay } = compileOriginalDays(Date.parse("2116-03-01T00:00:00Z") / 1000);
    const later = compileOriginalDays(Date.parse("2516-03-01T00:00:00Z") / 1000);
    expect(free.length).toBe(PERIOD_DAYS);
    expect([startDay, ...free]).toEqual([later.startDay, ...later.free]);
  });

  it.each(["1000-01-01", "1895-08-20", "1967-05-01", "2037-12-31"])(
    "ends with such a period from %s on, too",
    (start) => {
      const startDay = Date.parse(start) / DAY_MS;
      const { free, startDay: index } = compileOriginalDays(startDay * 86_400);
      const last = free.length - PERIOD_DAYS;
      expect(dateOf(startDay - index + last).getUTCFullYear()).toBeGreaterThanOrEqual(1968);
      const later = compileOriginalDays((startDay - index + last + 36524 + PERIOD_DAYS) * 86_400);
      // The neighbour of the first day may be a holiday of older rules.
      expect(free.subarray(last + 1)).toEqual(later.free.subarray(1));
    },
  );
});
