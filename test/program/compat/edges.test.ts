// Edge cases of the original, compared with the model of it: odd values on the command line and in configurations.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { decompressFrameSync } from "lz4-napi";
import { describe, expect, it } from "vitest";
import { loadCatalog } from "../../../src/catalog/load.ts";
import { temporaryFolder } from "../../support/files/folders.ts";
import { type Command, instantOf } from "../../support/original/command.ts";
import type { SiteJson } from "../../support/original/read-site.ts";
import { simulate } from "../../support/original/simulate.ts";
import { bytesHere, commandHere } from "../../support/program/command-here.ts";
import { expectSameBytes } from "../../support/read/msgpack-lines.ts";
import { originalSite } from "../../support/sites/original.ts";
import { writeSmallCatalog } from "../../support/sites/small.ts";

const START = "2026-03-02T00:00:00";
const END = "2026-03-09T00:00:00";
const secondsOf = (instant: string) => Date.parse(`${instant}Z`) / 1000;

/** A site of two pages and songs. */
const SITE: SiteJson = {
  ...originalSite([
    ["Home", "NextSong", 0.5],
    ["NextSong", "NextSong", 0.5],
    ["NextSong", "Home", 0.25],
  ]),
  "new-user-auth": "In",
  "new-user-level": "free",
};

type Flags = Partial<Pick<Command, "nusers" | "userid" | "growthRate">>;

/** A command of ours, and the model's output for it. */
async function caseOf(keys: object, flags: Flags = {}): Promise<{ args: string[]; lines: string[]; crash?: string }> {
  const folder = temporaryFolder();
  const config = join(folder, "config.json");
  const site = { ...SITE, ...keys };
  writeFileSync(config, JSON.stringify(site));
  const data = writeSmallCatalog(folder);
  const { catalog } = await loadCatalog({ dataDirectory: data, similarSongs: true, likeOriginal: true });
  const window = {
    start: { seconds: secondsOf(START), nanoseconds: 0 },
    end: { seconds: secondsOf(END), nanoseconds: 0 },
  };
  const names = { nusers: "--nusers", userid: "--userid", growthRate: "--growth-rate" };
  const options = Object.entries(flags).map(([key, value]) => `${names[key as keyof Flags]}=${value}`);
  const fixed = ["--compat", "interana", "-c", config, "--data", data, "-s", START, "-e", END, "--quiet"];
  return { args: [...fixed, ...options], ...simulate({ site, catalog, ...window, ...flags }) };
}

/** Compares the program's output with the model's, for each format. */
async function expectInEveryFormat(args: string[], lines: string[]): Promise<void> {
  expect((await bytesHere(...args)).toString()).toBe(lines.join(""));
  const lz4 = ["--compress", "lz4"];
  expect(decompressFrameSync(await bytesHere(...args, ...lz4)).toString()).toBe(lines.join(""));
  const msgpack = await bytesHere(...args, "--format", "msgpack");
  expectSameBytes(
    lines.map((line) => line.trimEnd()),
    msgpack,
  );
  expect(decompressFrameSync(await bytesHere(...args, "--format", "msgpack", ...lz4)).equals(msgpack)).toBe(true);
}

function idsOf(lines: readonly string[]): Set<string> {
  return new Set(lines.map((line) => JSON.parse(line).userId as string));
}

describe("user ids are ints of Java", () => {
  const cases: [string, object, Flags, string[]][] = [
    ["they wrap", {}, { nusers: 4, userid: 2_147_483_645 }, ["2147483646", "2147483647", "-2147483648", "-2147483647"]],
    ["the first one wraps", {}, { nusers: 1, userid: 2_147_483_647 }, ["-2147483648"]],
    ["they pass zero", { "first-user-id": -3 }, { nusers: 4 }, ["-2", "-1", "0", "1"]],
    ["of nine digits", {}, { nusers: 2, userid: -100_000_001 }, ["-100000000", "-99999999"]],
    ["the least", { "first-user-id": -2_147_483_648 }, { nusers: 1 }, ["-2147483647"]],
  ];

  it.each(cases)("%s, in every format", async (_, keys, flags, ids) => {
    const { args, lines } = await caseOf(keys, flags);
    expect(idsOf(lines)).toEqual(new Set(ids));
    await expectInEveryFormat(args, lines);
  });
});

describe("no users at the start", () => {
  // A share of zero is zero: the user who joins needs the seconds of an int, 68 years, and has the only event of the
  // run.
  it.each([
    ["the key", { "n-users": 0, "growth-rate": 0.5 }, {}],
    ["the option", {}, { nusers: 0, growthRate: 0.5 }],
  ])("with growth: %s", async (_, keys, flags) => {
    const { args, lines } = await caseOf(keys, flags);
    expect(lines.length).toBe(1);
    expect(JSON.parse(lines[0]!).registration).toBe((secondsOf(START) + 2 ** 31 - 1) * 1000);
    await expectInEveryFormat(args, lines);
  });

  it("without growth the original has no user to ask for an event", async () => {
    const { args, crash } = await caseOf({ "n-users": 0 });
    expect(crash).toBe("everybody is gone");
    const { code, stdout, stderr } = await commandHere(args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/config\.json: there are no users, since n-users is 0 and nobody joins \(growth-rate\)/);
  });

  it("do not matter in a window that ends before it begins", async () => {
    const { args } = await caseOf({ "n-users": 0 });
    expect(await commandHere([...args, "-e", START])).toMatchObject({ code: 0, stdout: "" });
  });
});

describe("null", () => {
  it("is printed as a tag, in every format", async () => {
    const { args, lines } = await caseOf({ tag: null }, { nusers: 2 });
    expect(lines[0]).toContain(',"gender":"F","tag":null');
    await expectInEveryFormat(args, lines);
  });

  it("as a tag gives way to --tag", async () => {
    const { args } = await caseOf({ tag: null }, { nusers: 1 });
    expect((await commandHere([...args, "--tag", "given"])).stdout).toContain(',"tag":"given"');
  });

  it("is as absent for other texts, and 0 for numbers", async () => {
    const numbers = ["seed", "damping", "weekend-damping", "growth-rate", "first-user-id"];
    const texts = ["new-user-auth", "new-user-level", "churned-state"];
    const setTo = (keys: string[], value: unknown) => Object.fromEntries(keys.map((key) => [key, value]));
    const { lines } = await caseOf({ ...setTo(texts, undefined), ...setTo(numbers, 0) }, { nusers: 2 });
    const { args } = await caseOf({ ...setTo(texts, null), ...setTo(numbers, null) }, { nusers: 2 });
    expect((await commandHere(args)).stdout).toBe(lines.join(""));
  });
});

describe("a window from today to today", () => {
  it("has the first event after its start, since the original reads its clock twice", async () => {
    const folder = temporaryFolder();
    const config = join(folder, "config.json");
    writeFileSync(config, JSON.stringify(SITE));
    const data = writeSmallCatalog(folder);
    const { catalog } = await loadCatalog({ dataDirectory: data, similarSongs: true, likeOriginal: true });
    const days = ["--from", "0", "--to", "0"];
    const { code, stdout, stderr } = await commandHere(["--compat", "interana", "-c", config, "--data", data, ...days]);
    expect(code).toBe(0);
    const start = instantOf(/--start-time (\S+)/.exec(stderr)![1]!);
    const end = { seconds: start.seconds + 1, nanoseconds: start.nanoseconds };
    const { lines } = simulate({ site: SITE, catalog, start, end });
    expect(lines.length).toBe(1);
    expect(stdout).toBe(lines.join(""));
  });
});

// With three users, the model of the original ends. With 300, one user's sessions reach back further than the pauses
// between them, and that user stays the soonest forever.
describe("a negative alpha", () => {
  it("is refused, since the original's run may never end", async () => {
    const { args } = await caseOf({ alpha: -100 });
    const { code, stdout, stderr } = await commandHere(args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(
      "alpha: found -100; give a number of 0 or more: with a negative one time goes back within sessions, and the original's run may never end",
    );
  });
});
