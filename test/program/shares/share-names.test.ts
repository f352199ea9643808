import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dataSetId } from "../../../src/output/manifest/identity.ts";
import { FailingFiles } from "../../support/files/failing-files.ts";
import { contentOf, fastFolder } from "../../support/files/folders.ts";
import { linesOf } from "../../support/program/command.ts";
import { commandHere } from "../../support/program/command-here.ts";
import { digestsOf, failureOf, QUICK_WEEK, runHere, runInto } from "../../support/program/here.ts";
import { manifestOf } from "../../support/read/manifest.ts";

const SPLIT = [...QUICK_WEEK, "--events", "900", "--split-events", "200"];
const part = (text: string) => ["--part", text];

function eventLines(content: ReadonlyMap<string, Buffer>): string[] {
  return [...content].flatMap(([name, bytes]) => (name.startsWith(".eventsim/") ? [] : linesOf(bytes)));
}

describe("shares in one folder", () => {
  it("with {share} in their names are kept apart, and verify checks them all", async () => {
    const folder = fastFolder();
    const name = "events-{share}-{part}.json";
    for (const text of ["1/2", "2/2"])
      await runInto(folder, [...QUICK_WEEK, "--split-events", "5000", ...part(text)], name);
    const content = contentOf(folder);
    const whole = await runInto(fastFolder(), [...QUICK_WEEK, "--split-events", "5000"]);
    expect(eventLines(content).sort()).toEqual(eventLines(whole).sort());
    expect(readdirSync(join(folder, ".eventsim"))).toEqual(["_manifest-1-of-2", "_manifest-2-of-2"]);
    const { code, stdout } = await commandHere(["verify", folder]);
    expect(stdout).toMatch(
      /^_manifest-1-of-2: all as the manifest says: .*\n_manifest-2-of-2: all as the manifest says: .*\n$/,
    );
    expect(code).toBe(0);
  });

  it("are each checked: damage in one of them is reported, and no share's file is foreign", async () => {
    const folder = fastFolder();
    for (const text of ["1/2", "2/2"]) await runInto(folder, [...SPLIT, ...part(text)], "{share}/{part}.json");
    writeFileSync(join(folder, "2-of-2/000001.json"), "{}\n");
    writeFileSync(join(folder, "1-of-2/000077.json"), "{}\n");
    const { code, stdout } = await commandHere(["verify", folder]);
    const [foreign, damaged, ...summaries] = stdout.trimEnd().split("\n");
    expect(foreign).toBe("foreign 1-of-2/000077.json");
    expect(damaged).toMatch(/^damaged 2-of-2\/000001\.json: has 3 bytes and should have \d+$/);
    expect(summaries.map((line) => line.slice(0, 29))).toEqual([
      "_manifest-1-of-2: 1 foreign; ",
      "_manifest-2-of-2: 1 damaged; ",
    ]);
    expect(code).toBe(1);
  });

  it("are missing where the others have manifests", async () => {
    const folder = fastFolder();
    for (const text of ["2/6", "6/6"])
      await runInto(folder, [...SPLIT, "--events", "200", ...part(text)], "{share}/{part}.json");
    const { code, stdout, stderr } = await commandHere(["verify", folder]);
    const [first, second, ...summaries] = stdout.trimEnd().split("\n");
    expect(first).toBe("missing share 1-of-6: has no manifest here");
    expect(second).toBe("missing share 3-of-6 to 5-of-6: has no manifest here");
    expect(summaries).toEqual([
      expect.stringMatching(/^_manifest-2-of-6: all as/),
      expect.stringMatching(/^_manifest-6-of-6: all as/),
    ]);
    expect(stderr).toMatch(
      /: not all shares are here; make share 1-of-6, 3-of-6 to 5-of-6, or copy it with its manifest\n$/,
    );
    expect(code).toBe(1);
    rmSync(join(folder, ".eventsim/_manifest-6-of-6"));
    rmSync(join(folder, "6-of-6"), { recursive: true });
    expect((await commandHere(["verify", folder])).code).toBe(0);
  });

  it("that a stranger's manifest counts are not counted one by one", async () => {
    const folder = fastFolder();
    mkdirSync(join(folder, ".eventsim"));
    for (const [name, index] of [
      ["1-of-9", 1],
      ["2-of-9", Number.MAX_SAFE_INTEGER - 1],
    ] as const) {
      const identity = { settings: { share: { index, count: Number.MAX_SAFE_INTEGER - 1 } } };
      const manifest = manifestOf({}, { identity, id: dataSetId(identity) });
      writeFileSync(join(folder, `.eventsim/_manifest-${name}`), JSON.stringify(manifest));
    }
    const { code, stdout } = await commandHere(["verify", folder]);
    expect(stdout).toMatch(
      /^missing share 0000000000000002-of-9007199254740990 to 9007199254740989-of-9007199254740990: /,
    );
    expect(code).toBe(1);
  });

  it("may be written at the same time, and each resumed alone", async () => {
    const folder = fastFolder();
    const name = join(folder, "e-{share}-{part}.json");
    const wanted = digestsOf(await runInto(fastFolder(), [...SPLIT, ...part("1/2")], "e-{share}-{part}.json"));
    const files = new FailingFiles("rename", 4);
    await failureOf([...SPLIT, ...part("1/2"), name], { files, snapshotMs: 0 });
    await files.quiet();
    expect(readdirSync(join(folder, ".eventsim/1-of-2"))).toContain("_files");
    await runHere([...SPLIT, ...part("2/2"), name]);
    await runHere([...SPLIT, ...part("1/2"), "--resume", name]);
    expect(digestsOf(contentOf(folder))).toMatchObject(wanted);
    expect(readdirSync(join(folder, ".eventsim"))).toEqual(["_manifest-1-of-2", "_manifest-2-of-2"]);
  });

  it("under the same names are refused before anything is lost, whether the other was finished or stopped", async () => {
    const finished = fastFolder();
    await runInto(finished, [...SPLIT, ...part("1/8")]);
    const stopped = fastFolder();
    const files = new FailingFiles("rename", 4);
    await failureOf([...SPLIT, ...part("1/8"), join(stopped, "events.json")], { files });
    await files.quiet();
    const named = fastFolder();
    await runInto(named, [...SPLIT, ...part("1/8"), "--manifest", join(named, "mine.txt")]);
    for (const [folder, more] of [
      [finished, []],
      [stopped, []],
      [named, ["--manifest", join(named, "mine.txt")]],
    ] as const) {
      const before = digestsOf(contentOf(folder));
      for (const option of [[], ["--resume"], ["--only-parts", "1"]]) {
        const values = [...SPLIT, ...part("2/8"), ...more, ...option, join(folder, "events.json")];
        const { exitCode, message } = await failureOf(values);
        expect(message).toMatch(/: share 1-of-8 has the same names here, .*put \{share\} into the names/);
        expect(exitCode).toBe(2);
      }
      expect(digestsOf(contentOf(folder))).toEqual(before);
      await runHere([...SPLIT, ...part("1/8"), ...more, join(folder, "events.json")]);
    }
  });

  it("that were made by an earlier version, with its manifest, are seen too", async () => {
    const folder = fastFolder();
    await runInto(folder, [...SPLIT, ...part("1/8")]);
    const state = join(folder, ".eventsim");
    writeFileSync(join(folder, "manifest.json"), readFileSync(join(state, "_manifest-1-of-8")));
    rmSync(state, { recursive: true });
    const { message } = await failureOf([...SPLIT, ...part("2/8"), join(folder, "events.json")]);
    expect(message).toMatch(/manifest\.json: share 1-of-8 has the same names here/);
  });
});

describe("a share in a single file", () => {
  const week = [...QUICK_WEEK, "--events", "50"];

  it("has {share} in its name, and may be made again", async () => {
    const folder = fastFolder();
    for (const text of ["1/2", "2/2", "1/2"]) await runInto(folder, [...week, ...part(text)], "x-{share}.json");
    expect([...contentOf(folder).keys()]).toEqual(["x-1-of-2.json", "x-2-of-2.json"]);
  });

  it("takes the place of no file that does not say which share it has", async () => {
    const folder = fastFolder();
    await runInto(folder, [...week, ...part("1/8")], "x.json");
    const before = digestsOf(contentOf(folder));
    const { exitCode, message } = await failureOf([...week, ...part("2/8"), join(folder, "x.json")]);
    expect(message).toMatch(
      /x\.json: exists, and may belong to another share than 2-of-8; put \{share\} into the name, .*--force/,
    );
    expect(exitCode).toBe(2);
    expect(digestsOf(contentOf(folder))).toEqual(before);
  });
});

describe("the manifest of an earlier version", () => {
  async function oldFolder(): Promise<{ folder: string; wanted: Record<string, string> }> {
    const folder = fastFolder();
    const wanted = digestsOf(await runInto(folder, SPLIT));
    writeFileSync(join(folder, "manifest.json"), readFileSync(join(folder, ".eventsim/_manifest")));
    rmSync(join(folder, ".eventsim"), { recursive: true });
    return { folder, wanted };
  }

  it("is checked by verify, and --resume goes on from it to one of today", async () => {
    const { folder, wanted } = await oldFolder();
    expect((await commandHere(["verify", folder])).stdout).toMatch(/^all as the manifest says/);
    rmSync(join(folder, "events-000002.json"));
    expect((await commandHere(["verify", folder])).stdout).toMatch(/^missing events-000002\.json\n/);
    await runHere([...SPLIT, "--resume", join(folder, "events.json")]);
    expect(digestsOf(contentOf(folder))).toEqual(wanted);
  });

  it("is the one that --only-parts compares with", async () => {
    const { folder } = await oldFolder();
    const before = digestsOf(contentOf(folder));
    await runHere([...SPLIT, "--only-parts", "3", join(folder, "events.json")]);
    expect(digestsOf(contentOf(folder))).toEqual(before);
  });

  it("is another program's where it does not begin as ours do, and stays", async () => {
    const folder = fastFolder();
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "manifest.json"), '{"name": "a web page"}');
    await runInto(folder, SPLIT);
    expect(readFileSync(join(folder, "manifest.json"), "utf8")).toBe('{"name": "a web page"}');
    expect((await commandHere(["verify", folder])).code).toBe(0);
  });
});
