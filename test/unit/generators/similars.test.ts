// Files of similar songs against a second implementation, written from what the original's generator does.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { buffer } from "node:stream/consumers";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { generateSimilars } from "../../../src/generators/similars/similars.ts";
import { temporaryFolder } from "../../support/files/folders.ts";

const LISTENER = { progress() {} };

/** Characters of ids: those of real ones, and what JSON escapes, CSV separates, and Latin-1 lacks. */
const ID = fc.string({ unit: fc.constantFrom(...'TRA128,"\\\n\t\u00e9\u017f😀'), minLength: 1, maxLength: 6 });
const VALUE = fc.oneof(
  { weight: 9, arbitrary: ID },
  fc.integer({ min: 10, max: 1e6 }),
  fc.constantFrom("", true, null),
);
const TRACK = fc.record({
  track_id: VALUE,
  similars: fc.array(fc.tuple(VALUE, fc.double({ noNaN: true, noDefaultInfinity: true })), { maxLength: 5 }),
  // What the files have besides.
  artist: ID,
});

/** The encodings of JSON: https://www.rfc-editor.org/rfc/rfc4627#section-3 */
const ENCODERS: Record<string, (text: string) => Buffer> = {
  utf8: (text) => Buffer.from(text),
  "utf8 with a mark": (text) => Buffer.from(`\ufeff${text}`),
  utf16le: (text) => Buffer.from(text, "utf16le"),
  "utf16be with a mark": (text) => Buffer.from(`\ufeff${text}`, "utf16le").swap16(),
  utf32be: (text) =>
    Buffer.concat(
      Array.from(text, (character) => {
        const unit = Buffer.alloc(4);
        unit.writeUInt32BE(character.codePointAt(0)!);
        return unit;
      }),
    ),
};
const FILE = fc.record({
  track: TRACK,
  encoding: fc.constantFrom(...Object.keys(ENCODERS)),
  /** Only the first value of a file counts. */
  after: fc.constantFrom("", "\n", ' {"track_id": "no"}', " ]"),
});
type File = typeof FILE extends fc.Arbitrary<infer One> ? One : never;

/** Where files lie; names in the order of the parts and of their letters. */
function folderOf(files: readonly File[]): string {
  const folder = temporaryFolder();
  for (const part of ["train", "test"]) mkdirSync(join(folder, `lastfm_${part}`));
  for (const [index, { track, encoding, after }] of files.entries()) {
    const part = index < files.length / 2 ? "train" : "test";
    const name = `${String(index).padStart(3, "0")}.json`;
    const path = join(
      folder,
      `lastfm_${part}`,
      `lastfm_${part}`,
      String.fromCharCode(65 + Math.floor(index / 4)),
      name,
    );
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, ENCODERS[encoding]!(`${JSON.stringify(track)}${after}`));
  }
  return folder;
}

async function generated(folder: string, likeOriginal: boolean) {
  const { lines, report } = generateSimilars({ folder, likeOriginal, listener: LISTENER });
  return { bytes: await buffer(lines), report };
}

const idsOf = ({ track }: File) => [track.track_id, ...track.similars.map(([other]) => other)];
const linesOf = ({ track }: File, printed: (id: unknown) => string) =>
  track.similars.map(([other]) => `${printed(track.track_id)},${printed(other)}\n`);

describe("similar songs", () => {
  test("have a line for each pair, in order, without the files whose ids a line cannot hold", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(FILE, { maxLength: 12 }), async (files) => {
        const isFit = (id: unknown) => typeof id === "string" && id !== "" && !/[,\n\t]/.test(id);
        const fitting = files.filter((file) => idsOf(file).every(isFit));
        const { bytes, report } = await generated(folderOf(files), false);
        expect(bytes.toString()).toBe(fitting.flatMap((file) => linesOf(file, String)).join(""));
        expect(report.trackCount).toBe(fitting.length);
        expect(report.notes.length > 0).toBe(fitting.length < files.length);
      }),
      { numRuns: 60 },
    );
  });

  test("of the original are its bytes: ids as JSON prints them, less the first and the last character, in Latin-1", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(FILE, { maxLength: 12 }), async (files) => {
        // A folder's order is that of the file system; one file has one order.
        for (const file of files) {
          const printed = (id: unknown) => JSON.stringify(id).slice(1, -1);
          const text = linesOf(file, printed).join("");
          const expected = Buffer.from(
            Array.from(text, (character) => (character <= "\u00ff" ? character : "?")).join(""),
            "latin1",
          );
          expect((await generated(folderOf([file]), true)).bytes).toEqual(expected);
        }
      }),
      { numRuns: 20 },
    );
  });
});
