// `--generate-counts` and `--generate-similars` as a person runs them, with archives that Python packed, and the run that follows.
import { execFileSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../support/files/folders.ts";
import { listenCounts, similarSongs } from "../../support/generators/original.ts";
import { commandHere } from "../../support/program/command-here.ts";
import { FIXED, run } from "../../support/program/program.ts";

const analysis = (track: string, seconds: number) =>
  [...["a", "b", "c", seconds], ...Array.from({ length: 26 }, () => "x"), track].join("\t");

const TRACKS = Array.from({ length: 30 }, (_, index) => `TR${index}AB`);
const INPUTS = {
  analysis: TRACKS.map((track, index) => analysis(track, 100.5 + index)).join("\n"),
  triplets: TRACKS.map((track, index) => `user\tSO${track}\t${1 + (index % 4)}`).join("\n"),
  tracks: TRACKS.map((track) => `${track}<SEP>SO${track}<SEP>Artist of ${track}<SEP>Title of ${track}`).join("\n"),
};

function countsFolder(inputs = INPUTS): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "songs_analysis.txt"), inputs.analysis, "latin1");
  writeFileSync(join(folder, "train_triplets.txt"), inputs.triplets, "latin1");
  writeFileSync(join(folder, "unique_tracks.txt"), inputs.tracks, "latin1");
  return folder;
}

const joined = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join("");
const unpacked = (folder: string, name: string) => gunzipSync(readFileSync(join(folder, name))).toString("latin1");

const track = (id: string, similar: string[]) => ({
  track_id: id,
  similars: similar.map((other) => [other, 0.5] as [string, number]),
});
const TRAIN = [track(TRACKS[0]!, [TRACKS[1]!, TRACKS[2]!]), track(TRACKS[1]!, []), track(TRACKS[3]!, [TRACKS[4]!])];
const TEST = [track(TRACKS[5]!, [TRACKS[6]!])];

/** A folder as the archives have it, in folders by the letters of the ids. */
function unpackedPart(folder: string, part: string, files: readonly object[]): string {
  const root = join(folder, `lastfm_${part}`);
  for (const [index, file] of files.entries()) {
    const path = join(root, `lastfm_${part}`, String.fromCharCode(65 + index), `${index}.json`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(file));
  }
  return root;
}

/** The parts as archives of the program's folder. */
function archives(folder: string, train: readonly object[] = TRAIN): string {
  const loose = temporaryFolder();
  mkdirSync(join(folder, "raw"), { recursive: true });
  const pack = (part: string, files: readonly object[]) => {
    const archive = join(folder, "raw", `lastfm_${part}.zip`);
    execFileSync("python3", ["-m", "zipfile", "-c", archive, join(unpackedPart(loose, part, files), `lastfm_${part}`)]);
    return archive;
  };
  pack("test", TEST);
  return pack("train", train);
}

describe.each([
  ["ours", [] as string[], true],
  ["the original's", ["--compat", "interana"], false],
])("the listen counts, %s", (_, compat, skips) => {
  test("have the lines of the plain implementation, packed and as they are, and a run plays these songs", async () => {
    const folder = countsFolder();
    const made = await commandHere([...compat, "--generate-counts", "--data", folder]);
    const names = `${folder}/listen_counts.txt.gz and ${folder}/listen_counts.txt`;
    expect(made).toEqual({ code: 0, stdout: "", stderr: `${names}: 30 songs\n` });
    const expected = joined(listenCounts(INPUTS, skips).lines);
    expect(unpacked(folder, "listen_counts.txt.gz")).toBe(expected);
    expect(readFileSync(join(folder, "listen_counts.txt"), "latin1")).toBe(expected);
    const played = await commandHere([...compat, ...FIXED, "--data", folder, "-n", "3", "--quiet"]);
    expect(played.code).toBe(0);
    const artists = [...played.stdout.matchAll(/"artist":"([^"]*)"/g)].map(([, artist]) => artist!);
    expect(artists.length).toBeGreaterThan(10);
    for (const artist of artists) expect(artist).toMatch(/^Artist of TR\d+AB$/);
  });
});

describe("the similar songs", () => {
  test("are read from archives as they are, in their order, and a run uses them", async () => {
    const folder = countsFolder();
    archives(folder);
    await commandHere(["--generate-counts", "--data", folder]);
    const made = await commandHere(["--generate-similars", "--data", folder]);
    expect(made).toEqual({ code: 0, stdout: "", stderr: `${folder}/similar_songs.csv.gz: 4 pairs of 4 tracks\n` });
    expect(unpacked(folder, "similar_songs.csv.gz")).toBe(joined(similarSongs([...TRAIN, ...TEST])));
    expect(readdirSync(folder).filter((name) => name.startsWith("lastfm"))).toEqual([]);
    const { code, stderr } = await commandHere([...FIXED, "--data", folder, "-n", "3"]);
    expect(code).toBe(0);
    expect(stderr).not.toContain("similar");
  });

  test("are read from folders, whose files we sort, and the original takes as the system lists them", async () => {
    const folder = temporaryFolder();
    unpackedPart(folder, "train", TRAIN);
    unpackedPart(folder, "test", TEST);
    const expected = similarSongs([...TRAIN, ...TEST]);
    expect((await commandHere(["--generate-similars", "--data", folder])).code).toBe(0);
    expect(unpacked(folder, "similar_songs.csv.gz")).toBe(joined(expected));
    expect((await commandHere(["--compat", "interana", "--generate-similars", "--data", folder])).code).toBe(0);
    const lines = unpacked(folder, "similar_songs.csv.gz").trimEnd().split("\n");
    expect(lines.sort()).toEqual([...expected].sort());
  });

  test("leave out and count what is no track or too large, and the original's engine stops there", async () => {
    const folder = temporaryFolder();
    const large = { ...track("TRX", ["TRY"]), text: " ".repeat(17 * 2 ** 20) };
    const archive = archives(folder, [...TRAIN, { similars: [] }, large]);
    const made = await commandHere(["--generate-similars", "--data", folder]);
    expect(made).toEqual({
      code: 0,
      stdout: "",
      stderr: [
        `left out: 1 files without a track_id, the first at ${archive}/lastfm_train/D/3.json`,
        `left out: 1 files that are damaged, encrypted or larger than 16 MiB, the first at ${archive}/lastfm_train/E/4.json`,
        `${folder}/similar_songs.csv.gz: 4 pairs of 4 tracks\n`,
      ].join("\n"),
    });
    writeFileSync(join(folder, "similar_songs.csv.gz"), "as it was");
    const stopped = await commandHere(["--compat", "interana", "--generate-similars", "--data", folder]);
    expect(stopped.code).toBe(1);
    expect(stopped.stderr).toContain("lastfm_train/D/3.json: the original stops here (files without a track_id)");
    expect(readFileSync(join(folder, "similar_songs.csv.gz"), "utf8")).toBe("as it was");
    expect(readdirSync(folder).sort()).toEqual(["raw", "similar_songs.csv.gz"]);
  });

  test("of an archive that is cut are refused", async () => {
    const folder = temporaryFolder();
    const archive = archives(folder);
    truncateSync(archive, 100);
    const { code, stderr } = await commandHere(["--generate-similars", "--data", folder]);
    expect(code).toBe(2);
    expect(stderr).toContain(`${archive}: is no whole zip archive (`);
    expect(readdirSync(folder)).toEqual(["raw"]);
  });
});

describe("refused with code 2:", () => {
  test.each([
    [
      "a folder that is not there",
      ["--generate-counts", "--data", "/nowhere/at-all"],
      "--data /nowhere/at-all: there is no such folder",
    ],
    [
      "an output file",
      ["--generate-counts", "out.json"],
      "out.json: --generate-counts writes into the folder of --data",
    ],
    [
      "another command",
      ["plan", "--generate-counts"],
      "--generate-counts makes a file of the data folder and no run; leave it out of eventsim plan",
    ],
  ])("%s", async (_, args, message) => {
    const { code, stdout, stderr } = await commandHere(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
  });

  test("missing inputs, with what they are", async () => {
    const folder = temporaryFolder();
    const counts = await commandHere(["--generate-counts", "--data", folder]);
    expect(counts.code).toBe(2);
    expect(counts.stderr).toContain(
      "songs_analysis.txt: there is neither this file nor songs_analysis.txt.gz; it has a line for each track",
    );
    const similars = await commandHere(["--generate-similars", "--data", folder]);
    expect(similars.code).toBe(2);
    expect(similars.stderr).toContain("raw/lastfm_train.zip: there is neither this archive nor the folder");
    expect(readdirSync(folder)).toEqual([]);
  });
});

test("a line at which the original stops leaves no file", async () => {
  const folder = countsFolder({ ...INPUTS, triplets: `${INPUTS.triplets}\nuser SO1 3` });
  const { code, stderr } = await commandHere(["--compat", "interana", "--generate-counts", "--data", folder]);
  expect(code).toBe(1);
  expect(stderr).toContain(`${folder}/train_triplets.txt:31: the original stops here`);
  expect(existsSync(join(folder, "listen_counts.txt"))).toBe(false);
  expect(readdirSync(folder)).toHaveLength(3);
});

test("hundreds of megabytes take less than 200 of memory", async () => {
  const folder = temporaryFolder();
  const write = (name: string, count: number, line: (index: number) => string) => {
    for (let index = 0; index < count; index += 10_000) {
      const lines = Array.from({ length: Math.min(10_000, count - index) }, (_, at) => `${line(index + at)}\n`);
      appendFileSync(join(folder, name), lines.join(""));
    }
  };
  const name = (index: number) => `TRAAAAK128F${String(index).padStart(7, "0")}`;
  // More tracks than the buffers of the sorters hold, and more songs than the table does.
  write("songs_analysis.txt", 150_000, (index) => analysis(name(index), 200));
  write(
    "unique_tracks.txt",
    150_000,
    (index) => `${name(index)}<SEP>SO${index}<SEP>${"An artist ".repeat(12)}<SEP>A title`,
  );
  write("train_triplets.txt", 2_000_000, (index) => `${"0123456789".repeat(4)}\tSO${index % 800_000}\t1`);
  const peak = join(import.meta.dirname, "../../support/program/peak.mjs");
  const { code, stderr } = await run(["--generate-counts", "--data", folder], {
    env: { ...process.env, NODE_OPTIONS: `--import ${peak}` },
  });
  expect(code).toBe(0);
  expect(stderr).toContain("150,000 songs");
  const [, bytes] = /peak (\d+)/.exec(stderr)!;
  expect(Number(bytes)).toBeLessThan(200e6);
});
