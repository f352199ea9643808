// What `eventsim config check` predicts for generated configurations, against long runs of them.
import { expect, test } from "vitest";
import type { ConfigJson, StateJson } from "../../support/sites/shipped.ts";
import { compareRun, misfits, spread, TWO_WEEKS } from "./compare-run.ts";

test.each([1, 2, 3, 4])("the prediction of a generated site holds (%i)", (seed) => {
  const { byTotals, byEvents } = compareRun(generated(seed), ["-n", "800", ...TWO_WEEKS]);
  expect(misfits(byTotals)).toEqual([]);
  expect(misfits(byEvents)).toEqual([]);
  expect(byEvents.comparison.rows.length).toBeGreaterThan(30);
  expect(spread(byEvents)).toBeLessThan(1.3);
});

/** A site of twelve pages, with songs and redirects, two auths and two levels, whose probabilities are drawn. */
function generated(seed: number): ConfigJson {
  let word = seed * 2654435761;
  const random = () => {
    word = (Math.imul(word, 1664525) + 1013904223) >>> 0;
    return word / 2 ** 32;
  };
  const pairs = ["In", "Out"].flatMap((auth) => ["free", "paid"].map((level) => ({ auth, level })));
  const pages = ["NextSong", "Home", "Form", "Sent"];
  const states = pairs.flatMap((pair) =>
    pages.map((page): StateJson => ({ page, ...pair, method: "GET", status: page === "Sent" ? 307 : 200 })),
  );
  const transitions = states.flatMap((source) => {
    const own = states.filter((dest) => dest.auth === source.auth && dest.level === source.level);
    const other = states.filter((dest) => !own.includes(dest) && dest.page === "Home");
    const dests = [...own, other[Math.floor(random() * other.length)]!];
    const weights = dests.map(
      ({ page }, index) => (index === own.length ? 0.08 : page === "NextSong" ? 2 : 0.3) * (0.2 + random()),
    );
    const total = weights.reduce((sum, weight) => sum + weight, 0) + 0.15;
    return dests.map((dest, index) => ({ source, dest, p: weights[index]! / total }));
  });
  const weighted = (key: "auth" | "level", names: string[]) =>
    names.map((name) => ({ [key]: name, weight: 1 + random() }));
  return {
    alpha: 20 + 200 * random(),
    beta: 40_000 + 100_000 * random(),
    damping: 0.12 * random(),
    "weekend-damping": random(),
    "weekend-damping-offset": 120,
    "weekend-damping-scale": 240,
    "session-gap": 600 + Math.floor(3000 * random()),
    "new-user-auth": "In",
    "growth-rate": seed % 2,
    "show-user-details": ["In", "Out"].map((auth) => ({ auth, show: false })),
    levels: weighted("level", ["free", "paid"]),
    auths: weighted("auth", ["In", "Out"]),
    "new-session": states
      .filter(({ page }) => page !== "Sent")
      .map((each) => ({ ...each, weight: 1 + Math.floor(9 * random()) })),
    transitions,
  } as ConfigJson;
}
