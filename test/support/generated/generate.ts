import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import type { Catalog } from "../../../src/catalog/types.ts";
import { eventsOf } from "../reference/advance.ts";
import { prepare } from "../reference/model.ts";
import { arrivalTimes, makePerson } from "../reference/population.ts";
import type { Settings } from "../reference/simulate.ts";
import { catalogs, writeCatalog } from "./catalog.ts";
import { holidaysOfUnitedStates } from "./holidays.ts";
import { configOf, configText, flagsOf, type Run, runs, tagOf } from "./run.ts";
import { type Site, sites } from "./site.ts";

/** A site, its catalog and one run of it. */
export interface Case {
  site: Site;
  catalog: Catalog;
  run: Run;
}

const DAY_MILLISECONDS = 86_400_000;

/** More events than this take the reference too long. */
const MOST_EVENTS = 6000;

function holidaysFor({ holidays, startTime, endTime }: Run): ReadonlySet<number> {
  if (holidays === "none") return new Set();
  // The evening before a holiday depends on it, also where the holiday itself is after the end.
  const yearOf = (time: number) => new Date(time).getUTCFullYear();
  return holidaysOfUnitedStates(yearOf(startTime) - 10, yearOf(endTime + DAY_MILLISECONDS));
}

/** The reference's options for printing the same as the program. */
export function settingsOf({ site, catalog, run }: Case): Settings {
  const tag = tagOf(run);
  return {
    config: configOf(site, run.seed),
    catalog,
    seed: run.seed,
    startSeconds: Math.floor(run.startTime / 1000),
    startMilliseconds: run.startTime % 1000,
    windowSeconds: Math.ceil((run.endTime - run.startTime) / 1000),
    userCount: run.userCount,
    firstUserId: run.firstUserId,
    growthRate: run.growthRate,
    attritionRate: run.attritionRate,
    ...(tag !== undefined && { tag }),
    holidays: holidaysFor(run),
  };
}

/** Whether the simulation of a case is short; a long one is stopped. */
export function isSmall(settings: Settings): boolean {
  const model = prepare(settings);
  let events = 0;
  for (const [index, arrival] of arrivalTimes(model).entries()) {
    // A user without events is work too.
    if (++events > MOST_EVENTS) return false;
    for (const _ of eventsOf(model, makePerson(model, index, arrival))) if (++events > MOST_EVENTS) return false;
  }
  return true;
}

/** Cases that are valid, as various as the configuration allows, and small. */
export const cases: fc.Arbitrary<Case> = fc
  .record({ site: sites, catalog: catalogs, run: runs })
  .filter((each) => isSmall(settingsOf(each)));

/** Writes the files of a case into a folder and returns the arguments that run it. */
export function writeCase({ site, catalog, run }: Case, folder: string): string[] {
  mkdirSync(folder, { recursive: true });
  const config = join(folder, "config.json");
  const data = join(folder, "data");
  writeFileSync(config, configText(site, run));
  writeCatalog(catalog, data);
  return ["-c", config, "--data", data, ...flagsOf(run)];
}
