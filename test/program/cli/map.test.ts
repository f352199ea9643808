// Compares `eventsim plan --map` with the memory that the same command reports.

import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../support/files/folders.ts";
import { commandHere } from "../../support/program/command-here.ts";

const DAY = ["-s", "2026-01-05T00:00:00", "-e", "2026-01-06T00:00:00", "--workers", "2"];
const MEBIBYTE = 2 ** 20;
const WASM_PAGE_BYTES = 65_536;

interface Row {
  start: number;
  end: number;
  bytes: number;
  region: string;
}

function number(text: string): number {
  return Number(text.replaceAll(",", ""));
}

/** Returns the rows of the map, the last of which is the total, and the gaps between them. */
function mapIn(output: string): { rows: Row[]; all: Row; between: number } {
  const lines = output.slice(output.indexOf("map of the shared memory")).split("\n");
  const rows = lines.flatMap((line) => {
    const [, start, end, bytes, region] =
      /^ {2}0x([\da-f]{8}) {2}0x([\da-f]{8}) +([\d,]+) {2}(.*?)(?: {2}.*)?$/.exec(line) ?? [];
    if (start === undefined) return [];
    return [
      {
        start: Number.parseInt(start, 16),
        end: Number.parseInt(end!, 16),
        bytes: number(bytes!),
        region: region!.trim(),
      },
    ];
  });
  const [, between] = /^ +([\d,]+) {2}between them/m.exec(lines.join("\n")) ?? [];
  const all = rows.pop() as Row;
  return { rows, all, between: number(between!) };
}

/** Returns the most memory that a line of the plan's table reports, in MiB with one digit. */
function planned(output: string, name: string): number {
  const [, most] = new RegExp(`^ {2}${name} +[\\d,.]+ MiB +([\\d,.]+) MiB`, "m").exec(output) ?? [];
  return number(most!);
}

describe("eventsim plan --map", () => {
  it.each([
    ["a small population", ["-n", "1"], "events.json"],
    ["users who come and go, as LZ4", ["-n", "50000", "-g", "0.3", "-a", "0.3"], "events.json.lz4"],
    ["many files, counted for a manifest", ["-n", "2000", "--split-events", "1M"], "events.json"],
    ["the original's engine", ["-n", "2000", "--compat", "interana"], "events.json"],
  ])("shows the memory of %s as the plan counts it", async (_, options, name) => {
    const values = ["plan", ...DAY, ...options, "--map", join(temporaryFolder(), name)];
    const { code, stdout, stderr } = await commandHere(values);
    expect(code, stderr).toBe(0);
    const { rows, all, between } = mapIn(stdout);
    expect(rows[0]?.start).toBe(0);
    for (const [index, { start, end, bytes, region }] of rows.entries()) {
      expect(end - start, region).toBe(bytes);
      expect(bytes, region).toBeGreaterThan(0);
      if (index > 0) expect(start, region).toBeGreaterThanOrEqual(rows[index - 1]!.end);
    }
    const sum = rows.reduce((total, { bytes }) => total + bytes, 0);
    expect(sum + between).toBe(all.bytes);
    expect(all).toMatchObject({ start: 0, end: all.bytes });
    expect(all.bytes % WASM_PAGE_BYTES).toBe(0);

    const bytesOf = (...names: string[]) =>
      rows.filter(({ region }) => names.includes(region)).reduce((total, { bytes }) => total + bytes, 0) / MEBIBYTE;
    const rounding = 0.1;
    const near = (name: string, mebibytes: number, slack = rounding) =>
      expect(Math.abs(planned(stdout, name) - mebibytes), name).toBeLessThanOrEqual(slack);
    near("catalog and model", bytesOf("model"));
    near("ring", bytesOf("ring"));
    near("users", bytesOf("next times", "leave times", "users", "people", "heap"));
    // From the pool's first page to the end of the memory's last one.
    near("records", bytesOf("pool", "ordered"), rounding + 2 * (WASM_PAGE_BYTES / MEBIBYTE));
    near("all", all.bytes / MEBIBYTE + planned(stdout, "isolates"), 2 * rounding);
  });

  it("has the options that a command needs, and no others", async () => {
    const regionsOf = async (...options: string[]) => {
      const { stdout } = await commandHere(["plan", ...DAY, "-n", "10", ...options, "--map"]);
      return mapIn(stdout).rows.map(({ region }) => region);
    };
    const plain = await regionsOf();
    const without = (names: string[]) => names.filter((name) => !plain.includes(name));
    expect(without(await regionsOf("-a", "0.5"))).toEqual(["leave times"]);
    expect(without(await regionsOf("--compress", "lz4"))).toEqual(["emitters"]);
    const original = await regionsOf("--compat", "interana");
    expect(without(original)).toEqual(["generator", "heap"]);
    for (const name of ["next times", "chunk pages", "counts", "totals", "pool"]) expect(original).not.toContain(name);
  });

  it("is printed only where it is asked for", async () => {
    const { stdout } = await commandHere(["plan", ...DAY, "-n", "10"]);
    expect(stdout).not.toContain("0x");
  });
});
