import { describe, expect, test } from "vitest";
import { isFree, warp, weekendDamping } from "../../support/reference/calendar.ts";
import { smallConfig } from "../../support/reference/sample.ts";

const DAY = 86400;
const dayOf = (date: string) => Date.parse(`${date}T00:00:00Z`) / 1000 / DAY;
const secondOf = (instant: string) => Date.parse(`${instant}Z`) / 1000;

describe("isFree", () => {
  test("knows the weekdays as Date does, before 1970 too", () => {
    for (let day = -20_000; day < 40_000; day++)
      expect(isFree(day, new Set())).toBe([0, 6].includes(new Date(day * DAY * 1000).getUTCDay()));
  });

  test("counts holidays", () => {
    expect(isFree(dayOf("2026-12-25"), new Set())).toBe(false);
    expect(isFree(dayOf("2026-12-25"), new Set([dayOf("2026-12-25")]))).toBe(true);
  });
});

describe("warp", () => {
  const start = secondOf("2026-03-01T17:00:00");

  test("leaves 03:00 and 15:00 alone and moves 09:00 and 21:00 most", () => {
    const at = (instant: string) => secondOf(instant) - start;
    const moved = (instant: string) => warp(at(instant), 0.1, start) - at(instant);
    expect(moved("2026-03-02T03:00:00")).toBe(0);
    expect(Math.abs(moved("2026-03-02T15:00:00"))).toBe(0);
    // A tenth of a day, cut off toward zero: a sine that rounds to just below 1 is worth one second less.
    expect([8639, 8640]).toContain(moved("2026-03-02T09:00:00"));
    expect([-8639, -8640]).toContain(moved("2026-03-02T21:00:00"));
  });

  test("does nothing without damping", () => {
    for (let t = -DAY; t < DAY; t += 997) expect(warp(t, 0, start)).toBe(t);
  });
});

describe("weekendDamping", () => {
  const config = smallConfig({
    weekendDamping: 0.5,
    weekendDampingOffsetMinutes: 180,
    weekendDampingScaleMinutes: 360,
  });
  // Monday 2026-06-01 to Sunday the 14th, with holidays on the first Wednesday, and on Monday and Thursday after it.
  const startSeconds = secondOf("2026-06-01T00:00:00");
  const holidays = new Set(["2026-06-03", "2026-06-08", "2026-06-11"].map(dayOf));
  const at = (instant: string, free = holidays) =>
    weekendDamping(secondOf(instant) - startSeconds, { config, startSeconds, holidays: free });

  test("never jumps and stays between 0 and the full value", () => {
    const steepest = 0.5 / (360 * 60);
    const values = Array.from({ length: 14 * DAY }, (_, t) => weekendDamping(t, { config, startSeconds, holidays }));
    const jumps = values.filter((value, t) => t > 0 && Math.abs(value - values[t - 1]!) > steepest * 1.000001);
    expect(jumps).toEqual([]);
    expect(values.filter((value) => !(value >= 0 && value <= 0.5))).toEqual([]);
  });

  test("begins 3 hours before a weekend, is full 3 hours into it, and fades around its end", () => {
    const none = new Set<number>();
    const friday = ["2026-06-05T20:59:59", "2026-06-05T21:00:00", "2026-06-06T00:00:00", "2026-06-06T03:00:00"];
    expect(friday.map((instant) => at(instant, none))).toEqual([0, 0, 0.25, 0.5]);
    const monday = ["2026-06-07T21:00:00", "2026-06-08T00:00:00", "2026-06-08T03:00:00", "2026-06-08T03:00:01"];
    expect(monday.map((instant) => at(instant, none))).toEqual([0.5, 0.25, 0, 0]);
  });

  test("treats a single holiday, the day between two and a long weekend as the table says", () => {
    expect(at("2026-06-03T12:00:00")).toBe(0.5);
    expect(at("2026-06-08T12:00:00")).toBe(0.5);
    expect(at("2026-06-07T23:00:00")).toBe(0.5);
    const between = new Set(["2026-06-09", "2026-06-11"].map(dayOf));
    expect(at("2026-06-10T12:00:00", between)).toBe(0);
    expect(at("2026-06-10T01:30:00", between)).toBe(0.125);
    expect(at("2026-06-10T22:30:00", between)).toBe(0.125);
  });

  test("does not depend on where the window starts", () => {
    const later = startSeconds + 12345;
    for (let t = 0; t < 14 * DAY; t += 1237)
      expect(weekendDamping(t - 12345, { config, startSeconds: later, holidays })).toBe(
        weekendDamping(t, { config, startSeconds, holidays }),
      );
  });
});
