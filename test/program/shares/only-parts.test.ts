import { rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { contentOf, fastFolder } from "../../support/files/folders.ts";
import { digestsOf, failureOf, manifestIn, QUICK_WEEK, runHere, runInto } from "../../support/program/here.ts";

const RULES: [string, string[]][] = [
  ["events", ["--split-events", "700"]],
  ["size", ["--split-size", "300K"]],
  ["time", ["--split-time", "12h"]],
  ["events and time", ["--split-events", "700", "--split-time", "1d"]],
  ["events and size", ["--split-events", "450", "--split-size", "200K", "--part-events", "64"]],
  [
    "events, size and time",
    ["--split-events", "450", "--split-size", "200K", "--split-time", "1d", "--part-events", "64"],
  ],
  ["time, of a growing site", ["--split-time", "12h", "--growth-rate", "30", "--attrition-rate", "0.9"]],
  ["events, of a share", ["--split-events", "450", "--part", "2/3", "--growth-rate", "30"]],
  ["events, up to so many", ["--split-events", "450", "--events", "5000"]],
  ["time, up to so many events", ["--split-time", "12h", "--events", "5000"]],
  ["events, of one user", ["--split-events", "2", "--user", "7"]],
  ["events, as MessagePack", ["--split-events", "450", "--format", "msgpack"]],
  ["size, as LZ4", ["--split-size", "100K", "--compress", "lz4"]],
  ["size, as zstd", ["--split-size", "50K", "--compress", "zstd"]],
  ["events and size, as gzip", ["--split-events", "1500", "--split-size", "40K", "--compress", "gzip"]],
  ["events, of the original", ["--split-events", "450", "--compat", "interana"]],
  ["time, of the original", ["--split-time", "12h", "--compat", "interana"]],
];

function nameOf(part: number): string {
  return `events-${String(part).padStart(6, "0")}.json`;
}

const LONG_AGO = new Date("2020-01-01T00:00:00Z");

describe.each(RULES)("files that end by %s", (_, rules) => {
  it("can be made alone, with and without the manifest; no other is touched", async () => {
    const folder = fastFolder();
    const values = [...QUICK_WEEK, ...rules];
    const whole = await runInto(folder, values);
    const last = manifestIn(whole).files.at(-1)!.part;
    expect(last).toBeGreaterThan(4);
    const only = ["--only-parts", `0,2-3,${last}`];
    const wanted = [0, 2, 3, last].map(nameOf).filter((name) => whole.has(name));
    for (const name of whole.keys()) utimesSync(join(folder, name), LONG_AGO, LONG_AGO);
    for (const name of wanted) rmSync(join(folder, name));
    expect(digestsOf(await runInto(folder, [...values, ...only]))).toEqual(digestsOf(whole));
    for (const name of whole.keys())
      expect(statSync(join(folder, name)).mtime.getTime() === LONG_AGO.getTime()).toBe(!wanted.includes(name));

    const alone = digestsOf(await runInto(fastFolder(), [...values, ...only]));
    expect(alone).toEqual(Object.fromEntries(wanted.map((name) => [name, digestsOf(whole)[name]])));
  });
});

describe("--only-parts", () => {
  const VALUES = [...QUICK_WEEK, "--split-events", "1000"];

  it("that includes existing files, such as all from one on, makes those", async () => {
    const folder = fastFolder();
    const whole = await runInto(folder, VALUES);
    const last = manifestIn(whole).files.at(-1)!.part;
    const made = await runInto(fastFolder(), [...VALUES, "--only-parts", `${last}-99999`]);
    expect(digestsOf(made)).toEqual({ [nameOf(last)]: digestsOf(whole)[nameOf(last)] });
    rmSync(join(folder, nameOf(last)));
    expect(digestsOf(await runInto(folder, [...VALUES, "--only-parts", `${last}-99999`]))).toEqual(digestsOf(whole));
  });

  it.each([
    ["events", ["--split-events", "1000"]],
    ["size", ["--split-size", "1M"]],
    ["time", ["--split-time", "1d"]],
  ])("of numbers that there are not, where files end by %s, says so", async (_, rules) => {
    const folder = fastFolder();
    const whole = digestsOf(await runInto(folder, [...QUICK_WEEK, ...rules]));
    for (const place of [folder, join(folder, "empty")]) {
      const { exitCode, message } = await failureOf([
        ...QUICK_WEEK,
        ...rules,
        "--only-parts",
        "999",
        join(place, "events.json"),
      ]);
      expect(exitCode).toBe(2);
      expect(message).toMatch(/^--only-parts: this data set has no file with such a number/);
    }
    expect(digestsOf(contentOf(folder))).toEqual(whole);
  });

  it("fails where the manifest says that the file was another one", async () => {
    const folder = fastFolder();
    const manifest = manifestIn(await runInto(folder, VALUES));
    manifest.files[3]!.sha256 = "0".repeat(64);
    writeFileSync(join(folder, ".eventsim/_manifest"), JSON.stringify(manifest));
    const { exitCode, message } = await failureOf([...VALUES, "--only-parts", "3", join(folder, "events.json")]);
    expect(exitCode).toBe(1);
    expect(message).toMatch(
      /^events-000003\.json: was made again and differs from the manifest \(sha256 [0-9a-f]{64}, not 0{64}\)/,
    );
    await runHere([...VALUES, "--only-parts", "4", join(folder, "events.json")]);
  });

  it.each<[string, string[], RegExp]>([
    ["seed", ["--randomseed", "8"], /seed: 313 there, 8 here/],
    ["split", ["--split-time", "1d"], /splitTimeSeconds: nothing there, 86400 here/],
    ["names", [], /names: events-\{part\}\.json there, other-\{part\}\.json here/],
  ])("refuses another %s than the folder has, whether its run was finished or stopped", async (what, more, message) => {
    const finished = fastFolder();
    await runHere([...VALUES, join(finished, "events.json")]);
    const stopped = fastFolder();
    await failureOf([...VALUES, join(stopped, "events-{part:1}.json")]);
    for (const folder of [finished, ...(what === "names" ? [] : [stopped])]) {
      const before = digestsOf(contentOf(folder));
      const name = what === "names" ? "other.json" : folder === stopped ? "events-{part:1}.json" : "events.json";
      const failure = await failureOf([...VALUES, ...more, "--only-parts", "1", join(folder, name)]);
      expect(failure.message).toMatch(message);
      expect(failure.message).toMatch(/repeat that command with --only-parts, or use another folder$/);
      expect(failure.exitCode).toBe(2);
      expect(digestsOf(contentOf(folder))).toEqual(before);
    }
  });
});

it("a file before the wanted one is as large as in a whole run, with what LZ4 begins and ends it with", async () => {
  const values = [...QUICK_WEEK, "--events", "200", "--part-events", "100", "--compress", "lz4"];
  const names = ["000000.json.lz4", "000001.json.lz4"];
  const two = (await runInto(fastFolder(), [...values, "--split-size", "1G"], "{part}.json.lz4")).get(names[0]!);
  // One byte less than two batches take in one file: a whole run makes two files.
  const split = [...values, "--split-size", String(two!.length - 1)];
  const whole = await runInto(fastFolder(), split, "{part}.json.lz4");
  expect([...whole.keys()].filter((name) => name.endsWith(".lz4"))).toEqual(names);
  const alone = await runInto(fastFolder(), [...split, "--only-parts", "1"], "{part}.json.lz4");
  expect(alone.get(names[1]!)?.equals(whole.get(names[1]!)!)).toBe(true);
  expect(alone.has(names[0]!)).toBe(false);
});
