import { describe, expect, test } from "vitest";
import type { Settings } from "../../../src/config/settings.ts";
import { liveSettings, notesOfLive, reachedBy } from "../../../src/simulation/live.ts";
import { dueOfEvent } from "../../../src/workers/live/rate.ts";
import type { ByRate, ByTime } from "../../../src/workers/live/settings.ts";
import { dueOfTime, PAST_MS, startingAt } from "../../../src/workers/live/timing.ts";

const START_MS = Date.UTC(2026, 0, 1, 12);
const HOUR_MS = 3_600_000;
/** Six hours that begin at noon. */
const SETTINGS = { startSeconds: START_MS / 1000, startMilliseconds: 0, windowSeconds: 6 * 3600 } as Settings;
const FROM_START = { second: 0, events: 0 };

/** When an event is due that has a time stamp so many hours after the start; hours after the start. */
function dueHours(request: { speed?: number }, nowHours: number, hours: number, second = 0): number {
  const { timing } = liveSettings(request, SETTINGS, { second, events: 1 }, START_MS + nowHours * HOUR_MS);
  const due = dueOfTime(timing as ByTime, hours * HOUR_MS);
  return due === PAST_MS ? due : (due - START_MS) / HOUR_MS;
}

describe("by the real clock", () => {
  test.each([
    ["a time stamp", 2, 3, 3],
    ["a time stamp, before the start", -5, 3, 3],
    ["the start", -5, 0, 0],
    ["the past", 2, 1.9, PAST_MS],
    ["the present", 2, 2, 2],
    ["when all is past", 99, 5.99, PAST_MS],
  ])("%s", (_, now, hours, expected) => expect(dueHours({}, now, hours)).toBe(expected));

  test("does not go faster after an interruption", () => expect(dueHours({}, 2, 5, 4 * 3600)).toBe(5));
});

describe("by a speed", () => {
  test.each([
    ["the past", 2, 1.9, 0, PAST_MS],
    ["the present", 2, 2, 0, 2],
    ["an hour later", 2, 3, 0, 2.25],
    ["before the start", -1, 2, 0, 0.5],
    ["over: replayed from the start", 10, 0, 0, 10],
    ["over: an hour after the start", 10, 1, 0, 10.25],
    ["interrupted while it was ahead of the present", 2, 5, 4 * 3600, 2.25],
    ["interrupted while it was behind the present", 2, 3, 3600, 2.25],
    ["interrupted while it was replayed", 10, 4, 3 * 3600, 10.25],
    ["interrupted while it was replayed: what was there", 10, 2, 3 * 3600, PAST_MS],
  ])("%s", (_, now, hours, second, expected) => expect(dueHours({ speed: 4 }, now, hours, second)).toBe(expected));
});

describe("by a rate", () => {
  const rate = { least: 10, most: 30, periodSeconds: 100 };

  function timingOf(events: number): ByRate {
    return liveSettings({ rate }, SETTINGS, { second: 0, events }, START_MS).timing as ByRate;
  }

  test("the first event is due now", () => expect(dueOfEvent(timingOf(0), 0)).toBe(START_MS));

  test("an interrupted run goes on with the rate that it had", () => {
    const whole = timingOf(0);
    const rest = timingOf(700);
    expect(dueOfEvent(rest, 0)).toBeCloseTo(START_MS, 3);
    for (const event of [1, 100, 1300, 5000]) {
      const expected = dueOfEvent(whole, 700 + event) - dueOfEvent(whole, 700);
      expect(dueOfEvent(rest, event) - dueOfEvent(rest, 0)).toBeCloseTo(expected, 3);
    }
  });

  test("events of finished files are sent already", () => {
    const position = { part: 2, event: 100, second: 7, skip: 0 };
    expect(
      reachedBy({
        position,
        kept: [
          [100, 150],
          [200, 300],
        ],
      }),
    ).toEqual({ second: 7, events: 250 });
  });
});

describe("the pace counts from the moment the threads start", () => {
  const atMs = START_MS + HOUR_MS;
  test.each([
    [{ speed: 4 }, atMs, 700],
    [{ rate: { least: 1, most: 1, periodSeconds: 0 } }, atMs, 700],
    [{}, atMs, 0],
    // A start in the future is an instant of the real clock.
    [{ speed: 4 }, START_MS - 1, 0],
  ])("%j", (request, nowMs, laterMs) => {
    const live = liveSettings(request, SETTINGS, FROM_START, nowMs);
    expect(startingAt(live, nowMs + 700).timing.atMs - live.timing.atMs).toBe(laterMs);
  });
});

test("events wait 50 ms for others, or as long as is asked for", () => {
  expect(liveSettings({}, SETTINGS, FROM_START, 0).flushMs).toBe(50);
  expect(liveSettings({ flushMs: 7 }, SETTINGS, FROM_START, 0).flushMs).toBe(7);
});

describe("notes", () => {
  test.each([
    [{}, -1, ["note: waiting until 2026-01-01T12:00:00Z, when the window begins"]],
    [{}, 1, []],
    [{}, 6, ["note: the window is over, so all its events leave at once; --speed 1 replays it"]],
    [{ speed: 60 }, 6, ["note: the window is over, so it is replayed from its start at --speed 60"]],
    [{ rate: { least: 1, most: 1, periodSeconds: 0 } }, 6, []],
  ])("%j, %i hours after the start", (request, hours, notes) => {
    expect(notesOfLive(request, SETTINGS, START_MS + hours * HOUR_MS)).toEqual(notes);
  });
});
