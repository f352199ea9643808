import { describe, expect, test } from "vitest";
import { type Line, neighbours } from "../support/read/line.ts";
import { type ConfigJson, type StateJson, shipped, simulate, window } from "../support/sites/shipped.ts";
import { chiSquare, SIGMA_LIMIT, sigmasOf, sum } from "../support/statistics/measures.ts";

const END = Date.UTC(2026, 2, 8);
/**
 * No user takes a day from one page to the next, so an event that far from the end, with none after it, ended its
 * session.
 */
const MARGIN = 86_400_000;

/** Users who arrive bring guests; Kazoo's people meet errors, forms and exits that others seldom see. */
const FLAGS = ["-n", "1500", "--growth-rate", "40", "--randomseed", "4", ...window("2026-03-04", "2026-03-08")];

const nameOf = ({ page, auth, method, status, level }: StateJson) => [page, auth, level, method, status].join(" | ");
const THE_END = "the session's end";

/** How often each state was followed by each other state, or by none. */
function countTransitions(events: Line[]): Map<string, Map<string, number>> {
  const next = new Map(neighbours(events, ({ sessionId }) => sessionId));
  const counts = new Map<string, Map<string, number>>();
  for (const event of events) {
    if (event.ts >= END - MARGIN) continue;
    const followers = counts.get(nameOf(event)) ?? new Map<string, number>();
    const follower = next.get(event);
    const name = follower ? nameOf(follower) : THE_END;
    counts.set(nameOf(event), followers.set(name, (followers.get(name) ?? 0) + 1));
  }
  return counts;
}

/** Returns a state's destinations and their probabilities, from the configuration. */
function probabilitiesOf(config: ConfigJson, source: string): Map<string, number> {
  const own = config.transitions.filter((transition) => nameOf(transition.source) === source);
  const rest = 1 - sum(own.map(({ p }) => p));
  return new Map([...own.map(({ dest, p }) => [nameOf(dest), p] as const), [THE_END, Math.max(0, rest)]]);
}

interface Result {
  source: string;
  count: number;
  statistic: number;
  degrees: number;
}

function compare(config: ConfigJson, counts: Map<string, Map<string, number>>): Result[] {
  return [...counts].map(([source, followers]) => {
    const expected = probabilitiesOf(config, source);
    const observed = [...expected.keys()].map((destination) => followers.get(destination) ?? 0);
    const { statistic, cells } = chiSquare(observed, [...expected.values()]);
    return { source, count: sum(followers.values()), statistic, degrees: cells - 1 };
  });
}

const judged = (results: Result[]) => results.filter(({ degrees }) => degrees > 0);
const unlikely = (results: Result[]) =>
  judged(results).filter(({ statistic, degrees }) => Math.abs(sigmasOf(statistic, degrees)) > SIGMA_LIMIT);

const config = shipped("Kazoo");
const counts = countTransitions(simulate(config, ...FLAGS));
const results = compare(config, counts);

describe("transitions", () => {
  test("are enough to judge most states by", () => {
    expect(judged(results).length).toBeGreaterThan(40);
    expect(sum(judged(results).map(({ count }) => count))).toBeGreaterThan(150_000);
  });

  test("happen only where the configuration has them", () => {
    const strays = [...counts].flatMap(([source, followers]) => {
      const allowed = probabilitiesOf(config, source);
      return [...followers.keys()].filter((to) => !allowed.has(to)).map((to) => `${source} -> ${to}`);
    });
    expect(strays).toEqual([]);
  });

  test("are as frequent as their probabilities, from every state", () => {
    expect(unlikely(results)).toEqual([]);
  });

  test("differ from them as much as chance does, over all states together", () => {
    const degrees = sum(judged(results).map((each) => each.degrees));
    const statistic = sum(judged(results).map((each) => each.statistic));
    expect(degrees).toBeGreaterThan(150);
    expect(Math.abs(sigmasOf(statistic, degrees))).toBeLessThan(SIGMA_LIMIT);
  });

  test("with one probability changed by 2 % are not taken for the same", () => {
    const isChanged = ({ source, dest }: ConfigJson["transitions"][number]) =>
      source.page === "NextSong" && dest.page === "NextSong" && source.level === "free";
    const transitions = config.transitions.map((each) => (isChanged(each) ? { ...each, p: each.p * 0.98 } : each));
    const changed = compare(config, countTransitions(simulate({ ...config, transitions }, ...FLAGS)));
    expect(unlikely(changed).map(({ source }) => source)).toEqual(["NextSong | Logged In | free | PUT | 200"]);
  });
});
