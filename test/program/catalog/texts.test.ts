import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { temporaryFolder } from "../../support/files/folders.ts";
import { commandHere } from "../../support/program/command-here.ts";
import { FIXED } from "../../support/program/program.ts";
import { writeSmallCatalog } from "../../support/sites/small.ts";

const SONG = "T1\tJosé\tSong\t200.0\t1\n";
const AGENTS = 'share\tweight\tagent\tA\tB\r\n7%\t72\t"Mozilla/5.0 (""odd"")"\tC\tD\r\n1%\t8\t""\tC\tD\r\n';

it("the program prints texts as the data files have them", async () => {
  const folder = writeSmallCatalog(temporaryFolder());
  writeFileSync(join(folder, "listen_counts.txt.gz"), gzipSync(SONG));
  writeFileSync(join(folder, "user agents.txt"), Buffer.from(`\ufeff${AGENTS}`, "utf16le"));
  const { code, stdout, stderr } = await commandHere([...FIXED, "--quiet", "--data", folder]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const events = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(new Set(events.map(({ artist }) => artist))).toEqual(new Set(["José", undefined]));
  expect(new Set(events.map(({ userAgent }) => userAgent))).toContain('Mozilla/5.0 ("odd")');
  expect(stdout).toContain('"artist":"José"');
});
