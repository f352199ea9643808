import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { Encoder } from "@toondepauw/node-zstd";
import { beforeAll, describe, expect, it } from "vitest";
import { lastingFolder } from "../../support/files/folders.ts";
import { commandHere } from "../../support/program/command-here.ts";
import { FIXED, shell } from "../../support/program/program.ts";
import { csvOf } from "../../support/read/csv-rows.ts";

const folder = lastingFolder();
const at = (name: string): string => join(folder, name);
const cat = (...values: string[]) => commandHere(["cat", ...values], { cwd: folder });

let json = "";
beforeAll(async () => {
  json = (await commandHere([...FIXED, "--quiet"])).stdout;
  const csv = csvOf(json.trimEnd().split("\n"));
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
