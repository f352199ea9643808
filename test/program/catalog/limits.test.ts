// Data files that are endless or too large for the memory: refused in bounded memory, with file and limit.

import { execFileSync } from "node:child_process";
import { symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../support/files/folders.ts";
import { runForPeaks } from "../../support/program/jvm.ts";
import { FIXED } from "../../support/program/program.ts";
import { writeSmallCatalog } from "../../support/sites/small.ts";

const MEBIBYTE = 2 ** 20;
const isLinux = process.platform === "linux";

/** Gzip members are concatenated, and so are their texts: 3 MB expand to 3 GB. */
function repeated(text: Buffer | string, count: number): Buffer {
  const member = gzipSync(text);
  return Buffer.concat(Array.from({ length: count }, () => member));
}

const LINE = /:1: the line is longer than 1,048,576 bytes, the most that a row may have; is this the right file\?\n/;
const LINES = /:100000001: the file has more than 100,000,000 lines, the most that a data file may; leave/;
const songs = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => `TR${from + index}\tArtist\tSong ${from + index}\t200.5\t1\n`).join("");

describe.skipIf(!isLinux)("a folder of data from a stranger", () => {
  const refused = async (name: string, put: (path: string) => void, memory = "256m") => {
    const folder = writeSmallCatalog(temporaryFolder());
    const path = join(folder, name);
    execFileSync("rm", [path]);
    put(path);
    const options = ["--data", folder, `-Xmx${memory}`, "--workers", "1", "--no-progress"];
    const { code, stderr, peaks } = await runForPeaks([...FIXED, ...options, "/dev/null"]);
    expect(code).toBe(2);
    return { stderr, name: path, peakBytes: peaks[0] as number };
  };

  it.each([
    ["listen_counts.txt.gz", repeated(Buffer.alloc(MEBIBYTE), 3072), LINE],
    ["similar_songs.csv.gz", repeated(Buffer.alloc(MEBIBYTE), 3072), LINE],
    ["listen_counts.txt.gz", repeated(Buffer.alloc(MEBIBYTE, 10), 3072), LINES],
  ])("%s of 3 MB, which unpacks to 3 GB", async (file, bytes, message) => {
    const { stderr, name, peakBytes } = await refused(file, (path) => writeFileSync(path, bytes));
    expect(stderr).toContain(name);
    expect(stderr).toMatch(message);
    expect(peakBytes).toBeLessThan(256 * MEBIBYTE);
  });

  it.each(["yob1990.txt", "Top1000Surnames.csv", "CBSA-EST2013-alldata.csv"])(
    "%s of a terabyte of zeros",
    async (file) => {
      const { stderr, name, peakBytes } = await refused(file, (path) => {
        writeFileSync(path, "");
        truncateSync(path, 2 ** 40);
      });
      expect(stderr).toContain(name);
      expect(stderr).toMatch(LINE);
      expect(peakBytes).toBeLessThan(256 * MEBIBYTE);
    },
  );

  it.each([
    ["yob1990.txt", (path: string) => symlinkSync("/dev/zero", path)],
    ["user agents.txt", (path: string) => symlinkSync("/dev/urandom", path)],
    ["listen_counts.txt.gz", (path: string) => execFileSync("mkfifo", [path])],
  ])("%s that is a device or a pipe", async (file, put) => {
    const { stderr, name } = await refused(file, put);
    expect(stderr).toContain(`${name}: is a folder, pipe or device; put a regular file there`);
  });

  it("more good rows than the memory holds", async () => {
    const rows = repeated(songs(0, 50_000), 300);
    const { stderr, name, peakBytes } = await refused("listen_counts.txt.gz", (path) => writeFileSync(path, rows));
    expect(stderr).toContain(`${name}:`);
    expect(stderr).toMatch(
      /:\d{6}: the data files take more than \d+ MiB of memory up to here; -Xmx256m leaves \d+ MiB/,
    );
    expect(stderr).toMatch(/: leave the rarest rows out, or give a larger -Xmx\n/);
    expect(peakBytes).toBeLessThan(256 * MEBIBYTE);
  });
});
