import { describe, expect, test } from "vitest";
import { parseOffsetSeconds, problemOfInstant } from "../../../../src/config/window/relative.ts";
import { clockOfEarlier, resolveWindow } from "../../../../src/config/window/window.ts";

describe("an instant relative to the present", () => {
  test.each([
    ["now", 0],
    ["NOW", 0],
    ["+1d", 86_400],
    ["-2h", -7200],
    ["now+90m", 5400],
    ["now+90min", 5400],
    ["now-1w", -604_800],
    ["+0s", 0],
    ["now-1d+6h", -64_800],
    ["-15s", -15],
  ])("%s", (text, seconds) => expect(parseOffsetSeconds(text)).toBe(seconds));

  test.each([
    "+",
    "-",
    "",
    "now+",
    "+1x",
    "+1",
    "1d",
    "nowish",
    "now1d",
    "1e9d",
    "+1e9d",
    "+1.5h",
    "now +1d",
    "+-1d",
    "+1d\n",
  ])("%j is none", (text) => {
    expect(parseOffsetSeconds(text)).toBeUndefined();
    expect(problemOfInstant(text)).toMatch(/^a date or an instant, such as .* relative to the present, such as now/);
  });

  test.each(["+999999999999999999w", "-9999999d", "+5000000d-1d-5000000d"])("%s is too far", (text) => {
    expect(parseOffsetSeconds(text)).toBeUndefined();
    expect(problemOfInstant(text)).toBe("at most 9000 years from now");
  });
});

const NOON = Date.UTC(2026, 0, 15, 12, 0, 0);
const MIDNIGHT = Date.UTC(2026, 0, 15);
const DAY = 86_400;
const SITE = { file: "site.json" };

/** A window's ends in seconds since noon. */
function windowAt(options: Parameters<typeof resolveWindow>[0], config = {}, notes: string[] = []): [number, number] {
  const clockMs = options.clockMs ?? NOON + 999;
  const { start, seconds } = resolveWindow(
    { ...options, ...(clockMs !== undefined && { clockMs }) },
    { ...SITE, ...config },
    (note) => notes.push(note),
  );
  return [(start - NOON) / 1000, (start - NOON) / 1000 + seconds];
}

describe("a window that is relative to the present", () => {
  test.each([
    ["one clock for both ends, in whole seconds", { startTime: "-2h", endTime: "now+90m" }, {}, [-7200, 5400]],
    ["in a configuration", {}, { startDate: "now", endDate: "+1d" }, [0, DAY]],
    ["with an end in days", { startTime: "-1d", to: 0 }, {}, [-DAY, -DAY / 2]],
    ["to an instant", { startTime: "-1h", endTime: "2026-01-15T13:00" }, {}, [-3600, 3600]],
    ["--now is the present", { now: "2026-01-14T12:00", startTime: "-1h", endTime: "now" }, {}, [-DAY - 3600, -DAY]],
    ["--now relative to the clock", { now: "+1d", startTime: "-1h", endTime: "now" }, {}, [DAY - 3600, DAY]],
  ])("%s", (_, options, config, expected) => expect(windowAt(options, config)).toEqual(expected));

  test("the option beats the key", () => {
    expect(windowAt({ startTime: "now", endTime: "+1h" }, { startDate: "-9d", endDate: "+9d" })).toEqual([0, 3600]);
  });

  test.each([
    [{ startTime: "now", endTime: "-1s" }, /must end after it begins/],
    [{ startTime: "-2000000d", endTime: "-1999999d" }, /leaves the years 1000 to 9999/],
    [{ startTime: "+", endTime: "now" }, /--start-time: "\+" is not a date or an instant/],
  ])("%j is refused", (options, message) => expect(() => windowAt(options)).toThrow(message));
});

describe("the window of a live run", () => {
  /** The last instant whose year has four digits. */
  // The last whole second: the end is printed, and a later one has a year of five digits, which no option takes.
  const longest = Math.floor((Date.parse("9999-12-31T23:59:59.999Z") - NOON) / 1000);

  test.each([
    ["begins now", {}, {}, [0, longest]],
    ["begins before", { backfillSeconds: 30 * DAY }, {}, [-30 * DAY, longest]],
    ["with an instant", {}, { startTime: "2026-01-16", endTime: "2026-01-17" }, [DAY / 2, DAY * 1.5]],
    ["ends in another century", {}, { endTime: "2099-01-01T12:00" }, [0, (Date.UTC(2099, 0, 1, 12) - NOON) / 1000]],
    ["with days", {}, { from: 1, to: 0 }, [-1.5 * DAY, -DAY / 2]],
  ])("%s", (_, live, options, expected) => expect(windowAt({ ...options, live })).toEqual(expected));

  test("has no note: it goes on until it is stopped", () => {
    const notes: string[] = [];
    for (const endTime of [undefined, "+1d", "2099-01-01"])
      windowAt({ live: {}, ...(endTime && { endTime }) }, {}, notes);
    expect(notes).toEqual([]);
  });

  test("with growth ends before there are too many users to plan memory for", () => {
    const notes: string[] = [];
    const [, end] = windowAt({ live: {}, growthRate: 10 }, {}, notes);
    // e^(10 t) = 4, t in years of 365.25 days.
    expect(end).toBe(Math.floor((Math.log(4) / 10) * 365.25 * DAY));
    expect(notes[0]).toMatch(/--growth-rate has made the users 4 times as many; --end-time sets another end$/);
    expect(windowAt({ live: {}, growthRate: 0.0001 })[1]).toBe(longest);
    expect(windowAt({ live: {}, growthRate: 10, endTime: "+300d" })[1]).toBe(300 * DAY);
  });
});

describe("the clock of an earlier run", () => {
  const later = NOON + 5 * DAY * 1000 + 4321;
  test.each([
    [{ startTime: "now", endTime: "+1d" }, {}],
    [{ startTime: "2026-01-15", endTime: "now" }, {}],
    [{ from: 3 }, {}],
    [{ from: 3, endTime: "-1h" }, {}],
    [{ now: "-1d", from: 3, to: 1 }, {}],
    [{}, { startDate: "-3h", endDate: "+9h" }],
    [{}, {}],
    [{ live: {} }, {}],
    [{ live: { backfillSeconds: DAY } }, {}],
  ])("%j %j", (options, config) => {
    const earlier = resolveWindow({ ...options, clockMs: NOON + 999 }, { ...SITE, ...config });
    const startMs = earlier.start;
    const window = { startMs, endMs: startMs + earlier.seconds * 1000 };
    const resumed = { ...options, clockMs: later, earlier: window };
    expect(resolveWindow(resumed, { ...SITE, ...config })).toEqual(earlier);
    expect(resolveWindow({ ...options, clockMs: later }, { ...SITE, ...config })).not.toEqual(earlier);
  });

  test.each([
    { startTime: "2026-01-01", endTime: "2026-01-02" },
    { now: "2026-01-01", from: 3 },
    { now: "2026-01-01", startTime: "now", endTime: "+1d" },
  ])("%j does not matter", (options) => {
    expect(clockOfEarlier(options, SITE, { startMs: MIDNIGHT, endMs: NOON })).toBeUndefined();
  });
});
