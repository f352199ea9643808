import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkFolder, loadCatalog } from "../../../src/catalog/load.ts";
import { UsageError } from "../../../src/system/errors.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "eventsim-catalog-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const latin1 = (text: string) => Buffer.from(text, "latin1");
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, "utf16le");
const HEADING = "share\tweight\tagent\r\n";
const SONG_LINE = "TRA\tCafé\tOne\t10.5\t3\n";

/** Every file that a folder may hold, each small and right; the texts of three are in Latin-1. */
const GOOD: Record<string, Buffer> = {
  "yob1990.txt": latin1("MARY,F,7\r\njosé,M,3\r\n"),
  "Top1000Surnames.csv": latin1("name,rank,count\rSMITH,1,20\rMCDONALD,2,5"),
  "CBSA-EST2013-alldata.csv": latin1(
    'CBSA,MDIV,STCOU,NAME,LSAD,POP\n10180,,,"Abilene, TX",Metropolitan Statistical Area,165252,1\n' +
      '10180,,48059,"Callahan County, TX",County or equivalent,13544,1\n' +
      '49820,,,"Cañon City, CO",Micropolitan Statistical Area,14018,1\n',
  ),
  "user agents.txt": utf16(`${HEADING}7%\t 72 \t"Agent, one"\tA\tB\r\n1%\t8\tAgent two\tC\tD\r\n`),
  "listen_counts.txt.gz": gzipSync(latin1(`${SONG_LINE}TRB\tB\tTwo\t\t0\nTRC\tC\tThree\t1e2\t5\n`)),
  "similar_songs.csv.gz": gzipSync(latin1("TRB,TRC\nTRA,TRX\nTRA,TRC\nTRX,TRA\nTRA,TRA\nTRC,TRB\n")),
};

function fill(files: Record<string, Buffer> = GOOD): void {
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
}

/** The message of the UsageError that loading ends with, the folder's path shortened to DIR. */
async function failure(dataDirectory = folder, likeOriginal = false): Promise<string> {
  try {
    await loadCatalog({ dataDirectory, likeOriginal });
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as Error).message.replaceAll(folder, "DIR");
  }
  throw new Error("expected an error");
}

describe("a folder with all files", () => {
  it("is read in the original's formats", async () => {
    fill();
    const { catalog, notes } = await loadCatalog({ dataDirectory: folder });
    expect(notes).toEqual([
      `note: ${join(folder, "yob1990.txt")}:2: not UTF-8; reading the file as Latin-1`,
      `note: ${join(folder, "CBSA-EST2013-alldata.csv")}:4: not UTF-8; reading the file as Latin-1`,
      `note: ${join(folder, "listen_counts.txt.gz")}:1: not UTF-8; reading the file as Latin-1`,
    ]);
    expect(catalog.firstNames).toEqual({ text: ["Mary", "José"], gender: ["F", "M"], weight: Uint32Array.of(7, 3) });
    expect(catalog.lastNames).toEqual({ text: ["Smith", "Mcdonald"], weight: Uint32Array.of(20, 5) });
    expect(catalog.locations.text).toEqual(["Abilene, TX", "Cañon City, CO"]);
    expect([...catalog.locations.weight]).toEqual([165252, 14018]);
    expect(catalog.userAgents).toEqual({ text: ["Agent, one", "Agent two"], weight: Uint32Array.of(72, 8) });
    expect(catalog.songs).toEqual({
      artist: ["Café", "B", "C"],
      title: ["One", "Two", "Three"],
      duration: Float64Array.of(10.5, 180, 100),
      weight: Uint32Array.of(3, 0, 5),
    });
  });

  it("returns similar songs by number, without unknown tracks and lists without listeners", async () => {
    fill();
    const { catalog } = await loadCatalog({ dataDirectory: folder });
    // TRA (0): TRC, TRA. TRB (1): TRC. TRC (2): only TRB, which has no listens.
    expect(catalog.similar).toEqual({ first: Uint32Array.of(0, 2, 3, 3), song: Uint32Array.of(2, 0, 2) });
    expect(catalog.origin.similar).toBe(join(folder, "similar_songs.csv.gz"));
  });

  it("leaves similar songs out when told so", async () => {
    fill();
    const { catalog } = await loadCatalog({ dataDirectory: folder, similarSongs: false });
    expect(catalog.similar).toBeUndefined();
    expect(catalog.origin.similar).toBe("none");
  });

  it("reads UTF-16 in either order of bytes", async () => {
    fill({ "user agents.txt": Buffer.from(GOOD["user agents.txt"]!).swap16() });
    expect((await loadCatalog({ dataDirectory: folder })).catalog.userAgents.text).toEqual(["Agent, one", "Agent two"]);
  });
});

describe("missing files", () => {
  it("fall back to the built-in tables, each with a note", async () => {
    const { catalog, notes } = await loadCatalog({ dataDirectory: folder });
    expect(notes).toEqual([
      `note: ${folder} has no "yob1990.txt"; using the built-in first names`,
      `note: ${folder} has no "Top1000Surnames.csv"; using the built-in last names`,
      `note: ${folder} has no "CBSA-EST2013-alldata.csv"; using the built-in places`,
      `note: ${folder} has no "user agents.txt"; using the built-in user agents`,
      `note: ${folder} has no "listen_counts.txt.gz"; using the built-in songs`,
    ]);
    expect(catalog).toEqual((await loadCatalog({})).catalog);
  });

  it("similar songs are not used without the song file beside them", async () => {
    const { "listen_counts.txt.gz": _, ...rest } = GOOD;
    fill(rest);
    const { catalog, notes } = await loadCatalog({ dataDirectory: folder });
    expect(catalog.similar).toBeUndefined();
    expect(notes.at(-1)).toBe(
      `note: ${join(folder, "similar_songs.csv.gz")} is not used, because it needs a "listen_counts.txt.gz" beside it`,
    );
  });
});

describe("errors", () => {
  it("a folder that the system does not reach", () => {
    writeFileSync(join(folder, "file"), "");
    // Node 22 takes it for a folder that is missing.
    expect(() => checkFolder(join(folder, "file", "sub"))).toThrow(
      /^--data .*: (cannot be read \(ENOTDIR: .*; give another folder|there is no such folder; give one that exists)$/,
    );
    expect(() => checkFolder(join(folder, "x".repeat(300)))).toThrow(
      /^--data .*: cannot be read \(ENAMETOOLONG: .*; give another folder$/,
    );
  });

  it("a folder that is not there, or is a file", async () => {
    fill();
    expect(await failure(join(folder, "none"))).toBe("--data DIR/none: there is no such folder; give one that exists");
    expect(await failure(join(folder, "yob1990.txt"))).toMatch(/^--data DIR\/yob1990.txt: this is not a folder; /);
  });

  const cases: [string, string, Buffer, string][] = [
    [
      "too few columns",
      "yob1990.txt",
      latin1("Mary,F,1\n\nabc\n"),
      'DIR/yob1990.txt:3: expected name,gender,count but found "abc"; each line must be like "Mary,F,1234"',
    ],
    ["too many columns", "yob1990.txt", latin1("Mary,F,1,2\n"), "DIR/yob1990.txt:1: expected name,gender,count but"],
    [
      "a gender",
      "yob1990.txt",
      latin1("Mary,F,1\r\nKim,X,2\r\n"),
      'DIR/yob1990.txt:2: gender "X" is unknown; write F or M',
    ],
    [
      "a negative weight",
      "yob1990.txt",
      latin1("Mary,F,-1\n"),
      'DIR/yob1990.txt:1: count "-1" is not a non-negative integer',
    ],
    ["a broken weight", "yob1990.txt", latin1("Mary,F,1.5\n"), 'DIR/yob1990.txt:1: count "1.5" is not a non-negative'],
    [
      "weights of 0",
      "yob1990.txt",
      latin1("Mary,F,0\nKim,F,0\n"),
      "DIR/yob1990.txt:1: in none of 2 rows is the count above 0; ",
    ],
    [
      "a sum of 2^32",
      "yob1990.txt",
      latin1("Mary,F,4294967295\nKim,F,1\n"),
      'DIR/yob1990.txt:2: with count "1" the sum of this column reaches 4294967296',
    ],
    ["an empty file", "yob1990.txt", Buffer.alloc(0), "DIR/yob1990.txt:1: the file is empty; "],
    [
      "a last name's columns",
      "Top1000Surnames.csv",
      latin1("h\rA,1\r"),
      "DIR/Top1000Surnames.csv:2: expected name,rank,count",
    ],
    ["no last names", "Top1000Surnames.csv", latin1("h\r"), "DIR/Top1000Surnames.csv:1: the file has no names below"],
    [
      "no areas",
      "CBSA-EST2013-alldata.csv",
      latin1("a,b\n"),
      "DIR/CBSA-EST2013-alldata.csv:1: the file has no lines like",
    ],
    [
      "a user agent's columns",
      "user agents.txt",
      utf16("h\r\n1\t2\r\n"),
      "DIR/user agents.txt:2: expected share, weight and",
    ],
    ["a user agent's weight", "user agents.txt", utf16("h\r\n1\t\tA\r\n"), 'DIR/user agents.txt:2: weight "" is not a'],
    [
      "no byte-order mark",
      "user agents.txt",
      latin1("h\n1\t2\tA\n"),
      "DIR/user agents.txt:1: expected UTF-16 text with a",
    ],
    [
      "not gzip",
      "listen_counts.txt.gz",
      latin1(SONG_LINE),
      "DIR/listen_counts.txt.gz: is not a whole gzip file (incorrect",
    ],
    [
      "half a gzip",
      "listen_counts.txt.gz",
      gzipSync(SONG_LINE).subarray(0, 20),
      "DIR/listen_counts.txt.gz: is not a whole gzip file (unexpected end of file); ",
    ],
    ["nothing in a gzip", "listen_counts.txt.gz", gzipSync(""), "DIR/listen_counts.txt.gz:1: the file is empty; "],
    [
      "a song's columns",
      "listen_counts.txt.gz",
      gzipSync("A\tB\t1\t2\n"),
      "DIR/listen_counts.txt.gz:1: expected track id, art",
    ],
    [
      "a listen count",
      "listen_counts.txt.gz",
      gzipSync("A\tB\tC\t1\tx\n"),
      'DIR/listen_counts.txt.gz:1: listen count "x" is not',
    ],
    ...["0", "-3", "x", "NaN", "0x10", " ", "1e999"].map((duration): [string, string, Buffer, string] => [
      `duration "${duration}"`,
      "listen_counts.txt.gz",
      gzipSync(`${SONG_LINE}A\tB\tC\t${duration}\t1\n`),
      `DIR/listen_counts.txt.gz:2: duration "${duration}" is not a positive number; `,
    ]),
    [
      "a pair",
      "similar_songs.csv.gz",
      gzipSync("TRA,TRC\nTRA\n"),
      "DIR/similar_songs.csv.gz:2: expected track,similar track",
    ],
  ];
  it.each(cases)("%s in %s", async (_, file, bytes, message) => {
    fill({ ...GOOD, [file]: bytes });
    expect(await failure()).toContain(message);
  });

  it("a file that cannot be read", async () => {
    mkdirSync(join(folder, "yob1990.txt"));
    expect(await failure()).toMatch(/^DIR\/yob1990.txt: is a folder, pipe or device; put a regular file there/);
  });

  it("quotes only the start of a long line", async () => {
    fill({ ...GOOD, "yob1990.txt": latin1("x".repeat(5000)) });
    expect((await failure()).length).toBeLessThan(300);
  });
});
