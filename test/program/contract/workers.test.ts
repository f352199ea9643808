import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { configFile, linesOf, type Route, run, sha256 } from "../../support/program/command.ts";
import { bytesHere } from "../../support/program/command-here.ts";
import { ROOT } from "../../support/root.ts";

const TAG = 'A "é" \t日';
/**
 * Growth, attrition, a tag that needs escapes, a start between two seconds: everything that could depend on how the
 * work is divided.
 */
const COMMAND = [
  ...["-c", configFile("Kazoo"), "-n", "400", "--growth-rate", "20", "--attrition-rate", "0.6", "--tag", TAG],
  ...["--start-time", "2026-07-02T11:00:00.250", "--end-time", "2026-07-05T03:00:00"],
];
const DATA = join(ROOT, "..", "shared", "conformance", "data");

interface Cut {
  workers?: number;
  slice?: number;
  part?: number;
  route?: Route;
  env?: Record<string, string>;
}

/** A process of its own is only for routes and environments: how the work is divided is the same in this one. */
async function hashOf(command: string[], { workers, slice, part, route, env }: Cut): Promise<string> {
  const flag = (name: string, value: number | undefined) => (value === undefined ? [] : [name, String(value)]);
  const how = [
    ...flag("--workers", workers),
    ...flag("--slice-events", slice),
    ...flag("--part-events", part),
    "--quiet",
  ];
  if (route === undefined && env === undefined) return sha256(await bytesHere(...command, ...how));
  return sha256(run([...command, ...how], { route: route ?? "captured", env: env ?? {} }).bytes);
}

const NAMES: Record<string, string> = { workers: "workers", slice: "slices of", part: "parts of", route: "to" };
const title = ({ env = {}, ...rest }: Cut) =>
  [
    ...Object.entries(rest).map(([key, value]) => `${NAMES[key]} ${value}`),
    ...Object.entries(env).map((each) => each.join("=")),
  ].join(", ");

/**
 * Each number of workers, each size of slices and of parts, each route and each environment, and the pairs that divide
 * most and least.
 */
const CUTS: Cut[] = [
  { workers: 1, slice: 50, part: 7 },
  { workers: 2 },
  { workers: 2, slice: 1 },
  { workers: 2, slice: 50, part: 1 },
  { workers: 3, slice: 3000, part: 7 },
  { workers: 7, slice: 1_000_000, part: 1_000_000 },
  { workers: 7, slice: 1, part: 1_000_000 },
  { workers: 7, slice: 1_000_000, part: 1 },
  { route: "file", env: { TZ: "Asia/Kathmandu" } },
  { route: "redirect", env: { TZ: "America/New_York" } },
  { route: "pipe", workers: 7, slice: 50, part: 7 },
  { env: { LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR" } },
];

// Similar songs and capitalized names change the work, but not how it is divided.
const FEWER_CUTS: Cut[] = [
  { workers: 7 },
  { workers: 3, slice: 50, part: 7 },
  { workers: 2, slice: 1_000_000, part: 1_000_000, route: "file", env: { LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR" } },
];

const hasData = existsSync(DATA);

describe.each([
  { catalog: "the built-in catalog", command: COMMAND, cuts: CUTS, skipped: false },
  {
    catalog: `the original's files${hasData ? "" : ` (skipped: there is no ${DATA})`}`,
    command: [...COMMAND, "--data", DATA],
    cuts: FEWER_CUTS,
    skipped: !hasData,
  },
])("$catalog: the same bytes", ({ command, cuts, skipped }) => {
  const expected = skipped ? Buffer.alloc(0) : run([...command, "--workers", "1", "--quiet"]).bytes;

  test.skipIf(skipped)("of a run that has work to divide", () => {
    const events = linesOf(expected).map((line) => JSON.parse(line));
    expect(events.length).toBeGreaterThan(20_000);
    // More than the 400 users at the start: some arrived.
    expect(new Set(events.map(({ userId }) => userId)).has("420")).toBe(true);
    expect(events.every(({ ts, tag }) => ts % 1000 === 250 && tag === TAG)).toBe(true);
  });

  test.skipIf(skipped).each(cuts.map((cut) => [title(cut), cut] as const))("%s", async (_, cut) => {
    expect(await hashOf(command, cut)).toBe(sha256(expected));
  });
});
