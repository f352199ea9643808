import { describe, expect, test } from "vitest";
import { type Line, neighbours, userOf } from "../support/read/line.ts";
import { makePerson, type Person } from "../support/reference/population.ts";
import { type ConfigJson, modelOf, onePage, shipped, simulate, window } from "../support/sites/shipped.ts";
import { KOLMOGOROV_SMIRNOV_LIMIT, kolmogorovSmirnov } from "../support/statistics/distributions.ts";
import { placeOf, spread } from "../support/statistics/measures.ts";

/** A time between two events of a user, which could have been up to `most` without leaving the window. */
interface Gap {
  user: number;
  seconds: number;
  most: number;
}

const SEED = 11n;

/** Every user's pace, by user id from 1. */
function paces(config: ConfigJson, users: number): Person[] {
  const model = modelOf(config, SEED, users);
  return Array.from({ length: users }, (_, index) => makePerson(model, index, 0));
}

/** Returns the Kolmogorov-Smirnov distance between gaps and exponentials whose means `meanOf` returns. */
function distance(gaps: Gap[], meanOf: (user: number) => number): number {
  const places = gaps.map(({ user, seconds, most }, i) => placeOf(seconds, meanOf(user), most, spread(i)));
  return kolmogorovSmirnov(places, (place) => place);
}

function gapOf([from, to]: [Line, Line], end: number, atLeast: number): Gap {
  const elapsed = (to.ts - from.ts) / 1000;
  return { user: userOf(to), seconds: elapsed - atLeast, most: (end - from.ts) / 1000 - 1 - atLeast };
}

describe("gaps within a session", () => {
  const users = 1500;
  const config = shipped("Kazoo", { "growth-rate": 0 });
  const flags = ["-n", String(users), "--randomseed", String(SEED), ...window("2026-03-04", "2026-03-08")];
  const steps = neighbours(simulate(config, ...flags), ({ sessionId }) => sessionId);
  // Songs follow songs when they end, redirects after one second.
  const clicks = steps.filter(([, to]) => to.page !== "NextSong" && (to.status < 300 || to.status > 398));
  const gaps = clicks.map((step) => gapOf(step, Date.UTC(2026, 2, 8), 0));
  const people = paces(config, users);
  const alphaOf = (user: number) => people[user - 1]!.alphaSeconds;

  test("are exponential with the user's own mean", () => {
    expect(gaps.length).toBeGreaterThan(30_000);
    expect(distance(gaps, alphaOf)).toBeLessThan(KOLMOGOROV_SMIRNOV_LIMIT);
  });

  test("are not with a mean that is 5 % longer, nor with the configuration's for all", () => {
    expect(distance(gaps, (user) => 1.05 * alphaOf(user))).toBeGreaterThan(KOLMOGOROV_SMIRNOV_LIMIT);
    expect(distance(gaps, () => config.alpha as number)).toBeGreaterThan(10 * KOLMOGOROV_SMIRNOV_LIMIT);
  });
});

describe("gaps between sessions", () => {
  const users = 3000;
  const sessionGap = 1800;
  const config = onePage({ beta: 43_200, "session-gap": sessionGap });
  const flags = ["-n", String(users), "--randomseed", String(SEED), ...window("2026-03-04", "2026-03-14")];
  const pairs = neighbours(simulate(config, ...flags), userOf);
  const gaps = pairs.map((pair) => gapOf(pair, Date.UTC(2026, 2, 14), sessionGap));
  const people = paces(config, users);
  const betaOf = (user: number) => people[user - 1]!.betaSeconds;

  test("are the session gap and an exponential with the user's own mean", () => {
    expect(gaps.length).toBeGreaterThan(30_000);
    expect(gaps.every(({ seconds }) => seconds >= 0)).toBe(true);
    expect(distance(gaps, betaOf)).toBeLessThan(KOLMOGOROV_SMIRNOV_LIMIT);
  });

  test("are not with a mean that is 5 % longer, nor without the session gap", () => {
    expect(distance(gaps, (user) => 1.05 * betaOf(user))).toBeGreaterThan(KOLMOGOROV_SMIRNOV_LIMIT);
    const whole = gaps.map((gap) => ({ ...gap, seconds: gap.seconds + sessionGap, most: gap.most + sessionGap }));
    expect(distance(whole, betaOf)).toBeGreaterThan(KOLMOGOROV_SMIRNOV_LIMIT);
  });
});
