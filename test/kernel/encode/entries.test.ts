// Texts of persons and songs are copied from entries of some cache lines, or looked up where they do not fit
// (assembly/encode/plain, assembly/encode/lz4/person-values.ts). Catalogs with texts of every length around these limits, encoded both ways, against the reference.
import { describe, expect, test } from "vitest";
import { P_PEOPLE, P_PERSON_VALUES, P_SONG_TEXTS, PARAMETERS } from "../../../assembly/layout/run.ts";
import {
  PERSON_BYTES,
  PERSON_NAMES,
  PERSON_TEXTS,
  PERSON_VALUES_BYTES,
  SONG_TEXT,
  SONG_TEXT_BYTES,
} from "../../../assembly/layout/text.ts";
import type { Catalog } from "../../../src/catalog/types.ts";
import type { FormatName } from "../../../src/output/formats/formats.ts";
import { FORMATS } from "../../../src/output/formats/formats.ts";
import { rowEncoderOf } from "../../../src/output/formats/rows.ts";
import { inputsOf, KernelRun } from "../../support/kernel/kernel-run.ts";
import { expectSame } from "../../support/kernel/lz4-blocks.ts";
import type { Line } from "../../support/read/line.ts";
import { expectSameBytes } from "../../support/read/msgpack-lines.ts";
import { javaDouble, quote } from "../../support/reference/encode.ts";
import { smallCatalog, smallConfig, smallSettings } from "../../support/reference/sample.ts";
import { simulate } from "../../support/reference/simulate.ts";

type Settings = ReturnType<typeof smallSettings>;

const DAY = 86400;
const NAMES_LIMIT = PERSON_BYTES - PERSON_NAMES;
const NAMES_LIMIT_IN_LZ4 = PERSON_VALUES_BYTES - PERSON_TEXTS;
const SONG_LIMIT = SONG_TEXT_BYTES - SONG_TEXT;
const TENTH_DIGIT_SECONDS = 1_000_000_000;

const bytesInJson = (text: string) => Buffer.byteLength(quote(text)) - 2;

/** Returns a text of a given size in JSON, made of one character if possible. */
function textOf(byteLength: number, character: string): string {
  const text = character.repeat(Math.floor(byteLength / bytesInJson(character)));
  return text + "x".repeat(byteLength - bytesInJson(text));
}

const column = (text: string[]) => ({ text, weight: new Uint32Array(text.length).fill(1) });

/** Names of up to `NAMES_LIMIT` bytes together and of more; places and agents around the steps in which they are copied. */
function personsOf(character: string): Partial<Catalog> {
  const lengths = [0, 1, 2, 6, 10, 11, 12, 13, 14, 15, 16, 17, 22, 24, 25, 26, 27, 28, 29, 30, 31, 32, 255, 256];
  const names = column(lengths.map((length) => textOf(length, character)));
  const long = column([0, 15, 31, 32, 47, 48, 49, 159, 160, 161, 255, 256].map((length) => textOf(length, character)));
  const gender = lengths.map((_, index) => (index % 2 ? "F" : "M") as "F" | "M");
  return { firstNames: { ...names, gender }, lastNames: names, locations: long, userAgents: long };
}

/** Songs whose texts take from 20 to 70 bytes together, the lengths of their durations included. */
function songsOf(character: string): Catalog["songs"] {
  const durations = [60, 255.55546, 123.456789012345, 1.234567890123456e-5, 12345678.9];
  const rows = Array.from({ length: 51 }, (_, index) => 20 + index).flatMap((total) =>
    [0, 1, 14, 15, 16, 30, 31, 32, 33, 60].map((artistLength, index) => {
      const duration = durations[index % durations.length] as number;
      const rest = Math.max(0, total - javaDouble(duration).length - 2);
      const artist = textOf(Math.min(artistLength, rest), character);
      return { artist, title: textOf(rest - bytesInJson(artist), character), duration };
    }),
  );
  return {
    artist: rows.map(({ artist }) => artist),
    title: rows.map(({ title }) => title),
    duration: Float64Array.from(rows, ({ duration }) => duration),
    weight: new Uint32Array(rows.length).fill(1),
  };
}

/** Five hundred users who all come, and play several thousand songs. */
function busy(changes: Partial<Settings>): Settings {
  const config = smallConfig({ alphaSeconds: 30, betaSeconds: 1800, sessionGapSeconds: 300 });
  return smallSettings({ config, userCount: 500, windowSeconds: 3600, ...changes });
}

/** The kernel's parameters for finding entries. */
const ENTRIES = { plain: [P_PEOPLE, P_SONG_TEXTS], lz4: [P_PERSON_VALUES] };

interface Encoded {
  /** With entries for persons and songs. */
  copied: Buffer[];
  /** With the entries taken away. */
  lookedUp: Buffer[];
}

async function encodeBothWays(settings: Settings, format: FormatName, how: keyof typeof ENTRIES): Promise<Encoded> {
  const run = await KernelRun.open(inputsOf(settings), { format, emitsLz4: how === "lz4" });
  const encoder = rowEncoderOf(run.kernel, FORMATS[format].rows!, how === "lz4");
  const parameters = new Uint32Array(run.opened.memory.buffer, PARAMETERS);
  const encoded: Encoded = { copied: [], lookedUp: [] };
  run.eachBatch((first, count) => {
    encoded.copied.push(run.encode(encoder, first, count));
    const entries = ENTRIES[how].map((field) => parameters[field / 4] as number);
    expect(entries).not.toContain(0);
    for (const field of ENTRIES[how]) parameters[field / 4] = 0;
    encoded.lookedUp.push(run.encode(encoder, first, count));
    ENTRIES[how].forEach((field, index) => {
      parameters[field / 4] = entries[index] as number;
    });
  });
  return encoded;
}

/** The blocks of LZ4 are the same with and without entries, and hold the same bytes. */
async function expectSameInLz4(settings: Settings, format: FormatName, batches: Buffer[]): Promise<void> {
  const { copied, lookedUp } = await encodeBothWays(settings, format, "lz4");
  expect(Buffer.concat(lookedUp).equals(Buffer.concat(copied))).toBe(true);
  expectSame(copied.map((block, index) => ({ block, text: batches[index] as Buffer, events: 0 })));
}

/** Returns the lines, after checking that all encoders agree with the reference. */
async function expectReference(settings: Settings): Promise<Line[]> {
  const lines = simulate(settings);
  const json = await encodeBothWays(settings, "json", "plain");
  expect(Buffer.concat(json.copied).toString()).toBe(lines.join(""));
  expect(Buffer.concat(json.lookedUp).toString()).toBe(lines.join(""));
  await expectSameInLz4(settings, "json", json.copied);
  const msgpack = await encodeBothWays(settings, "msgpack", "plain");
  const ends = lines.map((line) => line.slice(0, -1));
  expectSameBytes(ends, Buffer.concat(msgpack.copied));
  expectSameBytes(ends, Buffer.concat(msgpack.lookedUp));
  await expectSameInLz4(settings, "msgpack", msgpack.copied);
  return lines.map((line) => JSON.parse(line));
}

/** Returns the lengths in a range that do not occur. */
function missing(lengths: number[], from: number, to: number): number[] {
  const range = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  return range.filter((length) => !lengths.includes(length));
}

describe("texts of every length around the size of an entry", () => {
  test.each(["a", "é", "日", "😀", '"', "\\", "\n", "\u0001"])("made of %j", async (character) => {
    const catalog = smallCatalog({ ...personsOf(character), songs: songsOf(character) });
    const events = await expectReference(busy({ catalog }));
    // In an entry each name has its closing quote.
    const names = events.map((event) => bytesInJson(event.lastName!) + bytesInJson(event.firstName!) + 2);
    for (const limit of [NAMES_LIMIT, NAMES_LIMIT_IN_LZ4]) expect(missing(names, limit - 2, limit + 2)).toEqual([]);
    const songs = events.flatMap(({ artist, song, length }) =>
      artist === undefined ? [] : [bytesInJson(artist) + bytesInJson(song!) + 2 + javaDouble(length!).length],
    );
    expect(missing(songs, SONG_LIMIT - 6, SONG_LIMIT + 4)).toEqual([]);
  });

  test("with nothing in any of them", async () => {
    const none = column([""]);
    const songs = { artist: [""], title: [""], duration: Float64Array.of(1), weight: Uint32Array.of(1) };
    const persons = { firstNames: { ...none, gender: ["F" as const] }, lastNames: none };
    const catalog = smallCatalog({ ...persons, locations: none, userAgents: none, songs });
    expect((await expectReference(busy({ catalog, userCount: 5 }))).length).toBeGreaterThan(10);
  });
});

describe("numbers of unusual length", () => {
  const hurried = smallConfig({ alphaSeconds: 4, betaSeconds: 60, sessionGapSeconds: 30 });
  const arrivals = { config: hurried, userCount: 100, growthRate: 300_000, windowSeconds: 90 };

  /** Properties that must hold for some events and not for others. */
  type Side = (event: Line) => boolean;
  const registeredFrom =
    (milliseconds: number): Side =>
    ({ registration }) =>
      registration! >= milliseconds;

  test.each<[string, Partial<Settings>, Side]>([
    [
      "registrations on both sides of 2001-09-09",
      { startSeconds: TENTH_DIGIT_SECONDS + 900 * DAY, startMilliseconds: 7 },
      registeredFrom(TENTH_DIGIT_SECONDS * 1000),
    ],
    ["registrations before 1970 and after", { startSeconds: 900 * DAY, startMilliseconds: 999 }, registeredFrom(0)],
    ["registrations of few bytes", { ...arrivals, startSeconds: -30, startMilliseconds: 1 }, registeredFrom(2 ** 15)],
    [
      "registrations on both sides of 2^32 milliseconds",
      { ...arrivals, startSeconds: 4_294_967 - 20 },
      registeredFrom(2 ** 32),
    ],
    [
      "registrations on both sides of 2^32 seconds",
      { startSeconds: 2 ** 32 + 900 * DAY },
      registeredFrom(2 ** 32 * 1000),
    ],
    [
      "time stamps on both sides of 2001-09-09",
      { ...arrivals, startSeconds: TENTH_DIGIT_SECONDS - 45 },
      ({ ts }) => ts >= TENTH_DIGIT_SECONDS * 1000,
    ],
    ["ids from 0 on", { firstUserId: 0 }, ({ userId }) => userId === "0"],
    ["ids of eight digits and nine", { firstUserId: 99_999_999 - 250 }, ({ userId }) => Number(userId) > 99_999_999],
    ["the last ids", { firstUserId: 2 ** 32 - 500 }, ({ userId }) => userId === String(2 ** 32 - 1)],
    ["a tag that needs escapes", { tag: 'a "tag" of\nmany … characters' }, ({ gender }) => gender === "F"],
  ])("%s", async (_, changes, side) => {
    const events = await expectReference(busy(changes));
    const count = events.filter(side).length;
    expect([count > 0, count < events.length]).toEqual([true, true]);
  });
});
