import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { type Fate, fatesOf } from "../support/disorder/truth.ts";
import { lastingFolder } from "../support/files/folders.ts";
import { linesOf, run } from "../support/program/command.ts";
import { exp } from "../support/reference/mathematics.ts";
import { KOLMOGOROV_SMIRNOV_LIMIT, kolmogorovSmirnov, mean } from "../support/statistics/distributions.ts";
import { SIGMA_LIMIT, spread } from "../support/statistics/measures.ts";

const RUN = ["-n", "6000", "-s", "2026-03-02", "-e", "2026-03-04", "--quiet"];
const LOSE = 0.03;
const LATE = { share: 0.2, mean: 40 };
const DUPLICATE = { share: 0.1, mean: 7 };
const SEEDS = [1, 2, 3];

interface Result {
  events: number;
  fates: Fate[];
}

const results: Result[] = [];
beforeAll(() => {
  for (const seed of SEEDS) {
    const truth = join(lastingFolder(), "truth.json");
    const values = [...RUN, "--randomseed", String(seed)];
    const events = linesOf(run(values).bytes).length;
    const disorder = [`--late=20%:${LATE.mean}s`, "--late-max=1h", `--duplicate=10%:${DUPLICATE.mean}s`, "--lose=3%"];
    run([...values, ...disorder, "--truth", truth]);
    results.push({ events, fates: fatesOf(linesOf(readFileSync(truth))) });
  }
});

const of = (what: Fate["what"]) => (fate: Fate) => fate.what === what;
const keyOf = ({ sessionId, itemInSession }: Fate) => `${sessionId} ${itemInSession}`;

/** How many standard deviations a number of events is away from a share of all. */
function sigmasAway(count: number, all: number, share: number): number {
  return Math.abs(count - all * share) / Math.sqrt(all * share * (1 - share));
}

describe("shares", () => {
  test("of lost, late and doubled events are those asked for, and independent", () => {
    for (const { events, fates } of results) {
      expect(events).toBeGreaterThan(400_000);
      const kept = events - fates.filter(of("lost")).length;
      const late = new Set(fates.filter(of("late")).map(keyOf));
      const doubled = fates.filter(of("duplicate"));
      expect(sigmasAway(events - kept, events, LOSE)).toBeLessThan(SIGMA_LIMIT);
      expect(sigmasAway(late.size, kept, LATE.share)).toBeLessThan(SIGMA_LIMIT);
      expect(sigmasAway(doubled.length, kept, DUPLICATE.share)).toBeLessThan(SIGMA_LIMIT);
      const both = doubled.filter((fate) => late.has(keyOf(fate))).length;
      expect(sigmasAway(both, kept, LATE.share * DUPLICATE.share)).toBeLessThan(SIGMA_LIMIT);
    }
  });

  test("differ from those asked for if they are off by 2 %", () => {
    const { events, fates } = results[0]!;
    const kept = events - fates.filter(of("lost")).length;
    expect(sigmasAway(fates.filter(of("late")).length, kept, LATE.share * 1.02)).toBeGreaterThan(SIGMA_LIMIT);
  });
});

describe("delays", () => {
  const secondsOf = (fates: readonly Fate[]) => fates.map(({ ts, arrival }) => (arrival! - ts) / 1000);
  const lateOf = ({ fates }: Result) => secondsOf(fates.filter(of("late")));
  /** The copies of events that are not late: their delay is counted from the event. */
  const copiesOf = ({ fates }: Result) => {
    const late = new Set(fates.filter(of("late")).map(keyOf));
    return secondsOf(fates.filter((fate) => of("duplicate")(fate) && !late.has(keyOf(fate))));
  };
  // Exponential and rounded up to whole seconds, with the mean asked for: the k-th second has q^(k - 1) (1 - q).
  const deviationOf = (average: number) => Math.sqrt(average * (average - 1));

  test.each([
    ["late events", lateOf, LATE.mean],
    ["copies", copiesOf, DUPLICATE.mean],
  ])("of %s have the mean asked for", (_, delaysOf, average) => {
    for (const result of results) {
      const delays = delaysOf(result);
      const error = deviationOf(average) / Math.sqrt(delays.length);
      // Copies are never later than ten times the mean: that takes away less than a thousandth of it.
      expect(Math.abs(mean(delays) - average)).toBeLessThan(SIGMA_LIMIT * error + average * 1e-3);
    }
  });

  test("are exponential, in whole seconds from 1 on", () => {
    for (const result of results) {
      const delays = lateOf(result);
      expect(Math.min(...delays.slice(0, 50_000))).toBe(1);
      expect(delays.every(Number.isInteger)).toBe(true);
      const q = 1 - 1 / LATE.mean;
      const places = delays.map((seconds, index) => 1 - q ** (seconds - 1) * (1 - spread(index) * (1 - q)));
      expect(kolmogorovSmirnov(places, (place) => place)).toBeLessThan(KOLMOGOROV_SMIRNOV_LIMIT);
      const wrong = delays.map((seconds, index) => 1 - exp(-(seconds - spread(index)) / (LATE.mean * 1.05)));
      expect(kolmogorovSmirnov(wrong, (place) => place)).toBeGreaterThan(KOLMOGOROV_SMIRNOV_LIMIT);
    }
  });

  test("do not depend on those of the event before", () => {
    const delays = lateOf(results[0]!);
    const average = mean(delays);
    const products = delays.slice(1).map((seconds, index) => (seconds - average) * (delays[index]! - average));
    const correlation = mean(products) / deviationOf(LATE.mean) ** 2;
    expect(Math.abs(correlation) * Math.sqrt(delays.length)).toBeLessThan(SIGMA_LIMIT);
  });
});
