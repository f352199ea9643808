import { appendFileSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Manifest } from "../../../src/output/manifest/manifest.ts";
import { lastingFolder, temporaryFolder } from "../../support/files/folders.ts";
import { commandHere } from "../../support/program/command-here.ts";
import { EVEN_WEEK, runHere } from "../../support/program/here.ts";

const COUNT = 3;
const NAMES = "events-{share}-{part}.json";
/** Users arrive and leave meanwhile, and some events are late, doubled and lost. */
const WORDS = [
  ...EVEN_WEEK,
  ...["--growth-rate", "20", "--attrition-rate", "0.5", "--split-events", "1500"],
  ...["--late", "5%:1min", "--duplicate", "2%:1s", "--lose", "1%", "--outage", "12:00/10min"],
];

const made = lastingFolder();
const folderOf = (index: number) => join(made, `machine-${index}`);
const manifestOf = (index: number) => join(folderOf(index), `.eventsim/_manifest-${index}-of-${COUNT}`);
const read = (path: string) => JSON.parse(readFileSync(path, "utf8")) as Manifest;

beforeAll(async () => {
  await runHere([...WORDS, join(made, "whole/events-{part}.json")]);
  for (let index = 1; index <= COUNT; index++)
    await runHere([...WORDS, "--part", `${index}/${COUNT}`, join(folderOf(index), NAMES)]);
});

/** A copy of the shares: each in its folder, or all in one. */
function copyOf(placeOf: (index: number) => string): string {
  const folder = temporaryFolder();
  for (let index = 1; index <= COUNT; index++) {
    const names = read(manifestOf(index)).files.map(({ name }) => name);
    for (const name of [...names, `.eventsim/_manifest-${index}-of-${COUNT}`]) {
      const target = join(folder, placeOf(index), name);
      mkdirSync(dirname(target), { recursive: true });
      copyFileSync(join(folderOf(index), name), target);
    }
  }
  return folder;
}

const verify = (values: string[], cwd = made) => commandHere(["verify", "--workers", "1", ...values], { cwd });
const MACHINES = [1, 2, 3].map((index) => `machine-${index}`);

describe("the shares of a command", () => {
  it("are one data set, with the totals of the run on one machine", async () => {
    const folder = copyOf((index) => `machine-${index}`);
    const { code, stdout, stderr } = await verify(["--merge", ...MACHINES, "-o", "all.json"], folder);
    const merged = read(join(folder, "all.json"));
    const whole = read(join(made, "whole/.eventsim/_manifest"));
    expect({ code, stderr }).toEqual({ code: 0, stderr: `all.json: the manifest of all shares, id ${merged.id}\n` });
    expect(stdout).toMatch(/^all as the manifests say: 3 shares, \d+ files, [\d.]+ MB, [\d,]+ events\n$/);
    const { topTracks, bytes, rawBytes, ...counts } = merged.totals;
    const { topTracks: wholeTracks, bytes: _, rawBytes: wholeBytes, ...wholeCounts } = whole.totals;
    expect(counts).toEqual(wholeCounts);
    expect(rawBytes).toBe(wholeBytes);
    expect(bytes).toBe(merged.files.reduce((sum, file) => sum + file.bytes, 0));
    // The catalog has fewer tracks than a list: none of them is cut.
    expect(wholeTracks.length).toBeLessThan(100);
    const sorted = (tracks: typeof topTracks) => tracks.map((track) => JSON.stringify(track)).sort();
    expect(sorted(topTracks)).toEqual(sorted(wholeTracks));
    expect(topTracks.map(({ plays }) => plays)).toEqual(wholeTracks.map(({ plays }) => plays));
    expect(merged.shares).toEqual([1, 2, 3].map((index) => read(manifestOf(index)).id));
    expect(new Set([merged.id, whole.id, ...merged.shares!]).size).toBe(5);
    expect(merged.files[0]!.name).toBe("machine-1/events-1-of-3-000000.json");
  });

  it("have a manifest that verify takes: alone, and beside those of the shares", async () => {
    const folder = copyOf(() => "all");
    expect((await verify(["--merge", "all", "--output", "all/.eventsim/_manifest"], folder)).code).toBe(0);
    const text = readFileSync(join(folder, "all/.eventsim/_manifest"), "utf8");
    expect(text).toBe(`${JSON.stringify(JSON.parse(text), null, 2)}\n`);
    const alone = await verify(["all/.eventsim/_manifest"], folder);
    expect(alone).toMatchObject({ code: 0, stderr: "" });
    // The files are listed twice in this folder, and checked once.
    expect((await verify(["all"], folder)).stdout).toBe(alone.stdout);
    // The merged manifest is none of a share, so merging again passes it over.
    const again = await verify(["--merge", "all", "-o", "all/.eventsim/_manifest", "--force"], folder);
    expect(again.code).toBe(0);
    expect(readFileSync(join(folder, "all/.eventsim/_manifest"), "utf8")).toBe(text);
    const { files } = JSON.parse(text) as Manifest;
    appendFileSync(join(folder, "all", files[0]!.name), "x");
    writeFileSync(join(folder, "all/events-2-of-3-999999.json"), "");
    writeFileSync(join(folder, "all/events-2-of-4-000000.json"), "");
    const { code, stdout } = await verify(["all"], folder);
    expect(code).toBe(1);
    expect(stdout.split("\n").slice(0, 2)).toEqual([
      `damaged ${files[0]!.name}: has ${files[0]!.bytes + 1} bytes and should have ${files[0]!.bytes}`,
      "foreign events-2-of-3-999999.json",
    ]);
    expect(stdout).not.toContain("2-of-4");
  });

  it("are read unless only sizes are asked for", async () => {
    const folder = copyOf(() => "all");
    const { name } = read(manifestOf(2)).files[0]!;
    const path = join(folder, "all", name);
    const content = readFileSync(path);
    content[0] = 0x5b;
    writeFileSync(path, content);
    const [whole, sizes] = await Promise.all([
      verify(["--merge", "all"], folder),
      verify(["--merge", "--size-only", "all"], folder),
    ]);
    expect(whole).toMatchObject({ code: 1, stderr: "eventsim: --merge: 1 files are not as the manifests say\n" });
    expect(whole.stdout).toContain(`damaged all/${name}: has another sha256\n`);
    expect(sizes.code).toBe(0);
    expect((await verify(["--size-only", "all"], folder)).code).toBe(0);
  });

  it("may be missing, damaged and foreign; then nothing is written", async () => {
    const folder = copyOf(() => "all");
    rmSync(join(folder, "all/.eventsim/_manifest-2-of-3"));
    rmSync(join(folder, "all", read(manifestOf(3)).files[1]!.name));
    writeFileSync(join(folder, "all/events-1-of-3-777777.json"), "");
    const { code, stdout, stderr } = await verify(["--merge", "all", "-o", "all.json"], folder);
    expect(code).toBe(1);
    expect(stdout).toContain(`missing all/${read(manifestOf(3)).files[1]!.name}\n`);
    expect(stdout).toContain("foreign all/events-1-of-3-777777.json\n");
    // Those of a share without a manifest are like those of no share.
    expect(stdout).toContain("foreign all/events-2-of-3-000000.json\n");
    expect(stdout).toContain("missing share 2-of-3: none of the manifests is of it\nthe manifests have 2 shares, ");
    expect(stderr).toMatch(
      /^eventsim: --merge: \d+ files are not as the manifests say; not all shares are here; make share 2-of-3/,
    );
    expect(existsSync(join(folder, "all.json"))).toBe(false);
  });
});

/** A manifest of share 2 with another value, in a folder of its own. */
function changed(change: (manifest: Manifest) => void): string {
  const manifest = read(manifestOf(2));
  change(manifest);
  const path = join(temporaryFolder(), "manifest.json");
  writeFileSync(path, JSON.stringify(manifest));
  return path;
}

describe("refused", () => {
  const refusals: [string, () => string[] | Promise<string[]>, RegExp][] = [
    ["two folders without --merge", () => ["machine-1", "machine-2"], /2 folders or manifests: .*with --merge/],
    ["--output without --merge", () => ["machine-1", "-o", "x"], /--output is for the manifest of --merge/],
    ["--force without --output", () => ["--merge", "machine-1", "--force"], /--force replaces the file of --output/],
    ["no folder", () => ["--merge"], /missing required argument 'folder'/],
    ["a folder without a manifest", () => ["--merge", "machine-1", "."], /has no \.eventsim\/_manifest/],
    [
      "a file that exists",
      () => ["--merge", ...MACHINES, "-o", "whole/.eventsim/_manifest"],
      /exists; name another file, or write --force/,
    ],
    [
      "a file beside the shares",
      () => ["--merge", ...MACHINES, "-o", join(made, "machine-1/all.json")],
      /machine-2: is not below .*machine-1, and a manifest names files below its folder only; write it to .*\/\.eventsim\/_manifest/,
    ],
    [
      "a whole run",
      () => ["--merge", "machine-1", "whole"],
      /whole\/\.eventsim\/_manifest: is of a whole run and not of a share/,
    ],
    [
      "a share twice",
      () => ["--merge", "machine-1", "machine-2", changed(() => {})],
      /manifest\.json: is share 2-of-3, and so is machine-2\/\.eventsim\/_manifest-2-of-3; leave one of them out/,
    ],
    [
      "another seed",
      async () => {
        const folder = temporaryFolder();
        await runHere([...WORDS, "--randomseed", "8", "--part", "2/3", join(folder, NAMES)]);
        return ["--merge", "machine-1", folder];
      },
      /another command made it than machine-1\/.* \(seed: \d+ there, 8 here\); name the shares of one command/,
    ],
    [
      "totals that are not those of the files",
      () => ["--merge", "machine-1", changed(({ totals }) => totals.events++)],
      /totals\.events is \d+, but its files have \d+; the manifest is damaged/,
    ],
    [
      "totals that are no numbers",
      () => ["--merge", "machine-1", changed(({ totals }) => Object.assign(totals, { users: "2" }))],
      /totals\.users is "2" and must be a whole number >= 0; the manifest is damaged/,
    ],
    [
      "a window that the identity does not have",
      () => ["--merge", "machine-1", changed(({ window }) => (window.end = "2030-01-01T00:00:00"))],
      /window differs from that in machine-1/,
    ],
    [
      "a merged manifest by its name",
      () => ["--merge", changed((manifest) => (manifest.shares = ["es1"]))],
      /is merged already/,
    ],
    [
      "shares that are no list of ids",
      () => [changed((manifest) => Object.assign(manifest, { shares: 3 }))],
      /shares must be a list of ids; the manifest is damaged/,
    ],
  ];

  it.each(refusals)("%s", async (_, valuesOf, message) => {
    const { code, stdout, stderr } = await verify(await valuesOf());
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  it("not a manifest that is named twice, by its folder and by itself", async () => {
    const { code, stdout } = await verify(["--merge", ...MACHINES, manifestOf(1)]);
    expect({ code, is: stdout.startsWith("all as the manifests say: 3 shares, ") }).toEqual({ code: 0, is: true });
  });
});
