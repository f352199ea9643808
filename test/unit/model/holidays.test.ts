import { describe, expect, it } from "vitest";
import { compileDays, holidaysOf } from "../../../src/model/days.ts";

const DAY_SECONDS = 86400;

function dayOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / 1000 / DAY_SECONDS;
}

function yearOf(day: number): number {
  return new Date(day * DAY_SECONDS * 1000).getUTCFullYear();
}

describe("holidays", () => {
  it("has those that the United States' law names for 2026, on the days themselves and not their substitutes", async () => {
    const days = await holidaysOf("US", 2026, 2026);
    const fixed = ["2026-01-01", "2026-06-19", "2026-07-04", "2026-11-11", "2026-12-25"];
    // Third Mondays of January and February, last of May, first of September, second of October, fourth Thursday of November.
    const moving = ["2026-01-19", "2026-02-16", "2026-05-25", "2026-09-07", "2026-10-12", "2026-11-26"];
    const found = [...days].filter((day) => yearOf(day) === 2026).sort((a, b) => a - b);
    expect(found).toEqual([...fixed, ...moving].map(dayOf).sort((a, b) => a - b));
  });

  it("has the same days in the table as in the package that it was made of", async () => {
    const table = await holidaysOf("US", 1990, 2100);
    const calendar = await holidaysOf("US", 1990, 2151); // past the table: the package is asked
    const within = (days: Set<number>) =>
      [...days].filter((day) => yearOf(day) >= 1990 && yearOf(day) <= 2100).sort((a, b) => a - b);
    expect(within(table)).toEqual(within(calendar));
    expect(within(table).length).toBeGreaterThan(111 * 9);
  });

  it("knows other countries and none", async () => {
    expect([...(await holidaysOf("DE", 2026, 2026))]).toContain(dayOf("2026-10-03"));
    expect((await holidaysOf("none", 2026, 2026)).size).toBe(0);
  });

  it.each(["XX", "constructor"])("refuses %s, which is not a country", async (country) => {
    await expect(holidaysOf(country, 2026, 2026)).rejects.toThrow(/not a country/);
  });
});

describe("the table of days", () => {
  it("marks Saturdays, Sundays and holidays around the window, and nothing else", async () => {
    const start = dayOf("2026-07-01");
    const { free, startDay } = await compileDays(start * DAY_SECONDS, 14 * DAY_SECONDS, "US");
    // 2026-07-01 is a Wednesday; Independence Day falls on a Saturday.
    const window = [...free.subarray(startDay, startDay + 14)];
    expect(window).toEqual([0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 1, 1, 0, 0]);
    expect(free[startDay + dayOf("2025-12-25") - start]).toBe(1);
    expect(free[startDay + dayOf("2025-12-26") - start]).toBe(0);
  });
});
