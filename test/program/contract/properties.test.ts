import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { State } from "../../../src/config/types.ts";
import { type Case, cases } from "../../support/generated/generate.ts";
import { runProgram } from "../../support/generated/program.ts";
import { type Line, neighbours, userOf } from "../../support/read/line.ts";

interface Result {
  site: Case["site"];
  run: Case["run"];
  lines: string[];
  events: Line[];
}

const ALWAYS = ["ts", "userId", "sessionId", "page", "auth", "method", "status", "level", "itemInSession"];
const DETAILS = ["location", "userAgent", "lastName", "firstName", "registration", "gender"];
const SONG = ["artist", "song", "length"];

const results: Result[] = [];

beforeAll(async () => {
  for (const each of fc.sample(cases, { numRuns: 25, seed: 777 })) {
    const lines = (await runProgram(each)).toString().split("\n").slice(0, -1);
    results.push({ ...each, lines, events: lines.map((line) => JSON.parse(line)) });
  }
});

const stateOf = ({ page, auth, method, status, level }: State) => JSON.stringify([page, auth, method, status, level]);

const sessionOf = (event: Line) => event.sessionId;

describe("every output of the program", () => {
  test("has events at all, in most cases", () => {
    expect(results.filter(({ events }) => events.length > 50).length).toBeGreaterThan(10);
  });

  test("has time stamps that never fall, within the window", () => {
    for (const { events, run } of results) {
      expect(events.filter(({ ts }) => ts < run.startTime || ts >= run.endTime)).toEqual([]);
      expect(events.filter(({ ts }, i) => i > 0 && ts < events[i - 1]!.ts)).toEqual([]);
    }
  });

  test("counts the items of a session up by one", () => {
    for (const { events } of results) {
      const steps = neighbours(events, sessionOf);
      expect(steps.filter(([a, b]) => b.itemInSession !== a.itemInSession + 1)).toEqual([]);
    }
  });

  test("takes only transitions that are declared and possible, from session starts that are", () => {
    for (const { events, site } of results) {
      const possible = site.transitions.filter(({ probability }) => probability > 0);
      const declared = new Set(possible.map(({ source, dest }) => stateOf(source) + stateOf(dest)));
      const steps = neighbours(events, sessionOf);
      expect(steps.filter(([a, b]) => !declared.has(stateOf(a) + stateOf(b)))).toEqual([]);
      const starts = new Set(site.newSession.filter(({ weight }) => weight > 0).map(stateOf));
      expect(events.filter((event) => event.itemInSession === 0 && !starts.has(stateOf(event)))).toEqual([]);
    }
  });

  test("leaves at least the session gap between two sessions of a user, which are numbered without holes", () => {
    for (const { events, site } of results) {
      const between = neighbours(events, userOf).filter(([a, b]) => a.sessionId !== b.sessionId);
      expect(between.filter(([a, b]) => b.ts - a.ts < site.sessionGapSeconds * 1000)).toEqual([]);
      expect(between.filter(([a, b]) => b.sessionId !== a.sessionId + 1 || b.itemInSession !== 0)).toEqual([]);
    }
  });

  test("begins with the first event of the first session for each user who arrives, at the registration", () => {
    let arrived = 0;
    for (const { events, run } of results) {
      const first = new Map<number, Line>();
      for (const event of events) if (!first.has(userOf(event))) first.set(userOf(event), event);
      for (const [user, { ts, sessionId, itemInSession, registration }] of first) {
        if (user < run.firstUserId + run.userCount) continue;
        arrived++;
        expect([sessionId % 1_000_000, itemInSession]).toEqual([1, 0]);
        if (registration !== undefined) expect(registration).toBe(ts);
      }
      // Ids are in the order of arrival, and everyone who has arrived has an event.
      const arrivals = [...first].filter(([user]) => user >= run.firstUserId + run.userCount).sort(([a], [b]) => a - b);
      expect(arrivals.map(([user]) => user)).toEqual(arrivals.map((_, i) => run.firstUserId + run.userCount + i));
      expect(arrivals.filter(([, { ts }], i) => i > 0 && ts < arrivals[i - 1]![1].ts)).toEqual([]);
    }
    expect(arrived).toBeGreaterThan(50);
  });

  test("has the keys in order: details where the configuration shows them, songs on song pages", () => {
    for (const { events, site, run } of results)
      for (const event of events) {
        const shown = site.showUserDetails.get(event.auth) === true;
        const expected = [...ALWAYS, ...(shown ? DETAILS : []), ...(run.tag ? ["tag"] : [])];
        expect(Object.keys(event)).toEqual([...expected, ...(event.page === "NextSong" ? SONG : [])]);
        expect(event.userId).toBe(shown ? String(userOf(event)) : "");
      }
  });

  test("numbers users from the first id and gives each the same person throughout", () => {
    for (const { events, run } of results) {
      expect(events.filter((event) => userOf(event) < run.firstUserId)).toEqual([]);
      const shown = events.filter((event) => event.registration !== undefined);
      const person = (event: Line) => JSON.stringify(DETAILS.map((key) => event[key as keyof Line]));
      expect(neighbours(shown, userOf).filter(([a, b]) => person(a) !== person(b))).toEqual([]);
      expect(shown.filter((event) => event.registration! > event.ts)).toEqual([]);
    }
  });
});
