// What `eventsim config check` predicts for the shipped configurations, against long runs of them.
import { describe, expect, test } from "vitest";
import { shipped } from "../../support/sites/shipped.ts";
import { compareRun, misfits, spread, TWO_WEEKS } from "./compare-run.ts";

const SHIPPED = ["Accordion", "Cello", "Dulcimer", "Kazoo", "Nagara", "Ney", "Oud", "Tambourine", "Whistle"];

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
});
