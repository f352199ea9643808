import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadBuiltinCatalog } from "../../../src/catalog/builtin.ts";
import { loadCatalog } from "../../../src/catalog/load.ts";
import { SHARED } from "../../support/root.ts";

const folder = join(SHARED, "conformance", "data");
const isThere = existsSync(folder);
if (!isThere) console.warn("skipped: the original's data files are not in ../shared/conformance/data");

const sum = (weights: Uint32Array) => weights.reduce((total, weight) => total + weight, 0);

/**
 * The numbers were counted in the raw files without this program: lines of the gzipped ones with `zcat FILE | wc -l`, the
 * rest with Python's csv, gzip and codecs modules.
 */
const catalog = isThere ? (await loadCatalog({ dataDirectory: folder })).catalog : loadBuiltinCatalog();

describe.skipIf(!isThere)("the original's data files", () => {
  it("yob1990.txt: 33,838 lines with CR LF, the first one Isabella,F,22731", () => {
    const { text, gender, weight } = catalog.firstNames;
    expect([text.length, sum(weight)]).toEqual([33_838, 3_657_392]);
    expect([text[0], gender[0], weight[0]]).toEqual(["Isabella", "F", 22_731]);
    expect([text.at(-1), gender.at(-1), weight.at(-1)]).toEqual(["Zzyzx", "M", 5]);
    expect(gender.filter((letter) => letter === "F").length).toBe(19_698);
  });

  it("Top1000Surnames.csv: a thousand names below the heading, from SMITH to COOKE", () => {
    const { text, weight } = catalog.lastNames;
    expect([text.length, sum(weight)]).toEqual([1000, 109_441_832]);
    expect([text[0], weight[0], text.at(-1), weight.at(-1)]).toEqual(["Smith", 2_376_206, "Cooke", 31_860]);
  });

  it("CBSA-EST2013-alldata.csv: 917 areas among counties and divisions", () => {
    const { text, weight } = catalog.locations;
    expect([text.length, sum(weight)]).toEqual([917, 289_606_345]);
    expect([text[0], weight[0], text.at(-1), weight.at(-1)]).toEqual(["Abilene, TX", 165_252, "Zapata, TX", 14_018]);
    expect(text).toContain("Cañon City, CO");
  });

  it("user agents.txt: 85 rows, out of the quotes that the file has around them", () => {
    const { text, weight } = catalog.userAgents;
    expect([text.length, sum(weight), weight[0]]).toEqual([85, 787, 72]);
    expect(text[0]).toMatch(/^Mozilla\/5\.0 \(Windows NT 6\.1; WOW64\) .*[^"]$/);
  });

  it("listen_counts.txt.gz: 10,000 songs, 11 of them never heard", () => {
    const { artist, title, duration, weight } = catalog.songs;
    expect([title.length, sum(weight)]).toEqual([10_000, 5_001_159]);
    expect(weight.filter((count) => count === 0).length).toBe(11);
    expect([artist.at(-1), title.at(-1), duration.at(-1), weight.at(-1)]).toEqual(["Tunsi", "Outro", 71.31383, 772]);
  });

  it("similar_songs.csv.gz: 19,577 of 19,677 pairs name known tracks, for 3,000 songs", () => {
    const { first, song } = catalog.similar!;
    expect([song.length, first.length, first.at(-1)]).toEqual([19_577, 10_001, 19_577]);
    expect(first.slice(1).filter((end, index) => end > first[index]!).length).toBe(3000);
    // The file's first track is song 4185; these are its similar ones in the file's order.
    expect(catalog.songs.title[4185]).toBe("I'm Gonna Let My Love Flow");
    expect([...song.subarray(first[4185], first[4186])]).toEqual([8183, 7531, 1221, 9592, 2379, 4526]);
  });
});
