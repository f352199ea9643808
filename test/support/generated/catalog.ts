import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import type { Catalog, SimilarSongs } from "../../../src/catalog/types.ts";
import { javaDouble } from "../reference/encode.ts";
import { latinColumn, latinQuoted, properName, unicodeColumn, unicodeQuoted } from "./text.ts";

const weight = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 50 }) },
  { weight: 2, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 200_000_000 }) },
);

const duration = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: 0.5, max: 400, noNaN: true }) },
  { weight: 2, arbitrary: fc.constant(180) },
  { weight: 2, arbitrary: fc.constantFrom(0.0005, 0.001, 0.00099, 1, 9999999.5, 1e7, 12345678.9, 1e-5) },
);

/** 1 to 8 rows with a weight each, of which at least one is above 0. */
function weightedRows<T>(row: fc.Arbitrary<T>): fc.Arbitrary<{ rows: T[]; weight: Uint32Array }> {
  return fc
    .array(fc.tuple(row, weight), { minLength: 1, maxLength: 8 })
    .filter((rows) => rows.some(([, each]) => each > 0))
    .map((rows) => ({ rows: rows.map(([each]) => each), weight: Uint32Array.from(rows, ([, each]) => each) }));
}

function weightedTexts(text: fc.Arbitrary<string>): fc.Arbitrary<{ text: string[]; weight: Uint32Array }> {
  return weightedRows(text).map(({ rows, weight }) => ({ text: rows, weight }));
}

function similarSongs(songCount: number, pairs: [number, number][]): SimilarSongs {
  const lists = Array.from({ length: songCount }, (_, song) =>
    pairs.filter(([from]) => from % songCount === song).map(([, to]) => to % songCount),
  );
  const first = new Uint32Array(songCount + 1);
  lists.forEach((list, song) => {
    first[song + 1] = first[song]! + list.length;
  });
  return { first, song: Uint32Array.from(lists.flat()) };
}

const origin = { firstNames: "", lastNames: "", locations: "", userAgents: "", songs: "", similar: "" };

/** Small catalogs that the original's file formats can hold. @param column of a file that is not in UTF-16 @param quoted the same in quotes */
function catalogsOf(column: fc.Arbitrary<string>, quoted: fc.Arbitrary<string>): fc.Arbitrary<Catalog> {
  return fc
    .record({
      firstNames: weightedRows(fc.tuple(properName, fc.constantFrom("F" as const, "M" as const))),
      lastNames: weightedTexts(properName),
      locations: weightedTexts(quoted),
      userAgents: weightedTexts(unicodeColumn),
      songs: weightedRows(fc.record({ artist: column, title: column, duration })),
      pairs: fc.option(fc.array(fc.tuple(fc.nat(20), fc.nat(20)), { maxLength: 12 }), { nil: undefined }),
    })
    .map(({ firstNames, songs, pairs, ...rest }) => ({
      origin,
      ...rest,
      firstNames: {
        text: firstNames.rows.map(([text]) => text),
        gender: firstNames.rows.map(([, gender]) => gender),
        weight: firstNames.weight,
      },
      songs: {
        artist: songs.rows.map((song) => song.artist),
        title: songs.rows.map((song) => song.title),
        duration: Float64Array.from(songs.rows, (song) => song.duration),
        weight: songs.weight,
      },
      ...(pairs && { similar: similarSongs(songs.rows.length, pairs) }),
    }));
}

/** In files of UTF-8. */
export const catalogs = catalogsOf(unicodeColumn, unicodeQuoted);

/** In files of Latin-1. */
export const latinCatalogs = catalogsOf(latinColumn, latinQuoted);

/** As Java's Double.parseDouble reads it. */
function durationText(duration: number): string {
  if (!Number.isFinite(duration)) return String(duration);
  return duration > 0 ? javaDouble(duration) : `${duration}d`;
}

const trackId = (song: number) => `TR${song}`;

function similarRows({ first, song }: SimilarSongs): string[] {
  const rows = ["TR0,TRUNKNOWN", "TRUNKNOWN,TR0"];
  for (let from = 0; from + 1 < first.length; from++)
    for (const to of song.subarray(first[from], first[from + 1])) rows.push(`${trackId(from)},${trackId(to)}`);
  return rows;
}

function songRows({ artist, title, duration, weight }: Catalog["songs"]): string[] {
  return artist.map((each, song) => {
    // 180 s is what the files mean by an empty duration.
    const seconds = duration[song] === 180 ? "" : durationText(duration[song]!);
    return [trackId(song), each, title[song], seconds, weight[song]! | 0].join("\t");
  });
}

const lines = (rows: string[], end = "\n") => rows.map((row) => row + end).join("");

/**
 * Writes the catalog as the original's data files into a folder. Upper case is what a reader must turn into names.
 * @param encoding of the files that are not in UTF-16
 * @param end of the file of similar songs, where the original reads on or not
 */
export function writeCatalog(
  { firstNames, lastNames, locations, userAgents, songs, similar }: Catalog,
  folder: string,
  encoding: "utf8" | "latin1" = "utf8",
  end: readonly string[] = [],
): void {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, bytes: Uint8Array) => writeFileSync(join(folder, name), bytes);
  const encoded = (text: string) => Buffer.from(text, encoding);
  const given = firstNames.text.map(
    (text, i) => `${text.toUpperCase()},${firstNames.gender[i]},${firstNames.weight[i]! | 0}`,
  );
  const family = lastNames.text.map((text, i) => `${text.toUpperCase()},${i + 1},${lastNames.weight[i]! | 0},0.5`);
  const places = locations.text.map(
    (text, i) =>
      `${10000 + i},,,"${text}",M${i % 2 ? "icro" : "etro"}politan Statistical Area,${locations.weight[i]},1,2`,
  );
  const agents = userAgents.text.map((text, i) => `1.00%\t ${userAgents.weight[i]} \t${text}\tBrowser\tSystem`);
  write("yob1990.txt", encoded(lines(given)));
  write("Top1000Surnames.csv", encoded(lines(["name,rank,count,prop100k", ...family], "\r")));
  write("CBSA-EST2013-alldata.csv", encoded(lines(["CBSA,MDIV,STCOU,NAME,LSAD,POP", ",,,,,", ...places])));
  write(
    "user agents.txt",
    Buffer.from(`\ufeff${lines(["percent\tweight\tuseragent\tBrowser\tOS", ...agents], "\r\n")}`, "utf16le"),
  );
  write("listen_counts.txt.gz", gzipSync(encoded(lines(songRows(songs)))));
  if (similar) write("similar_songs.csv.gz", gzipSync(encoded(lines([...similarRows(similar), ...end]))));
}
