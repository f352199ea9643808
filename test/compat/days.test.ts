import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compileOriginalDays, originalHolidays, PERIOD_DAYS } from "../../src/model/compat-days.ts";
import { dataFolder, isThere } from "./conformance.ts";
import { isHoliday } from "./reference/calendar.ts";

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
    for (const year of [1583, 1900, 2000, 2100, 2400]) {
      const ours = originalHolidays(year).map((day) => dateOf(day).toISOString().slice(0, 10));
      const days = Array.from({ length: 366 }, (_, index) => new Date(Date.UTC(year, 0, 1 + index)));
      const theirs = days.filter((date) => date.getUTCFullYear() === year && isHoliday(date, date.getUTCDay()));
      expect(ours).toEqual(theirs.map((date) => date.toISOString().slice(0, 10)));
    }
  });
});

describe("the table of days", () => {
  it("says of each day whether yesterday, today and tomorrow are free", () => {
    // 2026-01-01 is a Thursday: free as a holiday, between two working days; 2026-01-03 a Saturday.
    const { free, startDay } = compileOriginalDays(Date.parse("2026-01-01T12:00:00Z") / 1000);
    expect([...free.subarray(startDay - 1, startDay + 5)]).toEqual([0b001, 0b010, 0b101, 0b011, 0b110, 0b100]);
  });

  it("repeats after 400 years", () => {
    const { free, startDay } = compileOriginalDays(Date.parse("2016-03-01T00:00:00Z") / 1000);
    const later = compileOriginalDays(Date.parse("2416-03-01T00:00:00Z") / 1000);
    expect(free.length).toBe(PERIOD_DAYS);
    expect([startDay, ...free]).toEqual([later.startDay, ...later.free]);
  });
});
