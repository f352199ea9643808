// A run of another configuration than the one that is checked does not fit the prediction.
import { describe, expect, test } from "vitest";
import { type ConfigJson, shipped } from "../../support/sites/shipped.ts";
import { compareRun, misfits, TWO_WEEKS } from "./compare-run.ts";

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
