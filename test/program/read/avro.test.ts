import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { lastingFolder } from "../../support/files/folders.ts";
import { commandHere } from "../../support/program/command-here.ts";
import { FIXED, shell } from "../../support/program/program.ts";

const folder = lastingFolder();
const runOf = async (name: string, ...options: string[]): Promise<void> => {
  const { code, stderr } = await commandHere([...FIXED, "--quiet", ...options, name], { cwd: folder });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
};
const textOf = (name: string): string => readFileSync(join(folder, name), "utf8");
const cat = (...values: string[]) => commandHere(["cat", ...values], { cwd: folder });

describe("eventsim cat of Avro", () => {
  it.each(["none", "gzip", "snappy", "zstd"])(
    "prints blocks with --compress %s as the JSON of the run",
    async (codec) => {
      await runOf("events.json");
      await runOf(`${codec}.avro`, "--compress", codec);
      const { code, stdout, stderr } = await cat(`${codec}.avro`);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout === textOf("events.json")).toBe(true);
    },
  );

  it("prints the tag of a run", async () => {
    await runOf("tagged.json", "--tag", 'a "tag" 😀');
    await runOf("tagged.avro", "--tag", 'a "tag" 😀');
    expect((await cat("tagged.avro")).stdout === textOf("tagged.json")).toBe(true);
  });

  it("selects with --where and --head, also from a compressed file and a pipe", async () => {
    await runOf("where.json");
    await runOf("where.avro");
    writeFileSync(join(folder, "where.avro.gz"), gzipSync(readFileSync(join(folder, "where.avro"))));
    const songs = textOf("where.json")
      .split(/(?<=\n)/)
      .filter((line) => line.includes('"page":"NextSong"') && line.includes('"level":"free"'));
    const selection = ["--where", "page=NextSong", "--where", "level=free"];
    expect((await cat("where.avro", ...selection)).stdout).toBe(songs.join(""));
    expect((await cat("where.avro.gz", ...selection, "--head", "5")).stdout).toBe(songs.slice(0, 5).join(""));
    const piped = await shell("cat where.avro | $eventsim cat --where userId=none", { cwd: folder });
    expect(piped).toMatchObject({ code: 0, stdout: "", stderr: "" });
  });

  it("ends with code 1 at a cut file, and names the file and the byte", async () => {
    await runOf("cut.avro");
    truncateSync(join(folder, "cut.avro"), 20_000);
    const { code, stdout, stderr } = await cat("cut.avro");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("cut.avro: damaged at byte 20000: the file ends within a block");
  });
});
