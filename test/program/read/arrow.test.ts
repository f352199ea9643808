import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { lastingFolder } from "../../support/files/folders.ts";
import { commandHere } from "../../support/program/command-here.ts";
import { FIXED, shell } from "../../support/program/program.ts";
import { arrowOf, type Event, tableOf } from "../../support/read/arrow-files.ts";

const folder = lastingFolder();
const cat = (...values: string[]) => commandHere(["cat", ...values], { cwd: folder });

let json = "";
let file: Buffer;
beforeAll(async () => {
  json = (await commandHere([...FIXED, "--quiet"])).stdout;
  const events = json
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Event);
  const table = tableOf(events, 500);
  file = arrowOf(table, "file", "zstd");
  writeFileSync(join(folder, "events.arrow"), file);
  writeFileSync(join(folder, "events.arrows"), arrowOf(table, "stream", "lz4"));
  writeFileSync(join(folder, "events.arrows.gz"), gzipSync(arrowOf(table, "stream")));
});

describe("eventsim cat of Arrow", () => {
  it.each(["events.arrow", "events.arrows", "events.arrows.gz"])(
    "prints %s as the JSON of the same events",
    async (name) => {
      const { code, stdout, stderr } = await cat(name);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout === json).toBe(true);
    },
  );

  it("selects with --where and --head, also from a pipe", async () => {
    const songs = json.split(/(?<=\n)/).filter((line) => line.includes('"page":"NextSong"'));
    expect((await cat("events.arrow", "--where", "page=NextSong")).stdout).toBe(songs.join(""));
    const piped = await shell("cat events.arrows | $eventsim cat --where page=NextSong --head 3", { cwd: folder });
    expect(piped).toMatchObject({ code: 0, stdout: songs.slice(0, 3).join(""), stderr: "" });
  });

  it("ends with code 1 at a cut file, and names the file and the byte", async () => {
    writeFileSync(join(folder, "cut.arrow"), file.subarray(0, 20_000));
    const { code, stdout, stderr } = await cat("cut.arrow");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("cut.arrow: damaged at byte 20000: the file does not end with ARROW1");
  });
});
