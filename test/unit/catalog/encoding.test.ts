// The texts of data files: UTF-8 for the default engine; as the original reads them for its own.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { loadCatalog } from "../../../src/catalog/load.ts";
import { temporaryFolder } from "../../support/files/folders.ts";
import { writeSmallCatalog } from "../../support/sites/small.ts";

const SONG = "T1\tJosé\tSong\t200.0\t1\n";
const AGENTS = 'share\tweight\tagent\tA\tB\r\n7%\t72\t"Mozilla/5.0 (""odd"")"\tC\tD\r\n1%\t8\t""\tC\tD\r\n';
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, "utf16le");

function folderWith(files: Record<string, Buffer>): string {
  const folder = writeSmallCatalog(temporaryFolder());
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  return folder;
}

async function load(files: Record<string, Buffer>, likeOriginal = false) {
  const dataDirectory = folderWith(files);
  const { catalog, notes } = await loadCatalog({ dataDirectory, likeOriginal });
  return { catalog, notes: notes.map((note) => note.replace(dataDirectory, "DIR")) };
}

describe("the default engine", () => {
  it("reads UTF-8", async () => {
    const { catalog, notes } = await load({
      "listen_counts.txt.gz": gzipSync(SONG),
      "yob1990.txt": Buffer.from("JOSÉ,M,3\nжанна,F,2\n"),
      "Top1000Surnames.csv": Buffer.from("name,rank,count\rŁUKASZ,1,20\r"),
      "CBSA-EST2013-alldata.csv": Buffer.from('1,,,"Cañon City, CO",Micropolitan Statistical Area,14018,1\n'),
    });
    expect(notes).toEqual([]);
    expect(catalog.songs.artist).toEqual(["José"]);
    expect(catalog.firstNames.text).toEqual(["José", "Жанна"]);
    expect(catalog.lastNames.text).toEqual(["Łukasz"]);
    expect(catalog.locations.text).toEqual(["Cañon City, CO"]);
  });

  it("reads the whole file as Latin-1 if a line is not UTF-8, and says so", async () => {
    const names = Buffer.from("JOSÃ\u0089,M,3\nANDRÉ,M,3\n", "latin1");
    const { catalog, notes } = await load({ "yob1990.txt": names });
    expect(notes).toEqual(["note: DIR/yob1990.txt:2: not UTF-8; reading the file as Latin-1"]);
    expect(catalog.firstNames.text).toEqual(["Josã\u0089", "André"]);
  });

  it("leaves a byte order mark out, and cuts no character at the end of a piece that is read", async () => {
    // 65,536 bytes are read at a time; characters of two, three and four bytes stand at every place of such an end.
    const rows = ["é", "€", "😀"].flatMap((character) =>
      Array.from({ length: 24 }, (_, shift) => `${"x".repeat(shift)}${character.repeat(3000)},F,1`),
    );
    const { catalog, notes } = await load({ "yob1990.txt": Buffer.from(`\ufeff${rows.join("\r\n")}`) });
    expect(notes).toEqual([]);
    const lengths = catalog.firstNames.text.map((name) => [...name].length);
    expect(lengths).toEqual([0, 1, 2].flatMap(() => Array.from({ length: 24 }, (_, shift) => shift + 3000)));
    expect(catalog.firstNames.text.join("")).not.toContain("\ufffd");
    expect(catalog.firstNames.text[0]).toBe(`É${"é".repeat(2999)}`);
  });

  it("takes user agents out of the quotes that a spreadsheet puts around them", async () => {
    const { catalog } = await load({ "user agents.txt": utf16(AGENTS) });
    expect(catalog.userAgents.text).toEqual(['Mozilla/5.0 ("odd")', ""]);
  });
});

describe("the original's engine", () => {
  it("reads Latin-1 and keeps quotes", async () => {
    const files = { "listen_counts.txt.gz": gzipSync(SONG), "user agents.txt": utf16(AGENTS) };
    const { catalog, notes } = await load(files, true);
    expect(notes).toEqual([]);
    expect(catalog.songs.artist).toEqual(["JosÃ©"]);
    expect(catalog.userAgents.text).toEqual(['"Mozilla/5.0 (""odd"")"', '""']);
  });

  it("takes UTF-16 without a mark, the high byte first, and half a character at its end", async () => {
    const bytes = Buffer.from(AGENTS, "utf16le").swap16();
    const { catalog } = await load({ "user agents.txt": Buffer.concat([bytes, Buffer.of(0)]) }, true);
    expect(catalog.userAgents.weight).toEqual(Uint32Array.of(72, 8));
    await expect(load({ "user agents.txt": bytes })).rejects.toThrow(/:1: expected UTF-16 text with a byte-order mark/);
  });

  it("takes numbers as Java reads them, and any gender and further columns", async () => {
    const durations = ["0", "-3.5", "NaN", "Infinity", "2.5f", "1e2d", "0x1.8p1", " 7 ", ""];
    const songs = durations.map((duration, index) => `T${index}\tA\tB\t${duration}\t${index === 1 ? "-2" : "+5"}\n`);
    const { catalog } = await load(
      {
        "listen_counts.txt.gz": gzipSync(songs.join("")),
        "yob1990.txt": Buffer.from("KIM,X,+7,more\nANN,,-2\n"),
      },
      true,
    );
    const seconds = [0, -3.5, Number.NaN, Number.POSITIVE_INFINITY, 2.5, 100, 3, 7, 180];
    expect([...catalog.songs.duration]).toEqual(seconds);
    expect([...catalog.songs.weight].map((weight) => weight | 0)).toEqual([5, -2, 5, 5, 5, 5, 5, 5, 5]);
    expect(catalog.firstNames.gender).toEqual(["X", ""]);
    expect([...catalog.firstNames.weight].map((weight) => weight | 0)).toEqual([7, -2]);
  });
});

describe("similar songs for the original's engine", () => {
  const PAIRS = "TRA,TRB\nTRB,TRC,0.9\n";
  const BOTH = { first: Uint32Array.of(0, 1, 2, 2), song: Uint32Array.of(1, 2) };
  const NOTE = "as in the original the reading ends here";
  const similar = (bytes: Buffer) => load({ "similar_songs.csv.gz": bytes }, true);

  it.each([
    ["an empty line", "\nTRC,TRA\n"],
    ["a line without a comma", "TRC\nTRC,TRA\n"],
  ])("end with %s", async (_, rest) => {
    const { catalog, notes } = await similar(gzipSync(PAIRS + rest));
    expect(catalog.similar).toEqual(BOTH);
    expect(notes).toEqual([`note: DIR/similar_songs.csv.gz:3: a line without a pair; ${NOTE}`]);
  });

  it("end where the file is damaged or cut", async () => {
    const damaged = Buffer.concat([gzipSync(PAIRS), Buffer.from([0x1f, 0x8b, 8, 0, 0])]);
    const { catalog, notes } = await similar(damaged);
    expect(catalog.similar).toEqual(BOTH);
    expect(notes).toEqual([
      expect.stringMatching(/similar_songs.csv.gz: is not a whole gzip file \(unexpected end of file\); as in/),
    ]);
    // Stored, not compressed, so that all of it but the last row is there.
    const cut = gzipSync(`${PAIRS}TRC,TRA\n`, { level: 0 }).subarray(0, -12);
    expect((await similar(cut)).catalog.similar).toEqual(BOTH);
  });

  it("are an error of the default engine there", async () => {
    const files = { "similar_songs.csv.gz": gzipSync(`${PAIRS.replace(",0.9", "")}\nTRC\n`) };
    await expect(load(files)).rejects.toThrow(/similar_songs.csv.gz:4: expected track,similar track but found "TRC"/);
  });
});
