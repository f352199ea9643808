import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { Encoder } from "@toondepauw/node-zstd";
import { beforeAll, describe, expect, it } from "vitest";
import { FIELD_NAMES } from "../../../src/schema/choose.ts";
import { lastingFolder } from "../../support/files/folders.ts";
import { FIXED, run, shell } from "../../support/program/program.ts";

const folder = lastingFolder();
const at = (name: string): string => join(folder, name);
const cat = (...values: string[]) => run(["cat", ...values], { cwd: folder });

/** CSV of the same events, after RFC 4180: texts in quotes, numbers as the line has them, nothing for a key that is not there. */
function csvOf(lines: readonly string[], nullText: string): string {
  const rows = lines.map((line) => {
    const event = JSON.parse(line) as Record<string, unknown>;
    const cells = FIELD_NAMES.filter((name) => name !== "tag").map((name) => {
      const value = event[name];
      if (value === undefined) return nullText;
      if (typeof value === "string") return `"${value.replaceAll('"', '""')}"`;
      return name === "length" ? /"length":([\d.E-]+)/.exec(line)![1]! : JSON.stringify(value);
    });
    return `${cells.join(",")}\n`;
  });
  return [`${FIELD_NAMES.filter((name) => name !== "tag").join(",")}\n`, ...rows].join("");
}

let json = "";
beforeAll(async () => {
  json = (await run([...FIXED, "--quiet"])).stdout;
  const csv = csvOf(json.trimEnd().split("\n"), "");
  writeFileSync(at("events.csv"), csv);
  writeFileSync(at("events.csv.gz"), gzipSync(csv));
  writeFileSync(at("events.csv.zst"), new Encoder(1).encodeSync(Buffer.from(csv)));
  writeFileSync(at("null.csv"), csvOf(json.trimEnd().split("\n"), "\\N"));
});

describe("eventsim cat of CSV", () => {
  it.each([["events.csv"], ["events.csv.gz"], ["events.csv.zst"], ["null.csv", "--csv-null", "\\N"]])(
    "prints %s as the JSON of the same events",
    async (...values) => {
      const { code, stdout, stderr } = await cat(...values);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout === json).toBe(true);
    },
  );

  it("selects with --where and --head, also from a pipe", async () => {
    const songs = json.split(/(?<=\n)/).filter((line) => line.includes('"page":"NextSong"'));
    expect((await cat("events.csv", "--where", "page=NextSong")).stdout).toBe(songs.join(""));
    const piped = await shell("cat events.csv.gz | $eventsim cat --where page=NextSong --head 3", { cwd: folder });
    expect(piped).toMatchObject({ code: 0, stdout: songs.slice(0, 3).join(""), stderr: "" });
  });

  it("ends with code 1 at a cut file, after the rows before it, and names the file and the byte", async () => {
    const whole = readFileSync(at("events.csv"));
    writeFileSync(at("cut.csv"), whole.subarray(0, 20_000));
    const { code, stdout, stderr } = await cat("cut.csv");
    expect(code).toBe(1);
    expect(json.startsWith(stdout)).toBe(true);
    expect(stdout.split("\n")).toHaveLength(whole.subarray(0, 20_000).toString().split("\n").length - 1);
    expect(stderr).toContain("cut.csv: damaged at byte 20000: the file ends within a line");
  });

  it("asks for the text of null where a number is none", async () => {
    const { code, stderr } = await cat("null.csv");
    expect(code).toBe(1);
    expect(stderr).toMatch(/null\.csv: damaged at byte \d+: row \d+: .* is \\N, not a (whole )?number; .*--csv-null/);
  });
});
