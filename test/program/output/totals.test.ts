import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { loadBuiltinCatalog } from "../../../src/catalog/builtin.ts";
import { contentOf, fastFolder } from "../../support/files/folders.ts";
import { linesOf, sha256 } from "../../support/program/command.ts";
import { commandHere } from "../../support/program/command-here.ts";
import { joined, manifestIn, runHere, runInto, WEEK } from "../../support/program/here.ts";

interface Event {
  ts: number;
  sessionId: number;
  page: string;
  level: string;
  artist?: string;
  song?: string;
}

const GROWING = [...WEEK, "--growth-rate", "30", "--attrition-rate", "0.9"];

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[keyOf(item)] = (counts[keyOf(item)] ?? 0) + 1;
  return counts;
}

/** The place of each track in the catalog: among equally often played tracks, the earlier one comes first. */
let tracksInOrder: Map<string, number>;
beforeAll(() => {
  const { artist, title } = loadBuiltinCatalog().songs;
  tracksInOrder = new Map(
    title.map((song, index): [string, number] => [JSON.stringify([artist[index], song]), index]).reverse(),
  );
});

function topTracks(events: readonly Event[]): { artist: string; song: string; plays: number }[] {
  const songs = events.filter(({ song }) => song !== undefined);
  return Object.entries(countBy(songs, ({ artist, song }) => JSON.stringify([artist, song])))
    .sort(([one, plays], [other, more]) => more - plays || tracksInOrder.get(one)! - tracksInOrder.get(other)!)
    .slice(0, 100)
    .map(([track, plays]) => ({ artist: JSON.parse(track)[0], song: JSON.parse(track)[1], plays }));
}

/** Computes the totals from the lines of an output. */
function totalsOf(output: Buffer) {
  const events = linesOf(output).map((line) => JSON.parse(line) as Event);
  const sessions = new Set(events.map(({ sessionId }) => sessionId));
  return {
    events: events.length,
    bytes: output.length,
    rawBytes: output.length,
    users: new Set([...sessions].map((session) => Math.floor(session / 1_000_000))).size,
    sessions: sessions.size,
    songs: events.filter(({ song }) => song !== undefined).length,
    pages: countBy(events, ({ page }) => page),
    levels: countBy(events, ({ level }) => level),
    hours: countBy(events, ({ ts }) => new Date(ts).toISOString().slice(0, 13)),
    topTracks: topTracks(events),
  };
}

describe("totals are those of the lines", () => {
  it.each([
    ["of a week", WEEK],
    ["with growth and attrition", GROWING],
    ["of a window within an hour", ["-n", "40", "-s", "2026-03-02T18:20:30", "-e", "2026-03-02T18:55:10", "--quiet"]],
    [
      "that begin at half past with milliseconds",
      ["-n", "20", "-s", "2026-03-02T05:30:00.250", "--to", "0", "-e", "2026-03-04T05:30:00.250", "--quiet"],
    ],
    ["of one user", [...WEEK, "--user", "3"]],
    ["of a share of the users", [...GROWING, "--part", "2/3"]],
    ["that end after so many events", [...WEEK, "--events", "3333"]],
  ])("%s", async (_, values) => {
    const content = await runInto(fastFolder(), [...values, "--split-events", "1000"]);
    const { totals } = manifestIn(content);
    const wanted = totalsOf(joined(content));
    expect(totals).toEqual(wanted);
    expect(totals.topTracks).toEqual(wanted.topTracks);
    expect(totals.events).toBeGreaterThan(0);
  });

  it("and name a hundred tracks at most, some as often played as others", async () => {
    const { topTracks: tracks, songs } = manifestIn(
      await runInto(fastFolder(), [...WEEK, "--split-time", "1d"]),
    ).totals;
    expect(tracks).toHaveLength(100);
    expect(songs).toBeGreaterThan(100);
    expect(new Set(tracks.map(({ plays }) => plays)).size).toBeLessThan(100);
  });
});

describe("each file of a manifest", () => {
  it.each([
    ["split by events", ["--split-events", "777"]],
    ["split by time", ["--split-time", "8h"]],
    ["split by size", ["--split-size", "99K"]],
  ])("%s is as it says", async (_, rules) => {
    const content = await runInto(fastFolder(), [...GROWING, ...rules]);
    let firstEvent = 0;
    for (const file of manifestIn(content).files) {
      const bytes = content.get(file.name)!;
      const times = linesOf(bytes).map((line) => JSON.parse(line).ts as number);
      expect(file).toMatchObject({ events: times.length, bytes: bytes.length, rawBytes: bytes.length, firstEvent });
      expect(file).toMatchObject({ firstTs: times[0], lastTs: times.at(-1), sha256: sha256(bytes) });
      firstEvent += times.length;
    }
  });

  it("begins after a number of events of a second", async () => {
    const content = await runInto(fastFolder(), [...WEEK, "--split-events", "10"]);
    const times = linesOf(joined(content)).map((line) => JSON.parse(line).ts as number);
    const start = Date.parse("2026-03-02T00:00:00Z");
    for (const { start: begin, firstEvent } of manifestIn(content).files.slice(1)) {
      const ts = times[firstEvent - 1]!;
      expect(begin.second).toBe((ts - start) / 1000);
      expect(begin.skip).toBe(times.slice(0, firstEvent).filter((each) => each === ts).length);
    }
  });
});

describe("--manifest", () => {
  it("describes one file, by its path from there", async () => {
    const folder = fastFolder();
    await runHere([...GROWING, "--manifest", join(folder, "week.manifest.json"), join(folder, "deep", "week.json")]);
    const content = contentOf(folder);
    const output = content.get("deep/week.json")!;
    const { files, totals } = JSON.parse(content.get("week.manifest.json")!.toString());
    expect(files).toMatchObject([{ name: "deep/week.json", part: 0, sha256: sha256(output), firstEvent: 0 }]);
    expect(totals).toEqual(totalsOf(output));
    const { code, stdout } = await commandHere(["verify", join(folder, "week.manifest.json")]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^all as the manifest says: 1 files/) });
  });

  it("describes standard output", async () => {
    const folder = fastFolder();
    const { code, stdout } = await commandHere([...GROWING, "--manifest", join(folder, "new", "m.json")]);
    expect(code).toBe(0);
    const { files, totals } = JSON.parse(contentOf(folder).get("new/m.json")!.toString());
    expect(files).toMatchObject([{ name: "-", sha256: sha256(Buffer.from(stdout)) }]);
    expect(totals).toEqual(totalsOf(Buffer.from(stdout)));
  });

  it("counts MessagePack and the original's engine as their lines", async () => {
    const [json, packed] = await Promise.all(
      [[], ["--format", "msgpack"]].map(async (more) =>
        manifestIn(await runInto(fastFolder(), [...GROWING, ...more, "--split-events", "5000"])),
      ),
    );
    const { bytes: _, rawBytes: __, ...counted } = json!.totals;
    expect(packed!.totals).toMatchObject(counted);
    const content = await runInto(fastFolder(), [...WEEK, "--compat", "interana", "--split-events", "1000"]);
    const { users: ___, ...others } = totalsOf(joined(content));
    expect(manifestIn(content).totals).toMatchObject(others);
  });
});

describe("eventsim id", () => {
  const id = async (...values: string[]) => {
    const { code, stdout, stderr } = await commandHere(["id", ...values]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    return stdout.trim();
  };

  it("prints the identity in a run's manifest, and writes nothing", async () => {
    const folder = fastFolder();
    const values = [...GROWING, "--split-size", "1M", "--split-time", "1d", "--format", "msgpack"];
    const printed = await id(...values, join(folder, "e-{part}"));
    expect(contentOf(folder).size).toBe(0);
    expect(manifestIn(await runInto(folder, values, "e-{part}")).id).toBe(printed);
  });

  it("is another where a byte of a file may be another, and only there", async () => {
    const plain = await id(...WEEK, "a.json");
    expect(await id(...WEEK, "--workers", "3", "--slice-events", "7", "--part-events", "9", "b/c.json")).toBe(plain);
    const sized = [...WEEK, "--split-size", "1M"];
    const ids = [
      plain,
      await id(...WEEK, "--split-events", "10", "a.json"),
      await id(...sized, "a.json"),
      await id(...sized, "--part-events", "9", "a.json"),
      await id(...WEEK, "a.msgpack"),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });
});
