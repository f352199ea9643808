import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../support/files/folders.ts";
import { commandHere } from "../../support/program/command-here.ts";
import { FIXED } from "../../support/program/program.ts";
import { ROOT } from "../../support/root.ts";

const accordion = readFileSync(join(ROOT, "configs", "Accordion-config.json"), "utf8");

function configWith(...changes: [search: string | RegExp, replacement: string][]): string {
  const path = join(temporaryFolder(), "site.json");
  const text = changes.reduce((before, [search, replacement]) => {
    const after = before.replace(search, replacement);
    expect(after).not.toBe(before);
    return after;
  }, accordion);
  writeFileSync(path, text);
  return path;
}

/** Returns the lines of a refusal with exit code 2, without the program's name. */
async function refusal(values: string[]): Promise<string[]> {
  const { code, stdout, stderr } = await commandHere(values);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/^eventsim: /);
  return stderr
    .replace(/^eventsim: /, "")
    .trimEnd()
    .split("\n");
}

function lineOf(path: string, text: string): number {
  return readFileSync(path, "utf8").split(text)[0]!.split("\n").length;
}

describe("a configuration", () => {
  it("that does not exist", async () => {
    const path = join(temporaryFolder(), "none.json");
    expect(await refusal(["-c", path])).toEqual([`${path}: there is no such file; check the path of the config`]);
  });

  it("that is a folder", async () => {
    const folder = temporaryFolder();
    expect(await refusal(["-c", folder])).toEqual([`${folder}: this is a folder; name a config file in it`]);
  });

  it("that is empty", async () => {
    const path = join(temporaryFolder(), "empty.json");
    writeFileSync(path, "");
    expect(await refusal(["-c", path])).toEqual([`${path}:1:1: the file is empty; a config is one JSON object`]);
  });

  it("that is cut off", async () => {
    const path = configWith([/,\s*"new-session"[\s\S]*/, ""]);
    const lines = await refusal(["-c", path]);
    expect(lines[0]).toMatch(new RegExp(`^${path}:${readFileSync(path, "utf8").split("\n").length}:\\d+: `));
  });

  it("that is not JSON is reported with the place", async () => {
    const path = configWith(['"alpha":', '"alpha"']);
    const lines = await refusal(["-c", path]);
    expect(lines[0]).toMatch(new RegExp(`^${path}:${lineOf(path, '"alpha"')}:\\d+: `));
  });

  it("with several problems: all are told at once, each with its line and key", async () => {
    const path = configWith(
      [/"beta":\s*[\d.]+/, '"beta": -1'],
      [/"weekend-damping":/, '"weekend-dampening":'],
      [/"weekend-damping-scale":\s*[\d.]+/, '"weekend-damping-scale": "wide"'],
    );
    const lines = await refusal(["-c", path]);
    const problems: [key: string, message: RegExp][] = [
      ["beta", /-1/],
      ["weekend-dampening", /weekend-damping/],
      ["weekend-damping-scale", /wide/],
    ];
    for (const [key, message] of problems) {
      const place = `${path}:${lineOf(path, `"${key}"`)}:`;
      expect(lines.filter((line) => line.startsWith(place) && line.includes(key)).join("\n")).toMatch(message);
    }
  });

  it("whose window ends before it starts", async () => {
    const path = configWith([
      /"alpha":/,
      '"start-date": "2026-01-02T00:00:00",\n"end-date": "2026-01-01T00:00:00",\n"alpha":',
    ]);
    const [line] = await refusal(["-c", path]);
    expect(line).toMatch(new RegExp(`^${path}:${lineOf(path, '"end-date"')}:\\d+: end-date: .*not after start-date`));
  });

  it("that is wrong leaves no output", async () => {
    const folder = temporaryFolder();
    await refusal(["-c", configWith([/"beta":\s*[\d.]+/, '"beta": -1']), join(folder, "new", "out.json")]);
    expect((await commandHere([...FIXED, "--quiet", join(folder, "good.json")])).code).toBe(0);
  });
});

describe("a data folder", () => {
  it("that does not exist, or is a file", async () => {
    const path = join(temporaryFolder(), "data");
    expect(await refusal(["--data", path])).toEqual([`--data ${path}: there is no such folder; give one that exists`]);
    writeFileSync(path, "");
    expect((await refusal(["--data", path]))[0]).toContain(`--data ${path}: this is not a folder`);
  });

  it("with an empty file", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "yob1990.txt");
    writeFileSync(path, "");
    expect((await refusal(["--data", folder]))[0]).toMatch(`${path}:1: the file is empty`);
  });

  it("with a damaged line", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "Top1000Surnames.csv");
    writeFileSync(path, "name,rank,count\nSMITH,1,2376206\nJOHNSON;2;1857160\n");
    expect((await refusal(["--data", folder]))[0]).toMatch(`${path}:3: expected name,rank,count`);
  });

  it("with a number that is none, in a packed file", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "listen_counts.txt.gz");
    writeFileSync(path, gzipSync("T1\tArtist\tSong\t180.5\t12\nT2\tArtist\tOther\t1:59\t3\n"));
    expect((await refusal(["--data", folder]))[0]).toMatch(`${path}:2: duration "1:59" is not a positive number`);
  });

  it("with a packed file that is cut off", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "listen_counts.txt.gz");
    writeFileSync(path, gzipSync("T1\tArtist\tSong\t180.5\t12\n"));
    truncateSync(path, 30);
    expect((await refusal(["--data", folder]))[0]).toMatch(`${path}: is not a whole gzip file`);
  });

  it("that lacks files uses the built-in ones and says so, with the same output", async () => {
    const folder = temporaryFolder();
    const { code, stdout, stderr } = await commandHere([...FIXED, "--data", folder]);
    expect(code).toBe(0);
    expect(stderr.match(/^note: .* has no ".*"; using the built-in .*$/gm)).toHaveLength(5);
    expect(stdout).toBe((await commandHere(FIXED)).stdout);
  });
});
