// The order of arrival against an independent implementation of docs/reference/engine.md, "Disorder".
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { lastingFolder } from "../../support/files/folders.ts";
import { linesOf } from "../../support/program/command.ts";
import { QUICK_WEEK, runHere } from "../../support/program/here.ts";
import { arrange, arrivalsOf, type Disorder, type Held } from "../../support/reference/disorder.ts";

const SEED = 77n;
const WEEK = [...QUICK_WEEK, "--randomseed", String(SEED)];
const FIRST_USER_ID = 1;
const SESSIONS_OF_USER = 1_000_000;
const RUNS = 30;

/** Disorder, and the options that ask for it. */
interface Wish {
  options: string[];
  disorder: Disorder;
}

interface Delay {
  share: number;
  mean: number;
  most: number;
}

/** Shares with few digits, so that percents are exact. */
const share = fc.integer({ min: 1, max: 1000 }).map((thousandths) => thousandths / 1000);
const percent = (value: number) => `${Number((value * 100).toFixed(1))}%`;

const late = fc
  .record({ share, mean: fc.integer({ min: 1, max: 4000 }), factor: fc.integer({ min: 1, max: 12 }) })
  .map(({ share, mean, factor }): Delay => ({ share, mean, most: mean * factor }));
const duplicate = fc
  .record({ share, mean: fc.integer({ min: 1, max: 4000 }) })
  .map(({ share, mean }): Delay => ({ share, mean, most: mean * 10 }));

const clock = (second: number) => new Date(second * 1000).toISOString().slice(11, 19);

/** At most one stretch for each quarter of a day, so that none overlap. */
const hold = (quarter: number): fc.Arbitrary<{ option: [string, string]; held: Held }> =>
  fc
    .record({
      from: fc.integer({ min: 1, max: 3000 }),
      seconds: fc.integer({ min: 1, max: 600 }),
      factor: fc.constantFrom(0, 2, 2.5, 12),
    })
    .map(({ from, seconds, factor }) => {
      const start = quarter * 21_600 + 7_200 + from;
      if (factor === 0)
        return {
          option: ["--outage", `${clock(start)}/${seconds}s`],
          held: { daily: true, start, hold: seconds, release: 0 },
        };
      const held = Math.round(seconds * factor);
      const begins = start + seconds - held;
      return {
        option: ["--burst", `${clock(start)}/${seconds}s:${factor}x`],
        held: { daily: true, start: begins, hold: held, release: seconds },
      };
    });

const wishes: fc.Arbitrary<Wish> = fc
  .record({
    late: fc.option(late, { nil: undefined }),
    duplicate: fc.option(duplicate, { nil: undefined }),
    lose: fc.option(share, { nil: undefined }),
    holds: fc.subarray([0, 1, 2, 3]).chain((quarters) => fc.tuple(...quarters.map(hold))),
  })
  .filter(({ late, duplicate, lose, holds }) => (late ?? duplicate ?? lose) !== undefined || holds.length > 0)
  .map(({ late, duplicate, lose, holds }) => ({
    options: [
      ...(late ? ["--late", `${percent(late.share)}:${late.mean}s`, "--late-max", `${late.most}s`] : []),
      ...(duplicate ? ["--duplicate", `${percent(duplicate.share)}:${duplicate.mean}s`] : []),
      ...(lose === undefined ? [] : ["--lose", percent(lose)]),
      ...holds.flatMap(({ option }) => option),
    ],
    disorder: {
      ...(late && { late }),
      ...(duplicate && { duplicate }),
      ...(lose === undefined ? {} : { lose }),
      holds: holds.map(({ held }) => held),
    },
  }));

let folder: string;
let plain: { line: string; second: number; index: number; session: number; item: number }[];
beforeAll(async () => {
  folder = lastingFolder();
  plain = (await linesMade([])).map((line) => {
    const { ts, sessionId, itemInSession: item } = JSON.parse(line);
    const user = Math.floor(sessionId / SESSIONS_OF_USER);
    return { line, second: ts / 1000, index: user - FIRST_USER_ID, session: sessionId % SESSIONS_OF_USER, item };
  });
});

async function linesMade(options: readonly string[]): Promise<string[]> {
  const path = join(folder, "events.json");
  await runHere([...WEEK, ...options, path]);
  return linesOf(readFileSync(path));
}

const wanted = (disorder: Disorder) =>
  arrange(plain, (event) => arrivalsOf(SEED, event, event.second, disorder)).map(({ line }) => line);

describe("events arrive as the reference says", () => {
  test("with any options", async () => {
    await fc.assert(
      fc.asyncProperty(wishes, async ({ options, disorder }) => {
        expect(await linesMade(options)).toEqual(wanted(disorder));
      }),
      { numRuns: RUNS, seed: 2026 },
    );
  });

  test("with stretches that come once: in the window, across its ends, and years away", async () => {
    const at = (text: string) => Date.parse(`${text}Z`) / 1000;
    const holds = [
      { daily: false, start: at("2026-03-01T22:00:00"), hold: 3 * 3600, release: 0 },
      { daily: false, start: at("2026-03-04T10:00:00"), hold: 3600, release: 0 },
      { daily: false, start: at("2026-03-05T10:00:00") - 9 * 600, hold: 6000, release: 600 },
      { daily: false, start: at("2026-03-08T23:30:00"), hold: 3600, release: 0 },
      { daily: false, start: at("1500-01-01T00:00:00"), hold: 60, release: 0 },
      { daily: false, start: at("9000-01-01T00:00:00"), hold: 60, release: 0 },
    ];
    const options = [
      ...[
        "--outage",
        "2026-03-01T22:00/3h",
        "--outage",
        "2026-03-04T12:00:00+02:00/1h",
        "--outage",
        "2026-03-08T23:30/1h",
      ],
      ...["--burst", "2026-03-05T10:00/10min:10x", "--outage", "1500-01-01/60s", "--outage", "9000-01-01/60s"],
      ...["--late", "10%:10min"],
    ];
    expect(await linesMade(options)).toEqual(wanted({ late: { share: 0.1, mean: 600, most: 6000 }, holds }));
  });
});
