import { readGzip, readLatin1, readUtf16 } from "./files.ts";
import { forEachLine, lineError, type Place, quote, type Shape, splitColumns } from "./lines.ts";
import type { Catalog, Songs } from "./types.ts";
import { WeightColumn } from "./weights.ts";

/*
 * Readers of the data files of the original program, in its formats. Each takes a path and throws UsageError with file
 * and line where the content is not what it should be.
 */

const FIRST_NAME: Shape = { columns: "name,gender,count", example: "Mary,F,1234", exactly: true };
const LAST_NAME: Shape = { columns: "name,rank,count", example: "SMITH,1,2376206", exactly: false };
const USER_AGENT: Shape = {
  columns: "share, weight and user agent with tabs between",
  example: "7.20%\t72\tMozilla/5.0 (X11; Linux x86_64)",
  exactly: false,
};
const SONG: Shape = {
  columns: "track id, artist, song, duration and listen count with tabs between",
  example: "TRAAAAK128F9318786\tArtist\tSong\t218.93179\t34",
  exactly: true,
};
/** A metropolitan or micropolitan area: five-digit code, two columns without commas, name, kind, population. */
const AREA = /\d+,[^,]*,[^,]*,"([^"]+)",M(?:et|ic)ropolitan Statistical Area,(\d+),/;
/** Every area's line contains this; testing for it first is ten times as fast. */
const AREA_KIND = "ropolitan Statistical Area,";
/** The original's stand-in for a duration that is missing. */
const DEFAULT_SECONDS = 180;

/** Latin-1 lines of name, gender and count. */
export function readFirstNames(path: string): Catalog["firstNames"] {
  const text: string[] = [];
  const gender: ("F" | "M")[] = [];
  const counts = new WeightColumn("count");
  forEachLine(path, readLatin1(path), (line, place) => {
    const columns = splitColumns(line, ",", 3, FIRST_NAME, place);
    text.push(capitalize(columns[0]!));
    gender.push(readGender(columns[1]!, place));
    counts.add(columns[2]!, place);
  });
  return { text, gender, weight: counts.finish(path, "names") };
}

function readGender(text: string, place: Place): "F" | "M" {
  if (text === "F" || text === "M") return text;
  throw lineError(place, `gender ${quote(text)} is unknown; write F or M`);
}

/** Latin-1 lines below a heading: name first, count third. */
export function readLastNames(path: string): Catalog["lastNames"] {
  const text: string[] = [];
  const counts = new WeightColumn("count");
  forEachLine(path, readLatin1(path), (line, place) => {
    if (place.line === 1) return;
    const columns = splitColumns(line, ",", 3, LAST_NAME, place);
    text.push(capitalize(columns[0]!));
    counts.add(columns[2]!, place);
  });
  return { text, weight: counts.finish(path, "names below its heading") };
}

/** Latin-1 lines, of which only those of metropolitan and micropolitan areas count. */
export function readLocations(path: string): Catalog["locations"] {
  const text: string[] = [];
  const populations = new WeightColumn("population");
  forEachLine(path, readLatin1(path), (line, place) => {
    const match = line.includes(AREA_KIND) ? AREA.exec(line) : null;
    if (match === null) return;
    text.push(match[1]!);
    populations.add(match[2]!, place);
  });
  return {
    text,
    weight: populations.finish(path, 'lines like 10180,,,"Abilene, TX",Metropolitan Statistical Area,165252,'),
  };
}

/** UTF-16 lines below a heading: weight second, user agent third (with the quotes that the file may have around it). */
export function readUserAgents(path: string): Catalog["userAgents"] {
  const text: string[] = [];
  const weights = new WeightColumn("weight");
  forEachLine(path, readUtf16(path), (line, place) => {
    if (place.line === 1) return;
    const columns = splitColumns(line, "\t", 3, USER_AGENT, place);
    weights.add(columns[1]!, place);
    text.push(columns[2]!);
  });
  return { text, weight: weights.finish(path, "user agents below its heading") };
}

/** Gzipped Latin-1 lines. `trackId` is what similar songs are told by. */
export function readSongs(path: string): Songs & { trackId: string[] } {
  const trackId: string[] = [];
  const artist: string[] = [];
  const title: string[] = [];
  const duration: number[] = [];
  const counts = new WeightColumn("listen count");
  forEachLine(path, readGzip(path), (line, place) => {
    const columns = splitColumns(line, "\t", 5, SONG, place);
    trackId.push(columns[0]!);
    artist.push(columns[1]!);
    title.push(columns[2]!);
    duration.push(readDuration(columns[3]!, place));
    counts.add(columns[4]!, place);
  });
  return {
    trackId,
    artist,
    title,
    duration: Float64Array.from(duration),
    weight: counts.finish(path, "songs"),
    ...lastOfTracks(trackId),
  };
}

function lastOfTracks(trackId: string[]): Pick<Songs, "lastOfTrack"> {
  const last = new Map(trackId.map((id, song) => [id, song]));
  return last.size === trackId.length ? {} : { lastOfTrack: Uint32Array.from(trackId, (id) => last.get(id) as number) };
}

function readDuration(text: string, place: Place): number {
  if (text === "") return DEFAULT_SECONDS;
  const seconds = Number(text);
  // Number() alone would take "0x10" and " ".
  if (/^[\d.eE+-]+$/.test(text) && Number.isFinite(seconds) && seconds > 0) return seconds;
  throw lineError(
    place,
    `duration ${quote(text)} is not a positive number; write seconds like 218.93, or nothing for 180`,
  );
}

/** "MCDONALD" becomes "Mcdonald", as in the original. A letter whose upper case is two letters stays as it is. */
export function capitalize(name: string): string {
  const lower = name.toLowerCase();
  const first = lower.slice(0, 1);
  const upper = first.toUpperCase();
  return (upper.length === 1 ? upper : first) + lower.slice(1);
}
