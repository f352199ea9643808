// Random sites with many users, and texts built from common pieces, some of which are prefixes or suffixes of others.
// They cover most of what a text can share with an earlier one, and values of one byte to several hundred.
import fc from "fast-check";
import { expect, test } from "vitest";
import { EMITTER_POSITION } from "../../../assembly/layout/emission.ts";
import { P_PERSON_VALUES, PARAMETERS } from "../../../assembly/layout/run.ts";
import type { Catalog } from "../../../src/catalog/types.ts";
import type { Config, State } from "../../../src/config/types.ts";

import { FORMATS } from "../../../src/output/formats/formats.ts";
import { rowEncoderOf } from "../../../src/output/formats/rows.ts";
import { type Inputs, KernelRun, smallInputs } from "../../support/kernel/kernel-run.ts";
import { type EmittedFormat, expectSame, FORMATS as NAMES } from "../../support/kernel/lz4-blocks.ts";
import { smallCatalog, smallConfig } from "../../support/reference/sample.ts";

const YEAR = 31_557_600;
/** Boundaries: of the bytes copied at once, the size of an entry, the range of a byte. */
const LENGTHS = [0, 1, 2, 3, 4, 5, 13, 14, 15, 16, 17, 30, 31, 32, 33, 47, 48, 255, 256, 257, 269, 270, 271];
/** Positions from which a block ends below 2^31, around it and above it, and is the last one before all is forgotten. */
const POSITIONS = [0x7fffffff, 0x80000000, 0x80000001, 0xf0000000];

const letters = fc.constantFrom(..."aab -/(,", '"', "\\", "é", "日", "7");
const length = fc.oneof(fc.nat(20), fc.constantFrom(...LENGTHS));
const piece = length.chain((size) => fc.string({ unit: letters, minLength: size, maxLength: size }));

/** Returns up to `most` texts, each of one or several of the same few pieces. */
function textsOf(most: number): fc.Arbitrary<string[]> {
  return fc.array(piece, { minLength: 1, maxLength: 8 }).chain((pieces) => {
    const text = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.constantFrom(" ", ", ", "-", "1"), piece), {
      maxLength: 9,
    });
    return fc.array(
      text.map((each) => each.join("")),
      { minLength: 1, maxLength: most },
    );
  });
}

/** Some texts are far more frequent than others, or all are alike. */
const weigh = (skewed: boolean, count: number) =>
  Uint32Array.from({ length: count }, (_, index) => (skewed ? 1 + Math.floor(1000 / (1 + index * index)) : 1));

const durations = [1, 9, 10, 60, 60.5, 123.456, 199.99, 255.55546, 0.001, 1e-5, 12345678.9];

const catalogs: fc.Arbitrary<Catalog> = fc
  .record({
    names: textsOf(20),
    locations: textsOf(60),
    userAgents: textsOf(40),
    artists: textsOf(20),
    titles: textsOf(60),
    songs: fc.integer({ min: 1, max: 400 }),
    skewed: fc.boolean(),
  })
  .map(({ names, locations, userAgents, artists, titles, songs, skewed }) => {
    const column = (text: string[]) => ({ text, weight: weigh(skewed, text.length) });
    const cycle = <T>(from: T[], step: number) =>
      Array.from({ length: songs }, (_, song) => from[(song * step) % from.length] as T);
    return smallCatalog({
      firstNames: { ...column(names), gender: names.map((_, index) => (index % 2 ? "F" : "M")) },
      lastNames: column(names.toReversed()),
      locations: column(locations),
      userAgents: column(userAgents),
      songs: {
        artist: cycle(artists, 3),
        title: cycle(titles, 7),
        duration: Float64Array.from(cycle(durations, 5)),
        weight: weigh(skewed, songs),
      },
    });
  });

const AUTHS = ["Logged In", "Guest"];

/** Each page can follow each other one, for users who are shown and for hidden ones. */
const configs: fc.Arbitrary<Config> = fc
  .record({ pages: textsOf(4), shown: fc.constantFrom([true, false], [true, true], [false, false]) })
  .map(({ pages, shown }) => {
    const states: State[] = [...new Set(["NextSong", "Home", ...pages])].flatMap((page, index) =>
      AUTHS.map((auth) => ({ page, auth, method: index % 3 ? "GET" : "PUT", status: 200, level: "free" })),
    );
    const probability = 0.9 / states.length;
    return smallConfig({
      alphaSeconds: 4,
      betaSeconds: 60,
      sessionGapSeconds: 30,
      auths: AUTHS.map((auth) => ({ auth, weight: 1 })),
      showUserDetails: new Map(AUTHS.map((auth, index) => [auth, shown[index] as boolean])),
      newSession: states.map((state) => ({ ...state, weight: 1 })),
      transitions: states.flatMap((source) => states.map((dest) => ({ source, dest, probability }))),
    });
  });

interface Case {
  inputs: Inputs;
  batchEvents: number;
  position: number;
  format: EmittedFormat;
}

const cases: fc.Arbitrary<Case> = fc.record({
  inputs: fc
    .record({
      config: configs,
      catalog: catalogs,
      userCount: fc.constantFrom(1, 2, 30, 511, 513, 1300),
      firstUserId: fc.constantFrom(0, 1, 95, 9990, 99_990, 999_700, 1_099_400, 9_999_900, 99_999_700, 4_200_000_000),
      startSeconds: fc.constantFrom(1_780_000_000, 1_799_999_990, 999_999_990, 2 ** 32 - 20, -20, -900_000_000),
      startMilliseconds: fc.constantFrom(0, 7, 250, 999),
      grows: fc.boolean(),
      tag: fc.option(piece, { nil: undefined }),
    })
    .map(({ grows, tag, ...each }) => {
      const windowSeconds = each.userCount < 100 ? 4000 : 60;
      const growthRate = grows ? YEAR / windowSeconds : 0;
      return smallInputs({ ...each, windowSeconds, growthRate, ...(tag !== undefined && { tag }) });
    }),
  batchEvents: fc.constantFrom(1, 2, 3, 100, 2048, 4096),
  position: fc.constantFrom(...POSITIONS),
  format: fc.constantFrom(...NAMES),
});

const MOST_EVENTS = 3000;

/** Encodes some thousand events, those of each batch again from another position on and without entries for persons. */
async function check({ inputs, batchEvents, position, format }: Case): Promise<number> {
  const run = await KernelRun.open(inputs, { format, emitsLz4: true }, batchEvents);
  const { memory, plan } = run.opened;
  const positions = new Uint32Array(memory.buffer, plan.emitters + EMITTER_POSITION, 1);
  const people = new Uint32Array(memory.buffer, PARAMETERS + P_PERSON_VALUES, 1);
  let events = 0;
  run.eachBatch((first, count) => {
    if (events > MOST_EVENTS) return;
    events += count;
    const text = run.encode(rowEncoderOf(run.kernel, FORMATS[format].rows, false), first, count);
    const encode = () => run.encode(rowEncoderOf(run.kernel, FORMATS[format].rows, true), first, count);
    const block = encode();
    expectSame([{ text, block, events: count }]);
    const entries = people[0] as number;
    people[0] = 0;
    positions[0] = position;
    expect(encode().equals(block)).toBe(true);
    people[0] = entries;
  });
  return events;
}

test("emitted LZ4 holds the plain encoding, whatever the texts", async () => {
  let events = 0;
  const holds = async (each: Case) => {
    events += await check(each);
  };
  await fc.assert(fc.asyncProperty(cases, holds), { numRuns: 40, seed: 20260729, interruptAfterTimeLimit: 50_000 });
  expect(events).toBeGreaterThan(20_000);
});
