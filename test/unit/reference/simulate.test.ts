import { describe, expect, test } from "vitest";
import { transitionBounds } from "../../support/reference/model.ts";
import { arrivalTimes } from "../../support/reference/population.ts";
import { smallCatalog, smallConfig, smallSettings } from "../../support/reference/sample.ts";
import { type Settings, simulate } from "../../support/reference/simulate.ts";
import { KOLMOGOROV_SMIRNOV_LIMIT, kolmogorovSmirnov } from "../../support/statistics/distributions.ts";

interface Line {
  ts: number;
  userId: string;
  sessionId: number;
  registration: number;
  page: string;
  itemInSession: number;
  song?: string;
}

const run = (changes: Partial<Settings> = {}): Line[] =>
  simulate(smallSettings(changes)).map((line) => JSON.parse(line));

/** Pairs of consecutive events of one session. */
function steps(events: Line[]): [Line, Line][] {
  const last = new Map<number, Line>();
  const pairs: [Line, Line][] = [];
  for (const event of events) {
    const before = last.get(event.sessionId);
    if (before) pairs.push([before, event]);
    last.set(event.sessionId, event);
  }
  return pairs;
}

describe("transitionBounds", () => {
  test("are running sums in units of 2^-40", () => {
    expect(transitionBounds([0.5, 0, 0.25])).toEqual([2 ** 39, 2 ** 39, 2 ** 39 + 2 ** 38]);
  });

  test("are divided by the sum where it is above 1, so that the last one is exactly 1", () => {
    expect(transitionBounds([0.5, 0.5 + 1e-7])).toEqual([Math.floor(2 ** 39 / (1 + 1e-7) + 0.5), 2 ** 40]);
  });
});

describe("a run", () => {
  const week = run();

  test("has events in the order of time, within the window", () => {
    const start = Date.UTC(2026, 5, 1);
    expect(week.length).toBeGreaterThan(200);
    expect(week.every((event, i) => i === 0 || event.ts >= week[i - 1]!.ts)).toBe(true);
    expect(week.every((event) => event.ts >= start && event.ts < start + 7 * 86_400_000)).toBe(true);
  });

  test("keeps the lines of the first users when there are more, and the old lines when it ends later", () => {
    const lines = simulate(smallSettings());
    const five = simulate(smallSettings({ userCount: 5 }));
    const ofFirstFive = lines.filter((line) => JSON.parse(line).userId <= 5);
    expect(five).toEqual(ofFirstFive);
    expect(simulate(smallSettings({ windowSeconds: 9 * 86400 })).slice(0, lines.length)).toEqual(lines);
  });

  test("puts the fraction of the start's second into every time stamp", () => {
    const moved = run({ startMilliseconds: 125 });
    expect(moved.map((event) => event.ts - 125)).toEqual(week.map((event) => event.ts));
  });

  test("plays one song after the other ends, and redirects after one second", () => {
    const durations = new Map([
      ["Long", 300],
      ["Short", 90],
      ["Rare", 60],
    ]);
    const pairs = steps(week);
    const afterSong = pairs.filter(([a, b]) => a.page === "NextSong" && b.page === "NextSong");
    expect(afterSong.length).toBeGreaterThan(100);
    for (const [a, b] of afterSong) expect(b.ts - a.ts).toBe(1000 * durations.get(a.song!)!);
    const redirects = pairs.filter(([, b]) => b.page === "Logout");
    expect(redirects.length).toBeGreaterThan(10);
    for (const [a, b] of redirects) expect(b.ts - a.ts).toBe(1000);
  });

  test("has at least the session gap between two sessions of a user", () => {
    const last = new Map<string, Line>();
    for (const event of week) {
      const before = last.get(event.userId);
      if (before && before.sessionId !== event.sessionId) {
        expect(event.ts - before.ts).toBeGreaterThanOrEqual(1_800_000);
        expect(event.sessionId).toBe(before.sessionId + 1);
        expect(event.itemInSession).toBe(0);
      }
      last.set(event.userId, event);
    }
  });
});

describe("statistics of a long run", () => {
  const config = smallConfig({ betaSeconds: 20_000 });
  const events = run({ config, userCount: 60, windowSeconds: 30 * 86400 });

  test("takes the transitions as often as their probabilities say", () => {
    const month = Date.UTC(2026, 5, 30) - 86_400_000;
    const homes = events.filter((event) => event.page === "Home" && event.ts < month);
    const followed = new Set(steps(events).map(([a]) => a));
    const share = homes.filter((event) => followed.has(event)).length / homes.length;
    expect(homes.length).toBeGreaterThan(1000);
    expect(Math.abs(share - 0.75)).toBeLessThan(5 * Math.sqrt((0.75 * 0.25) / homes.length));
  });

  test("chooses songs by their listen counts", () => {
    const songs = events.filter((event) => event.song !== undefined);
    const share = songs.filter((event) => event.song === "Long").length / songs.length;
    expect(Math.abs(share - 0.6)).toBeLessThan(5 * Math.sqrt((0.6 * 0.4) / songs.length));
  });

  test("leaves exponential gaps between sessions", () => {
    // One user's gaps over three years, all from the same user, so all with the same mean.
    const alone = run({ config, userCount: 1, windowSeconds: 3 * 31_557_600 });
    const gaps: number[] = [];
    for (let i = 1; i < alone.length; i++)
      if (alone[i]!.itemInSession === 0) gaps.push((alone[i]!.ts - alone[i - 1]!.ts) / 1000 - 1800);
    const average = gaps.reduce((a, b) => a + b, 0) / gaps.length;
    expect(gaps.length).toBeGreaterThan(500);
    const distance = kolmogorovSmirnov(gaps, (x) => 1 - Math.exp(-Math.max(0, x) / average));
    expect(distance).toBeLessThan(KOLMOGOROV_SMIRNOV_LIMIT);
  });
});

test("follows similar songs where there are some with listeners", () => {
  // After Long comes only Rare; after Rare nothing is known; Short's similar song has no listeners.
  const songs = { ...smallCatalog().songs, artist: ["", "", "", ""], title: ["Long", "Short", "Rare", "Unheard"] };
  const catalog = smallCatalog({
    songs: { ...songs, duration: Float64Array.of(300, 90, 60, 60), weight: Uint32Array.of(6, 3, 1, 0) },
    similar: { first: Uint32Array.of(0, 1, 2, 2, 2), song: Uint32Array.of(2, 3) },
  });
  const pairs = steps(run({ catalog })).filter(([a, b]) => a.song !== undefined && b.song !== undefined);
  const after = (title: string) => new Set(pairs.filter(([a]) => a.song === title).map(([, b]) => b.song));
  expect(after("Long")).toEqual(new Set(["Rare"]));
  expect(after("Short")).toEqual(new Set(["Long", "Short", "Rare"]));
  expect(after("Rare")).toEqual(new Set(["Long", "Short", "Rare"]));
});

test("churned users do not come back", () => {
  const churning = smallConfig({ churnedAuth: "Logged In", betaSeconds: 3600 });
  const events = run({ config: churning });
  const sessions = new Map<string, Set<number>>();
  for (const { userId, sessionId } of events) sessions.set(userId, (sessions.get(userId) ?? new Set()).add(sessionId));
  expect([...sessions.values()].every((ids) => ids.size === 1)).toBe(true);
});

test("users who leave at once have no session after the one under way", () => {
  const events = run({ attritionRate: 1, config: smallConfig({ betaSeconds: 3600 }) });
  expect(events.every((event) => event.sessionId % 1_000_000 <= 3)).toBe(true);
  expect(events.length).toBeLessThan(run({ config: smallConfig({ betaSeconds: 3600 }) }).length / 5);
});

test("later users begin their first session when they arrive", () => {
  const settings = smallSettings({ growthRate: 60 });
  const arrivals = arrivalTimes(settings).slice(settings.userCount);
  const events = run(settings).filter((event) => Number(event.userId) > settings.userCount);
  const first = new Map<number, Line>();
  for (const event of events) if (!first.has(Number(event.userId))) first.set(Number(event.userId), event);
  expect(arrivals.length).toBeGreaterThan(20);
  // Ids are in the order of arrival, and everybody has an event.
  expect([...first].sort(([a], [b]) => a - b).map(([, { ts }]) => ts / 1000 - settings.startSeconds)).toEqual(arrivals);
  for (const event of first.values())
    expect(event).toMatchObject({
      page: "Home",
      itemInSession: 0,
      registration: event.ts,
      sessionId: Number(event.userId) * 1_000_000 + 1,
    });
});
