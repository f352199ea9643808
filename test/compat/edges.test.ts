// The original at its edges, against the plain model of it: odd values on the command line and in configurations.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { decompressFrameSync } from "lz4-napi";
import { describe, expect, it } from "vitest";
import { loadCatalog } from "../../src/catalog/load.ts";
import { run, temporaryFolder } from "../cli/program.ts";
import { bytesOf } from "../contract/command.ts";
import { expectSameBytes } from "../formats/msgpack-lines.ts";
import { writeSmallCatalog } from "../output/site.ts";
import { type Command, simulate } from "./reference/simulate.ts";
import type { SiteJson } from "./reference/site.ts";

const START = "2026-03-02T00:00:00";
const END = "2026-03-09T00:00:00";
const secondsOf = (instant: string) => Date.parse(`${instant}Z`) / 1000;
const state = (page: string) => ({ page, auth: "In", method: "GET", status: 200, level: "free" });

/** A site of two pages and songs. */
const SITE: SiteJson = {
  alpha: 100,
  beta: 20_000,
  "show-user-details": [{ auth: "In", show: true }],
  levels: [{ level: "free", weight: 1 }],
  auths: [{ auth: "In", weight: 1 }],
  "new-session": [{ ...state("Home"), weight: 1 }],
  transitions: [
    { source: state("Home"), dest: state("NextSong"), p: 0.5 },
    { source: state("NextSong"), dest: state("NextSong"), p: 0.5 },
    { source: state("NextSong"), dest: state("Home"), p: 0.25 },
  ],
  "new-user-auth": "In",
  "new-user-level": "free",
};

type Flags = Partial<Pick<Command, "nusers" | "userid" | "growthRate">>;

/** A command of ours, and what the model of the original prints for it. */
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
    const json = bytesOf(...args);
    expect(json.toString()).toBe(lines.join(""));
    const lz4 = ["--compress", "lz4"];
    expect(decompressFrameSync(bytesOf(...args, ...lz4)).toString()).toBe(lines.join(""));
    const msgpack = bytesOf(...args, "--format", "msgpack");
    expectSameBytes(
      lines.map((line) => line.trimEnd()),
      msgpack,
    );
    expect(decompressFrameSync(bytesOf(...args, "--format", "msgpack", ...lz4)).equals(msgpack)).toBe(true);
  });
});
