// The emission of LZ4 remembers recent users and heads. In each case, the remembered text belongs to another user or
// has another length.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { decodeMulti } from "@msgpack/msgpack";
import { decompressFrameSync } from "lz4-napi";
import { describe, expect, test } from "vitest";
import { EMITTER_POSITION, EMITTER_RECENT_COUNT } from "../../../assembly/layout/emission.ts";
import type { State } from "../../../src/config/types.ts";
import { FORMATS } from "../../../src/output/formats/formats.ts";
import { rowEncoderOf } from "../../../src/output/formats/rows.ts";
import { type Inputs, KernelRun, smallInputs } from "../../support/kernel/kernel-run.ts";
import { blocksOf, expectSame, FORMATS as NAMES } from "../../support/kernel/lz4-blocks.ts";
import { bytesOf, configFile, inFolder } from "../../support/program/command.ts";
import { smallConfig } from "../../support/reference/sample.ts";

const HOUR = 3600;
const DAY = 86400;
/** 2001-09-09T01:46:40, from where on milliseconds have thirteen digits. */
const TENTH_DIGIT_SECONDS = 1_000_000_000;

const HOME: State = { page: "Home", auth: "Logged In", method: "GET", status: 200, level: "free" };
const GUEST: State = { page: "Home", auth: "Guest", method: "GET", status: 200, level: "free" };
const SONG: State = { ...HOME, page: "NextSong" };
const GUEST_SONG: State = { ...GUEST, page: "NextSong" };

/** Pages with and without songs take turns, shown and hidden; sessions are short, so that their numbers change. */
const restless = smallConfig({
  alphaSeconds: 4,
  betaSeconds: 60,
  sessionGapSeconds: 30,
  showUserDetails: new Map([
    ["Logged In", true],
    ["Guest", false],
  ]),
  auths: [
    { auth: "Logged In", weight: 3 },
    { auth: "Guest", weight: 1 },
  ],
  newSession: [
    { ...HOME, weight: 1 },
    { ...SONG, weight: 1 },
    { ...GUEST, weight: 1 },
  ],
  transitions: [
    { source: HOME, dest: SONG, probability: 0.3 },
    { source: HOME, dest: HOME, probability: 0.3 },
    { source: HOME, dest: GUEST, probability: 0.2 },
    { source: SONG, dest: HOME, probability: 0.3 },
    { source: SONG, dest: SONG, probability: 0.3 },
    { source: SONG, dest: GUEST_SONG, probability: 0.2 },
    { source: GUEST, dest: HOME, probability: 0.4 },
    { source: GUEST, dest: GUEST_SONG, probability: 0.3 },
    { source: GUEST_SONG, dest: SONG, probability: 0.4 },
    { source: GUEST_SONG, dest: GUEST, probability: 0.3 },
  ],
});
/** Two users share each entry of the table of users, and some three do. */
const CROWD = 2 * EMITTER_RECENT_COUNT + 88;

function crowd(changes: Parameters<typeof smallInputs>[0] = {}): Inputs {
  return smallInputs({ config: restless, userCount: CROWD, windowSeconds: 90, ...changes });
}

const shapes: Record<string, Inputs> = {
  ...Object.fromEntries(
    [1, 2, 3].map((userCount) => [
      `${userCount} users who come again and again`,
      smallInputs({ config: restless, userCount, windowSeconds: 6 * HOUR }),
    ]),
  ),
  "one more user than there are entries": crowd({ userCount: EMITTER_RECENT_COUNT + 1 }),
  "users who share entries": crowd(),
  "users who share entries, and a tag": crowd({ tag: "t" }),
  "users with registrations of both lengths": crowd({ startSeconds: TENTH_DIGIT_SECONDS + 900 * DAY }),
  "users who arrive with a longer registration": crowd({
    startSeconds: TENTH_DIGIT_SECONDS - 45,
    userCount: 700,
    growthRate: 300_000,
  }),
  "ids of eight digits and nine": crowd({ firstUserId: 99_999_999 - CROWD / 2 }),
  "ids from 0 on": crowd({ firstUserId: 0 }),
  "ids whose beginnings are alike": crowd({ firstUserId: 99_999_000 - CROWD }),
  "time stamps that become longer": crowd({ startSeconds: TENTH_DIGIT_SECONDS - 45, startMilliseconds: 999 }),
  "time stamps of thirteen characters with a sign": crowd({ startSeconds: -900_000_000, startMilliseconds: 250 }),
};

describe.each(NAMES)("remembered texts belong to the current user, %s", (format) => {
  test.each(Object.entries(shapes))("%s", async (_, inputs) => {
    const blocks = await blocksOf(inputs, format);
    expect(blocks.reduce((sum, { events }) => sum + events, 0)).toBeGreaterThan(100);
    expectSame(blocks);
  });

  test("a block depends on its records alone, also where positions begin anew after two gigabytes", async () => {
    const run = await KernelRun.open(shapes["users who share entries"] as Inputs, { format, emitsLz4: true });
    const encoder = rowEncoderOf(run.kernel, FORMATS[format].rows, true);
    const words = new Uint32Array(run.opened.memory.buffer, run.opened.plan.emitters + EMITTER_POSITION, 1);
    const jumps = [0x7f000000, 0x80000000, 0x90000000];
    run.eachBatch((from, count) => {
      const alone = run.encode(encoder, from, count);
      for (const position of jumps) {
        words[0] = position;
        expect(run.encode(encoder, from, count).equals(alone)).toBe(true);
      }
      // The last jump exceeded the limit: positions are small again, and no earlier ones are found.
      expect(words[0]).toBeLessThan(jumps[0] as number);
      expect(run.encode(encoder, from, count).equals(alone)).toBe(true);
    });
  });
});

/** Milliseconds take eight bytes in MessagePack below this, as a signed integer, */
const SHORT_FROM = -(2 ** 31);
/** and from here on, as an unsigned one. */
const SHORT_TO = 2 ** 32;

interface Event {
  ts: number;
  artist?: string;
}

/** Whether there are neighbours among the events with a song, or among those without, between which no time stamp is short. */
function hasLongGap(events: Event[]): boolean {
  const kinds = [events.filter(({ artist }) => artist), events.filter(({ artist }) => !artist)];
  return kinds.some((kind) => kind.some(({ ts }, i) => i > 0 && kind[i - 1]!.ts < SHORT_FROM && ts >= SHORT_TO));
}

test("MessagePack: a type of time stamps is not taken from those before 1970 for those after it", () => {
  inFolder((folder) => {
    const config = join(folder, "config.json");
    const source = JSON.parse(readFileSync(configFile("Accordion"), "utf8"));
    writeFileSync(config, JSON.stringify({ ...source, beta: 60 * DAY }));
    const window = ["-s", "1969-09-01T00:00:00", "-e", "1970-05-01T00:00:00"];
    const gaps = ["0", "2", "3"].map((seed) => {
      const command = ["-c", config, "-n", "1", "--randomseed", seed, ...window, "--format", "msgpack"];
      const plain = bytesOf(...command);
      expect(decompressFrameSync(bytesOf(...command, "--compress", "lz4")).equals(plain)).toBe(true);
      return hasLongGap([...decodeMulti(plain)] as Event[]);
    });
    expect(gaps).toContain(true);
  });
});
