import fc from "fast-check";
import type { Config, State } from "../../../src/config/types.ts";
import { wholeNumbers } from "../reference/mathematics.ts";
import type { Site } from "./site.ts";
import { argumentText, jsonText } from "./text.ts";

/** Where a setting stands: in the configuration, on the command line, or on the command line with another value in the configuration. */
const place = fc.constantFrom("key", "flag", "both");
type Place = "key" | "flag" | "both";

/** One run of the program; instants in milliseconds since 1970. */
export interface Run {
  seed: bigint;
  startTime: number;
  endTime: number;
  userCount: number;
  firstUserId: number;
  growthRate: number;
  attritionRate: number;
  tag: { onCommandLine: string; inFile: string } | undefined;
  holidays: "US" | "none";
  workers: number;
  /** Sizes that must not change a byte; undefined: what the program chooses. */
  sliceEvents: number | undefined;
  batchEvents: number | undefined;
  places: {
    seed: Place;
    window: Place;
    userCount: Place;
    firstUserId: Place;
    growthRate: Place;
    tag: Place;
    holidays: Place;
  };
}

const HOUR = 3_600_000;
const startTime = fc
  .tuple(
    fc.oneof(
      fc.constantFrom("2026-01-01T00:00:00", "2024-02-28T21:00:00", "2023-12-31T18:30:00", "2022-07-01T12:00:00"),
      fc
        .integer({ min: 1_000_000_000, max: 2_500_000_000 })
        .map((seconds) => new Date(seconds * 1000).toISOString().slice(0, 19)),
    ),
    fc.constantFrom(0, 0, 1, 500, 999),
  )
  .map(([second, fraction]) => Date.parse(`${second}Z`) + fraction);

export const runs: fc.Arbitrary<Run> = fc
  .record({
    seed: fc.oneof(
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.bigInt({ min: -1000n, max: 1000n }),
      fc.constantFrom(-(2n ** 63n), 2n ** 63n - 1n, 2n ** 53n + 1n),
    ),
    startTime,
    length: fc.oneof(
      { weight: 2, arbitrary: fc.integer({ min: HOUR, max: 24 * HOUR }) },
      { weight: 5, arbitrary: fc.integer({ min: 24 * HOUR, max: 480 * HOUR }) },
      { weight: 1, arbitrary: fc.constantFrom(1000, 60_000, HOUR, 24 * HOUR, 24 * HOUR + 1) },
    ),
    userCount: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 10, max: 30 })),
    firstUserId: fc.constantFrom(1, 2, 9, 10, 9999, 10_000, 99_999_990, 4_000_000_000, 4_294_967_265),
    growthRate: fc.constantFrom(0, 0, 0.5, 30, 200),
    attritionRate: fc.constantFrom(0, 0, 0.2, 0.999999, 1),
    tag: fc.option(fc.record({ onCommandLine: argumentText, inFile: jsonText }), { nil: undefined }),
    holidays: fc.constantFrom("US" as const, "none" as const),
    workers: fc.integer({ min: 1, max: 3 }),
    sliceEvents: fc.constantFrom(undefined, 50, 1000),
    batchEvents: fc.constantFrom(undefined, 1, 7, 300),
    places: fc.record({
      seed: place,
      window: place,
      userCount: place,
      firstUserId: place,
      growthRate: place,
      tag: place,
      holidays: place,
    }),
  })
  .map(({ length, ...run }) => ({ ...run, endTime: run.startTime + length }));

/** The tag that the run prints. */
export function tagOf({ tag, places }: Run): string | undefined {
  return places.tag === "key" ? tag?.inFile : tag?.onCommandLine;
}

/** An instant as the command line and the configuration write it: ISO, without a zone. */
export function localDateTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace("Z", "").replace(".000", "");
}

/** The flags of a run; `-c`, `--data` and the output file come from the caller. */
export function flagsOf(run: Run): string[] {
  const { places } = run;
  const flag = (where: Place, ...words: (string | number | bigint)[]) => (where === "key" ? [] : words.map(String));
  const tag = run.tag ? flag(places.tag, "--tag", run.tag.onCommandLine) : [];
  return [
    ...flag(places.seed, `--randomseed=${run.seed}`),
    ...flag(places.window, "--start-time", localDateTime(run.startTime), "--end-time", localDateTime(run.endTime)),
    ...flag(places.userCount, "-n", run.userCount),
    ...flag(places.firstUserId, "--userid", run.firstUserId),
    ...flag(places.growthRate, "--growth-rate", run.growthRate),
    ...flag(places.holidays, "--holidays", run.holidays),
    ...tag,
    ...(run.sliceEvents ? ["--slice-events", String(run.sliceEvents)] : []),
    ...(run.batchEvents ? ["--part-events", String(run.batchEvents)] : []),
    ...["--attrition-rate", String(run.attritionRate), "--workers", String(run.workers)],
  ];
}

/** Entries of the configuration that a flag may override: the run's value, one that must lose, or none. */
function keysOf(run: Run): Record<string, unknown> {
  const { places } = run;
  const keys: Record<string, unknown> = {};
  const key = (where: Place, name: string, value: unknown, loser: unknown) => {
    if (where !== "flag") keys[name] = where === "key" ? value : loser;
  };
  key(places.window, "start-date", localDateTime(run.startTime), "2011-11-11T11:11:11");
  key(places.window, "end-date", localDateTime(run.endTime), "2011-11-12T11:11:11");
  key(places.userCount, "n-users", run.userCount, run.userCount + 1);
  key(places.firstUserId, "first-user-id", run.firstUserId, 77);
  key(places.growthRate, "growth-rate", run.growthRate, 0.25);
  key(places.holidays, "holidays", run.holidays, run.holidays === "US" ? "none" : "US");
  if (run.tag) key(places.tag, "tag", run.tag.inFile, run.tag.inFile);
  return keys;
}

/** The configuration of a site and a run, in the original's schema. The seed stands in it with all its digits. */
export function configText(site: Site, run: Run): string {
  const seed = run.places.seed === "flag" ? {} : { seed: "@" };
  const json = {
    ...seed,
    alpha: site.alphaSeconds,
    beta: site.betaSeconds,
    damping: site.damping,
    "weekend-damping": site.weekendDamping,
    "weekend-damping-offset": site.weekendDampingOffsetMinutes,
    "weekend-damping-scale": site.weekendDampingScaleMinutes,
    "session-gap": site.sessionGapSeconds,
    ...keysOf(run),
    "churned-state": site.churnedAuth,
    "new-user-auth": site.newUserAuth,
    "new-user-level": site.newUserLevel,
    "show-user-details": [...site.showUserDetails].map(([auth, show]) => ({ auth, show })),
    levels: site.levels,
    auths: site.auths,
    "new-session": site.newSession,
    transitions: site.transitions.map(({ source, dest, probability }) => ({ source, dest, p: probability })),
  };
  const value = run.places.seed === "key" ? run.seed : 5n;
  return JSON.stringify(json, undefined, 1).replace('"seed": "@"', `"seed": ${value}`);
}

function withWholeWeights<T extends { weight: number }>(list: readonly T[]): T[] {
  const whole = wholeNumbers(list.map(({ weight }) => weight));
  return list.map((entry, index) => ({ ...entry, weight: whole[index]! }));
}

/** The same as the program must read it, for the reference. */
export function configOf(site: Site, seed: bigint): Config {
  const isAlike = (one: State, other: State) => one.auth === other.auth && one.level === other.level;
  const newSession = site.newSession.map((entry) => {
    const list = site.newSession.filter((other) => isAlike(entry, other));
    return withWholeWeights(list)[list.indexOf(entry)]!;
  });
  const lists = { levels: withWholeWeights(site.levels), auths: withWholeWeights(site.auths), newSession };
  return { file: "config.json", seed, ...site, ...lists };
}
