import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { populationRows } from "../../../docs/build/populations-page.ts";
import { builtinSongs } from "../../../src/catalog/builtin.ts";
import { observeFiles, observeManifest } from "../../../src/cli/config/observe.ts";
import { readConfig } from "../../../src/config/read.ts";
import { compareEvents, transcriptFor } from "../../../src/predict/compare/files.ts";
import { compareTotals } from "../../../src/predict/compare/totals.ts";
import { ordinarySpan, type Prediction, predict } from "../../../src/predict/predict.ts";
import { durationsOf } from "../../../src/predict/times/length.ts";
import { temporaryFolder } from "../../support/files/folders.ts";
import { run } from "../../support/program/command.ts";
import { tableIn } from "../../support/sites/populations.ts";
import { shipped, window } from "../../support/sites/shipped.ts";
import { misfits, type Report, spread } from "./compare-run.ts";
import { Starts } from "./starts.ts";

/** Users of a run. 16 times as many find differences that are a quarter as large. */
const USERS = process.env.EVENTSIM_PREDICTION_USERS ?? "250";
/** With the configuration's own seed: two of the populations differ from others in nothing else. */
const TWO_WEEKS = window("2026-03-02", "2026-03-16");
const WEEKS = 2;
/** The page has the figures of four weeks; what two weeks of a run are compared with hardly depends on it. */
const DAYS = 28;
const durations = durationsOf(builtinSongs());

function expectReachable({ neverReached, neverEnding }: Prediction, growth: number): void {
  expect(neverEnding).toEqual({ states: [], share: 0 });
  // Guests come where users arrive.
  expect(neverReached.filter(({ auth }) => growth > 0 || auth !== "Guest")).toEqual([]);
}

/** Runs a population for two weeks, and returns the files with its configuration, its manifest and its events. */
function runOf(name: string): { config: string; manifest: string; events: string } {
  const folder = temporaryFolder();
  const files = {
    config: join(folder, "config.json"),
    manifest: join(folder, "manifest.json"),
    events: join(folder, "events.json"),
  };
  writeFileSync(files.config, JSON.stringify(shipped(name)));
  run(["-c", files.config, "-n", USERS, ...TWO_WEEKS, "--quiet", "--manifest", files.manifest, files.events]);
  return files;
}

/** A test for each population: a long run of it is as predicted, and configs/README.md states this prediction. */
export function expectPredictionsToHold(names: readonly string[]): void {
  test.each(names)("of %s holds in a run of it, by totals and by events", async (name) => {
    const files = runOf(name);
    const { config } = readConfig(files.config);
    const { prediction, solved } = predict(config, durations, DAYS);
    expectReachable(prediction, config.growthRate ?? 0);
    const { visits, deeds } = populationRows(name, prediction);
    expect([tableIn("visits").rows.get(name), tableIn("deeds").rows.get(name)], "npm run docs").toEqual([
      visits,
      deeds,
    ]);

    const { totals, span } = await observeManifest(files.manifest, config);
    const byTotals = { comparison: compareTotals(solved, totals, span) };
    expect(misfits(byTotals)).toEqual([]);
    expect(byTotals.comparison.rows.length).toBeGreaterThan(20);

    const transcript = transcriptFor(solved, prediction);
    const starts = new Starts();
    await observeFiles([files.events], {
      add: (event) => {
        transcript.add(event);
        starts.add(event);
      },
    });
    const byEvents = { comparison: compareEvents(solved, prediction, transcript) };
    expect(misfits(byEvents)).toEqual([]);
    expect(byEvents.comparison.rows.length).toBeGreaterThan(80);
    // As far apart as chance makes it, neither more nor less.
    expect(spread(byEvents)).toBeGreaterThan(0.75);
    expect(spread(byEvents)).toBeLessThan(1.25);
    starts.expectIn(solved.weekOfRun(ordinarySpan(config, DAYS), WEEKS, config.growthRate ?? 0));
    if (process.env.EVENTSIM_PREDICTION_USERS !== undefined) report(name, [byTotals, byEvents]);
  });
}

/** Prints how far apart a run and its prediction are, where somebody has asked for a longer run. */
function report(name: string, both: Report[]): void {
  const texts = both.map((each) => {
    const furthest = Math.max(...each.comparison.rows.map(({ apart }) => Math.abs(apart)));
    const { length } = each.comparison.rows;
    return `${length} values, ${spread(each).toFixed(2)} times the noise on average, ${furthest.toFixed(2)} at most`;
  });
  console.log(`${name}, ${USERS} users: by totals ${texts[0]}; by events ${texts[1]}`);
}
