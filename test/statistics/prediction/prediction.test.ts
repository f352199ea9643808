// What `eventsim config check` predicts, against long runs of the program: within the noise for its own configuration, and not for another.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { inFolder, run } from "../../support/program/command.ts";
import { type ConfigJson, type StateJson, shipped, window } from "../../support/sites/shipped.ts";

const SHIPPED = ["Accordion", "Cello", "Dulcimer", "Kazoo", "Nagara", "Ney", "Oud", "Tambourine", "Whistle"];

interface Report {
  comparison: { misfits: number; rows: { what: string; apart: number; fits: boolean }[]; strange: string[] };
}

/** Runs a configuration, and compares the manifest and the events with the prediction for it, or for another. */
function compareRun(config: ConfigJson, flags: string[], checked = config): { byTotals: Report; byEvents: Report } {
  return inFolder((folder) => {
    const [file, other] = [join(folder, "run.json"), join(folder, "checked.json")];
    writeFileSync(file, JSON.stringify(config));
    writeFileSync(other, JSON.stringify(checked));
    const [events, manifest] = [join(folder, "events.json"), join(folder, "manifest.json")];
    run(["-c", file, ...flags, "--quiet", "--manifest", manifest, events]);
    const check = (path: string): Report => {
      const args = ["config", "check", other, "--days", "14", "--json", "--compare", path];
      return JSON.parse(run(args, { exitCode: checked === config ? 0 : 1 }).bytes.toString());
    };
    return { byTotals: check(manifest), byEvents: check(events) };
  });
}

const misfits = ({ comparison }: Report) => [
  ...comparison.strange,
  ...comparison.rows.filter(({ fits }) => !fits).map(({ what }) => what),
];

/** Root of the mean square: about 1 where the noise is as large as predicted. */
const spread = ({ comparison: { rows } }: Report) =>
  Math.sqrt(rows.reduce((sum, { apart }) => sum + apart ** 2, 0) / rows.length);

const TWO_WEEKS = [...window("2026-03-02", "2026-03-16"), "--randomseed", "5"];

describe("the prediction", () => {
  test.each(SHIPPED)("of %s holds in a run of it, by totals and by events", (name) => {
    const { byTotals, byEvents } = compareRun(shipped(name), ["-n", "500", ...TWO_WEEKS]);
    expect(misfits(byTotals)).toEqual([]);
    expect(misfits(byEvents)).toEqual([]);
    expect(byTotals.comparison.rows.length).toBeGreaterThan(20);
    expect(byEvents.comparison.rows.length).toBeGreaterThan(80);
    // As far apart as chance makes it, neither more nor less.
    expect(spread(byEvents)).toBeGreaterThan(0.75);
    expect(spread(byEvents)).toBeLessThan(1.25);
  });

  test.each([1, 2, 3, 4])("of a generated site holds (%i)", (seed) => {
    const { byTotals, byEvents } = compareRun(generated(seed), ["-n", "800", ...TWO_WEEKS]);
    expect(misfits(byTotals)).toEqual([]);
    expect(misfits(byEvents)).toEqual([]);
    expect(byEvents.comparison.rows.length).toBeGreaterThan(30);
    expect(spread(byEvents)).toBeLessThan(1.3);
  });
});

describe("a probability changed by 5 %", () => {
  const config = shipped("Accordion");
  /** What the page gains is taken from the songs that follow songs. */
  const changed = (page: string): ConfigJson => {
    const isGained = ({ source, dest }: ConfigJson["transitions"][number]) =>
      source.page === "NextSong" && dest.page === page;
    const gainOf = (level: string) =>
      0.05 * config.transitions.find((each) => isGained(each) && each.source.level === level)!.p;
    const transitions = config.transitions.map((each) => {
      if (isGained(each)) return { ...each, p: each.p * 1.05 };
      const isSong = each.source.page === "NextSong" && each.dest.page === "NextSong";
      return isSong ? { ...each, p: each.p - gainOf(each.source.level) } : each;
    });
    return { ...config, transitions };
  };

  test.each(["Thumbs Up", "Home"])("is found, and named by the events (NextSong to %s)", (page) => {
    const { byTotals, byEvents } = compareRun(changed(page), ["-n", "2500", ...TWO_WEEKS], config);
    expect(misfits(byTotals)).toContain(`events with page ${page}`);
    const [furthest] = byEvents.comparison.rows.toSorted((one, other) => Math.abs(other.apart) - Math.abs(one.apart));
    expect(furthest!.what).toBe(`"NextSong" ("Logged In", "PUT", 200, "free") to ${JSON.stringify(page)}`);
    expect(furthest!.fits).toBe(false);
    expect(furthest!.apart).toBeGreaterThan(0);
  });
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
