import type { Catalog, Songs } from "../types.ts";
import { WeightColumn } from "../weights.ts";
import { parseJavaDouble } from "./java-numbers.ts";
import { lineError, type Place, quote, type Shape, splitColumns } from "./lines.ts";
import { type Reading, readRows } from "./rows.ts";

/*
 * Readers of the data files of the original program, in its formats: as they were meant or, for its own engine, as it reads them. Each
 * takes a path and throws UsageError with file and line if the content is not in the expected form.
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
const AREA_LINES = 'lines like 10180,,,"Abilene, TX",Metropolitan Statistical Area,165252,';
/** A map of tracks has no room for more. */
const MOST_SONGS = 2 ** 24 - 1;
/** The original's substitute for a missing duration. */
const DEFAULT_SECONDS = 180;

/** Lines of name, gender and count. */
export function readFirstNames(path: string, reading: Reading): Promise<Catalog["firstNames"]> {
  const { likeOriginal, room } = reading;
  const shape = { ...FIRST_NAME, exactly: !likeOriginal };
  return readRows(path, "text", reading, () => {
    const text: string[] = [];
    const gender: string[] = [];
    const counts = new WeightColumn("count", likeOriginal);
    return {
      add(line, place) {
        const columns = splitColumns(line, ",", 3, shape, place);
        room.takeRow(line, place);
        text.push(capitalize(columns[0] as string));
        gender.push(likeOriginal ? (columns[1] as string) : readGender(columns[1] as string, place));
        counts.add(columns[2] as string, place);
        return true;
      },
      finish: () => ({ text, gender, weight: counts.finish(path, "names") }),
    };
  });
}

function readGender(text: string, place: Place): "F" | "M" {
  if (text === "F" || text === "M") return text;
  throw lineError(place, `gender ${quote(text)} is unknown; write F or M`);
}

/** Lines below a heading: name first, count third. */
export function readLastNames(path: string, reading: Reading): Promise<Catalog["lastNames"]> {
  return readRows(path, "text", reading, () => {
    const text: string[] = [];
    const counts = new WeightColumn("count", reading.likeOriginal);
    return {
      add(line, place) {
        if (place.line === 1) return true;
        const columns = splitColumns(line, ",", 3, LAST_NAME, place);
        reading.room.takeRow(line, place);
        text.push(capitalize(columns[0] as string));
        counts.add(columns[2] as string, place);
        return true;
      },
      finish: () => ({ text, weight: counts.finish(path, "names below its heading") }),
    };
  });
}

/** Lines, of which only those of metropolitan and micropolitan areas count. */
export function readLocations(path: string, reading: Reading): Promise<Catalog["locations"]> {
  return readRows(path, "text", reading, () => {
    const text: string[] = [];
    const populations = new WeightColumn("population", reading.likeOriginal);
    return {
      add(line, place) {
        const match = line.includes(AREA_KIND) ? AREA.exec(line) : null;
        if (match === null) return true;
        reading.room.takeRow(line, place);
        text.push(match[1] as string);
        populations.add(match[2] as string, place);
        return true;
      },
      finish: () => ({ text, weight: populations.finish(path, AREA_LINES) }),
    };
  });
}

/** UTF-16 lines below a heading: weight second, user agent third, with or without the quotes that a spreadsheet puts around it. */
export function readUserAgents(path: string, reading: Reading): Promise<Catalog["userAgents"]> {
  return readRows(path, "utf-16", reading, () => {
    const text: string[] = [];
    const weights = new WeightColumn("weight", reading.likeOriginal);
    return {
      add(line, place) {
        if (place.line === 1) return true;
        const columns = splitColumns(line, "\t", 3, USER_AGENT, place);
        reading.room.takeRow(line, place);
        weights.add(columns[1] as string, place);
        const agent = columns[2] as string;
        text.push(reading.likeOriginal ? agent : withoutQuotes(agent));
        return true;
      },
      finish: () => ({ text, weight: weights.finish(path, "user agents below its heading") }),
    };
  });
}

/** A field as a spreadsheet writes it: in quotes, with inner quotes doubled. */
function withoutQuotes(field: string): string {
  return /^".*"$/s.test(field) && field.length > 1 ? field.slice(1, -1).replaceAll('""', '"') : field;
}

/** Gzipped lines. @param keepsTracks whether `trackId`, the key of similar songs, is needed */
export function readSongs(
  path: string,
  reading: Reading,
  keepsTracks: boolean,
): Promise<Songs & { trackId: readonly string[] }> {
  return readRows(path, "gzip", reading, () => songRows(path, reading, keepsTracks));
}

function songRows(path: string, { likeOriginal, room }: Reading, keepsTracks: boolean) {
  const trackId: string[] = [];
  const artist: string[] = [];
  const title: string[] = [];
  const duration: number[] = [];
  const counts = new WeightColumn("listen count", likeOriginal);
  return {
    add(line: string, place: Place): true {
      const columns = splitColumns(line, "\t", 5, SONG, place);
      room.takeRow(line, place);
      if (title.length === MOST_SONGS) throw lineError(place, `more songs than ${MOST_SONGS}; leave the rarest out`);
      if (keepsTracks || likeOriginal) trackId.push(columns[0] as string);
      artist.push(columns[1] as string);
      title.push(columns[2] as string);
      duration.push(readDuration(columns[3] as string, place, likeOriginal));
      counts.add(columns[4] as string, place);
      return true;
    },
    finish: () => ({
      trackId,
      artist,
      title,
      duration: Float64Array.from(duration),
      weight: counts.finish(path, "songs"),
      ...(likeOriginal ? lastOfTracks(trackId) : {}),
    }),
  };
}

function lastOfTracks(trackId: string[]): Pick<Songs, "lastOfTrack"> {
  const last = new Map(trackId.map((id, song) => [id, song]));
  return last.size === trackId.length ? {} : { lastOfTrack: Uint32Array.from(trackId, (id) => last.get(id) as number) };
}

function readDuration(text: string, place: Place, likeOriginal: boolean): number {
  if (text === "") return DEFAULT_SECONDS;
  const seconds = likeOriginal ? parseJavaDouble(text) : positiveNumber(text);
  if (seconds !== undefined) return seconds;
  const what = likeOriginal ? "a number that Java reads" : "a positive number";
  throw lineError(place, `duration ${quote(text)} is not ${what}; write seconds like 218.93, or nothing for 180`);
}

/** Number() alone would take "0x10" and " ". */
function positiveNumber(text: string): number | undefined {
  const seconds = /^[\d.eE+-]+$/.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
}

/** "MCDONALD" becomes "Mcdonald", as in the original. A letter whose upper case is two letters stays as it is. */
export function capitalize(name: string): string {
  const lower = name.toLowerCase();
  const first = lower.slice(0, 1);
  const upper = first.toUpperCase();
  return (upper.length === 1 ? upper : first) + lower.slice(1);
}
