import { describe, expect, test } from "vitest";
import { configFile, run } from "../support/program/command.ts";
import { type Line, userOf } from "../support/read/line.ts";
import { type ConfigJson, onePage, type StateJson, simulate, window } from "../support/sites/shipped.ts";
import { KOLMOGOROV_SMIRNOV_LIMIT, kolmogorovSmirnov } from "../support/statistics/distributions.ts";
import { SIGMA_LIMIT, sigmas, sum, tally } from "../support/statistics/measures.ts";

const YEAR = 31_557_600;
const DAY = 86_400;
/** 365.25 days. */
const ONE_YEAR = window("2026-01-01T00:00:00", "2027-01-01T06:00:00");
const HALF_A_YEAR = window("2026-01-01T00:00:00", "2026-07-02T15:00:00");
const START = Date.UTC(2026, 0, 1);

describe("growth", () => {
  /**
   * Finds the number of users at the end of the window. Nothing is simulated: the program refuses a user id above the
   * last.
   */
  function usersAtEnd(users: number, rate: number, period: string[], seed: number): number {
    const flags = ["-n", String(users), "--growth-rate", String(rate), "--randomseed", String(seed), ...period];
    const { stderr } = run(["-c", configFile("Accordion"), ...flags, "--user", "4294967295"], { exitCode: 2 });
    return Number(/the ids are 1 to (\d+)/.exec(stderr)![1]);
  }

  // Each user brings others at the same rate (a Yule process): n users become n e^g, with the variance n e^g (e^g - 1).
  test.each([
    { users: 200_000, rate: 0.1, years: 1 },
    { users: 200_000, rate: 0.1, years: 0.5 },
    { users: 100_000, rate: 1, years: 1 },
    { users: 3000, rate: 2.5, years: 1 },
    { users: 400, rate: 4, years: 0.5 },
  ])("of $rate a year makes of $users users after $years years as many as it should", ({ users, rate, years }) => {
    const factor = Math.exp(rate * years);
    const deviation = Math.sqrt(users * factor * (factor - 1));
    const seeds = [1, 2];
    const sigmas = seeds.map((seed) => {
      const end = usersAtEnd(users, rate, years === 1 ? ONE_YEAR : HALF_A_YEAR, seed);
      return (end - users * factor) / deviation;
    });
    expect(sigmas.filter((each) => Math.abs(each) > 4)).toEqual([]);
    expect(Math.abs(sum(sigmas) / Math.sqrt(seeds.length))).toBeLessThan(4);
    expect(new Set(sigmas).size).toBe(seeds.length);
  });

  test("numbers those who arrive in their order, and registers them when they do", () => {
    const shown = { "show-user-details": [{ auth: "Member", show: true }] };
    const config = onePage({ beta: DAY, ...shown });
    const flags = ["-n", "100", "--growth-rate", "6", ...window("2026-01-01", "2026-04-01")];
    const first = new Map<number, Line>();
    for (const event of simulate(config, ...flags)) if (!first.has(userOf(event))) first.set(userOf(event), event);
    const later = [...first].filter(([user]) => user > 100).sort(([a], [b]) => a - b);
    const registrations = later.map(([, { registration }]) => registration!);
    expect(later.length).toBeGreaterThan(150);
    expect(registrations.every((each, i) => each >= (registrations[i - 1] ?? START))).toBe(true);
    expect(later.every(([, { registration, ts }]) => registration! <= ts)).toBe(true);
    expect([...first].every(([user, { registration }]) => user > 100 || registration! <= START)).toBe(true);
  });
});

describe("attrition", () => {
  // Leaving does not change what people do before, so the run without it tells which visits they would have made.
  const config = onePage({ beta: 30 * DAY });
  const flags = ["-n", "6000", "--randomseed", "5", ...ONE_YEAR];
  const visits = simulate(config, ...flags);

  /**
   * For each user, one visit after the first 300 days that leaving could have prevented: it must not be the first
   * session of all.
   */
  const late = new Map<number, Line>();
  for (const visit of visits)
    if (visit.ts >= START + 300 * DAY * 1000 && visit.sessionId % 1_000_000 > 1 && !late.has(userOf(visit)))
      late.set(userOf(visit), visit);

  const remaining = (rate: number) =>
    new Set(simulate(config, ...flags, "--attrition-rate", String(rate)).map(({ sessionId }) => sessionId));

  /**
   * Returns the distance, in standard deviations, of the visits that still happen from a share of (1 - rate) of the
   * users per year.
   */
  function surprise(sessions: Set<number>, rate: number): number {
    const chances = [...late.values()].map(({ ts }) => (1 - rate) ** ((ts - START) / 1000 / YEAR));
    const count = [...late.values()].filter(({ sessionId }) => sessions.has(sessionId)).length;
    return (count - sum(chances)) / Math.sqrt(sum(chances.map((chance) => chance * (1 - chance))));
  }

  test.each([
    { rate: 0.05, other: 0.07 },
    { rate: 0.3, other: 0.35 },
    { rate: 0.9, other: 0.92 },
  ])("of $rate leaves as many after a year as it should, and not as many as $other would", ({ rate, other }) => {
    const sessions = remaining(rate);
    expect(late.size).toBeGreaterThan(3000);
    expect(Math.abs(surprise(sessions, rate))).toBeLessThan(4);
    expect(surprise(sessions, other)).toBeGreaterThan(4);
  });
});

/** People who never change: six kinds of users by two auths and three levels, each seen on a page of its own. */
function unchanging(auths: Record<string, number>, levels: Record<string, number>): ConfigJson {
  const kinds = Object.keys(auths).flatMap((auth) => Object.keys(levels).map((level) => ({ auth, level })));
  const states: StateJson[] = kinds.map((kind) => ({ page: "Visit", ...kind, method: "GET", status: 200 }));
  return onePage({
    beta: 60 * DAY,
    "new-user-auth": "Member",
    "new-user-level": "trial",
    "show-user-details": Object.keys(auths).map((auth) => ({ auth, show: true })),
    levels: Object.entries(levels).map(([level, weight]) => ({ level, weight })),
    auths: Object.entries(auths).map(([auth, weight]) => ({ auth, weight })),
    "new-session": states.map((state) => ({ ...state, weight: 1 })),
    transitions: states.map((state) => ({ source: state, dest: state, p: 0 })),
  });
}

describe("users at the start", () => {
  const auths = { Member: 87, Visitor: 13 };
  const levels = { free: 60, paid: 30, trial: 10 };
  const month = ["-n", "40000", "--randomseed", "6", ...window("2026-01-01", "2026-01-15")];
  const seen = (...flags: string[]) =>
    [...new Map(simulate(unchanging(auths, levels), ...month, ...flags).map((event) => [userOf(event), event]))].filter(
      ([user]) => user <= 40_000,
    );
  const users = seen().map(([, event]) => event);

  test("have auths and levels by their weights, independently", () => {
    const kinds = Object.entries(auths).flatMap(([auth, a]) =>
      Object.entries(levels).map(([level, b]) => ({ kind: `${auth} ${level}`, weight: a * b })),
    );
    const found = tally(users.map(({ auth, level }) => `${auth} ${level}`));
    const observed = kinds.map(({ kind }) => found.get(kind) ?? 0);
    expect(sum(observed)).toBe(users.length);
    expect(users.length).toBeGreaterThan(8000);
    expect(
      Math.abs(
        sigmas(
          observed,
          kinds.map(({ weight }) => weight),
        ),
      ),
    ).toBeLessThan(SIGMA_LIMIT);
  });

  test("registered evenly over five years, without growth", () => {
    const ages = users.map(({ registration }) => (START - registration!) / 1000 / (5 * YEAR));
    expect(ages.every((age) => age >= 0 && age <= 1)).toBe(true);
    expect(kolmogorovSmirnov(ages, (age) => age)).toBeLessThan(KOLMOGOROV_SMIRNOV_LIMIT);
  });

  test("registered at exponential times before, cut at five years, with growth", () => {
    const rate = 2;
    const ages = seen("--growth-rate", String(rate)).map(
      ([, { registration }]) => (START - registration!) / 1000 / YEAR,
    );
    const younger = ages.filter((age) => age < 5);
    // The share that is cut, e^(-5/2), as a binomial count.
    const cut = Math.exp(-5 / rate);
    const expected = ages.length * cut;
    const oldest = ages.length - younger.length;
    expect(Math.abs(oldest - expected)).toBeLessThan(4 * Math.sqrt(expected * (1 - cut)));
    const distribution = (age: number) => -Math.expm1(-age / rate) / (1 - cut);
    expect(kolmogorovSmirnov(younger, distribution)).toBeLessThan(KOLMOGOROV_SMIRNOV_LIMIT);
  });
});

test("users who arrive later start with the auth and the level that the configuration states for them", () => {
  const config = unchanging({ Member: 1, Visitor: 1 }, { free: 1, paid: 1, trial: 1 });
  const events = simulate(config, "-n", "2000", "--growth-rate", "5", ...window("2026-01-01", "2026-03-01"));
  const later = events.filter((event) => userOf(event) > 2000);
  expect(later.length).toBeGreaterThan(500);
  expect(later.every(({ auth, level }) => auth === "Member" && level === "trial")).toBe(true);
});
