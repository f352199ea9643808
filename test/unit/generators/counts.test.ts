// The listen counts, against a plain implementation with a real hash table: inputs of fast-check, and the rules of the page one by one.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { generateCounts } from "../../../src/generators/counts/counts.ts";
import { javaDouble } from "../../../src/generators/counts/fields.ts";
import { javaHash, placeKey } from "../../../src/generators/counts/original-order.ts";
import { temporaryFolder } from "../../support/files/folders.ts";
import { type CountInputs, listenCounts, javaDouble as plainDouble } from "../../support/generators/original.ts";

/** A line of songs_analysis.txt. */
const analysis = (track: string, seconds: string, separator = " ") =>
  [...["a", "b", "c", seconds], ...Array.from({ length: 26 }, () => "x"), track, "more"].join(separator);

const NAMES = { analysis: "songs_analysis.txt", triplets: "train_triplets.txt", tracks: "unique_tracks.txt" } as const;

let folders = 0;

function write(root: string, inputs: CountInputs, isPacked: boolean): string {
  const folder = join(root, String(folders++));
  mkdirSync(folder);
  for (const [key, name] of Object.entries(NAMES)) {
    const bytes = Buffer.from(inputs[key as keyof CountInputs], "latin1");
    writeFileSync(join(folder, isPacked ? `${name}.gz` : name), isPacked ? gzipSync(bytes) : bytes);
  }
  return folder;
}

async function generated(folder: string, likeOriginal: boolean) {
  const { lines, report } = generateCounts({ folder, likeOriginal, listener: { progress: () => {} } });
  const made: Buffer[] = [];
  for await (const line of lines) made.push(line);
  return { bytes: Buffer.concat(made), report };
}

const joined = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join("");

const ids = fc.constantFrom("TR1", "TR2", "TR3", "T\u00e9", "", "TRAAAAK128F9318786");
const songs = fc.constantFrom("SO1", "SO2", "", "S O");
const texts = fc.string({ unit: fc.constantFrom(..."ab\t <>SEP\u00e9\u00ff\u0085"), maxLength: 8 });
const ends = fc.constantFrom("\n", "\r\n", "\r");
const seconds = fc.constantFrom("7", "1e2", ".5", "0.00012", "12345678", "218.93179", "5.", "0.001", "9999999.5");
const counts = fc.oneof(fc.integer({ min: -5, max: 50 }).map(String), fc.constantFrom("+3", "2147483647", "007"));

const file = (line: fc.Arbitrary<string>, maxLength: number) =>
  fc.array(fc.tuple(line, ends), { minLength: 1, maxLength }).map((parts) => parts.flat().join(""));
const fitting = fc.record({
  analysis: fc
    .tuple(fc.array(fc.tuple(ids, seconds), { maxLength: 4 }), fc.constantFrom(" ", "\t ", "\u000b\f"))
    .map(([more, separator]) => {
      const all = ["TR1", "TR2", "TR3", "T\u00e9", "TRAAAAK128F9318786"].map((id) => analysis(id, "200.25", separator));
      return [...all, ...more.filter(([id]) => id !== "").map(([id, text]) => analysis(id, text))].join("\n");
    }),
  triplets: file(
    fc
      .tuple(
        texts.map((text) => text.replaceAll("\t", "")),
        songs,
        counts,
      )
      .map((columns) => columns.join("\t")),
    12,
  ),
  tracks: file(
    fc
      .tuple(
        ids.filter((id) => id !== ""),
        songs,
        texts,
        texts,
      )
      .map((columns) => columns.join("<SEP>")),
    12,
  ),
});
/** Lines that do not fit, beside those that do. */
const anything = fc.record({
  analysis: file(
    fc.oneof(
      fc.tuple(ids, seconds).map(([id, text]) => analysis(id, text)),
      texts,
      fc.constant(` ${analysis("TR2", "9")}`),
    ),
    8,
  ),
  triplets: file(
    fc.oneof(
      fc.tuple(texts, songs, counts).map((columns) => columns.join("\t")),
      texts,
      fc.constant("u\tSO1\t 3"),
    ),
    12,
  ),
  tracks: file(
    fc.oneof(
      fc.tuple(ids, songs, texts, texts).map((columns) => columns.join("<SEP>")),
      texts,
    ),
    12,
  ),
});

describe("the original's listen counts", () => {
  test("have its bytes, in the order of its hash table", async () => {
    const root = temporaryFolder();
    await fc.assert(
      fc.asyncProperty(fitting, fc.boolean(), async (inputs, isPacked) => {
        const expected = listenCounts(inputs, false);
        fc.pre(!expected.stops);
        const { bytes } = await generated(write(root, inputs, isPacked), true);
        expect(bytes.toString("latin1")).toBe(joined(expected.lines));
      }),
      { seed: 9, numRuns: 60 },
    );
  });

  test("stop where it stops, and say where", async () => {
    const root = temporaryFolder();
    let stopped = 0;
    await fc.assert(
      fc.asyncProperty(anything, async (inputs) => {
        const { stops, lines } = listenCounts(inputs, false);
        const making = generated(write(root, inputs, false), true);
        if (!stops) expect((await making).bytes.toString("latin1")).toBe(joined(lines));
        else {
          stopped++;
          await expect(making).rejects.toThrow(/: the original stops here \(/);
        }
      }),
      { seed: 4, numRuns: 40 },
    );
    expect(stopped).toBeGreaterThan(10);
  });

  test("of thousands of tracks are in the order of a table that has doubled nine times", async () => {
    const tracks = Array.from({ length: 4000 }, (_, index) => `TR${(index * 7919).toString(36).toUpperCase()}`);
    const inputs = {
      analysis: tracks.map((track) => analysis(track, "10")).join("\n"),
      triplets: tracks.map((track, index) => `user\tSO${track}\t${index % 3}`).join("\n"),
      tracks: tracks.map((track) => `${track}<SEP>SO${track}<SEP>A<SEP>T`).join("\n"),
    };
    const { bytes } = await generated(write(temporaryFolder(), inputs, false), true);
    expect(bytes.toString("latin1")).toBe(joined(listenCounts(inputs, false).lines));
  });
});

describe("our listen counts", () => {
  test("are in the order of the tracks, without what does not fit", async () => {
    const root = temporaryFolder();
    await fc.assert(
      fc.asyncProperty(fc.oneof(anything, fitting), async (inputs) => {
        const { bytes } = await generated(write(root, inputs, false), false);
        // The plain implementation knows no encodings, so it is compared with names that are ASCII.
        const plain = (text: string) =>
          text.replaceAll("\u00e9", "e").replaceAll("\u00ff", "y").replaceAll("\u0085", "n");
        const asAscii = Object.fromEntries(Object.entries(inputs).map(([key, text]) => [key, plain(text)]));
        const { bytes: ascii } = await generated(write(root, asAscii as unknown as CountInputs, false), false);
        expect(ascii.toString("latin1")).toBe(joined(listenCounts(asAscii as unknown as CountInputs, true).lines));
        expect(plain(bytes.toString("utf8"))).toBe(ascii.toString("utf8"));
      }),
      { seed: 12, numRuns: 30 },
    );
  });

  test("count what is left out, with its first place", async () => {
    const inputs = {
      analysis: `too short\n${analysis("TR1", "x")}\n${analysis("TR1", "-3")}\n${analysis("TR1", "200")}`,
      triplets: "u\tSO1\t5\nu\tSO1\nu\tSO1\tmany\nu\tSO1\t99999999999",
      tracks: `TR1<SEP>SO1<SEP>A<SEP>B\nno track\nTR9<SEP>SO1<SEP>A<SEP>B\n${"x".repeat(2 ** 20 + 1)}\n`,
    };
    const folder = write(temporaryFolder(), inputs, false);
    const { bytes, report } = await generated(folder, false);
    expect(bytes.toString()).toBe("TR1\tA\tB\t200.0\t5\n");
    expect(report).toEqual({
      songCount: 1,
      notes: [
        `left out: 1 lines of fewer than 31 columns, the first at ${folder}/songs_analysis.txt:1`,
        `left out: 2 lines whose column 4, the duration, is no number of seconds, the first at ${folder}/songs_analysis.txt:2`,
        `left out: 3 lines that are not user, song and whole listen count with tabs between, the first at ${folder}/train_triplets.txt:2`,
        `left out: 1 lines that are not track<SEP>song<SEP>artist<SEP>title, the first at ${folder}/unique_tracks.txt:2`,
        `left out: 1 lines of more than a mebibyte, the first at ${folder}/unique_tracks.txt:4`,
        "left out: 1 tracks without a duration in songs_analysis.txt, the first at track TR9",
      ],
    });
  });

  test("have UTF-8, whatever the encoding of a line was", async () => {
    const inputs = {
      analysis: analysis("TR1", "7"),
      triplets: "u\tSO1\t1",
      tracks: `TR1<SEP>SO1<SEP>Beyonc\u00e9<SEP>${Buffer.from("Déjà Vu").toString("latin1")}`,
    };
    const { bytes, report } = await generated(write(temporaryFolder(), inputs, false), false);
    // One text of the line is no UTF-8, so the whole line is read as Latin-1.
    expect(bytes.toString("utf8")).toBe("TR1\tBeyonc\u00e9\tD\u00c3\u00a9j\u00c3\u00a0 Vu\t7.0\t1\n");
    expect(report.notes).toEqual(["read as Latin-1: 1 tracks whose texts are no UTF-8"]);
  });

  test.each(Object.values(NAMES))("without %s are refused, with what it is", async (name) => {
    const inputs = { analysis: analysis("TR1", "7"), triplets: "u\tSO1\t1", tracks: "TR1<SEP>SO1<SEP>A<SEP>B" };
    const folder = write(temporaryFolder(), inputs, false);
    rmSync(join(folder, name));
    await expect(generated(folder, false)).rejects.toThrow(
      `${folder}/${name}: there is neither this file nor ${name}.gz; it has `,
    );
  });
});

test("doubles are printed as Java prints them", () => {
  fc.assert(
    fc.property(fc.double(), (value) => {
      expect(javaDouble(value)).toBe(plainDouble(value));
    }),
    { seed: 2, numRuns: 2000 },
  );
  expect([7, 100, 0.00012, 218.93179, 1e7, 9999999, 0.001].map(javaDouble)).toEqual(
    ["7.0", "100.0", "1.2E-4", "218.93179", "1.0E7"].concat(["9999999.0", "0.001"]),
  );
});

test("places of equal hashes follow from the ranks", () => {
  // "Aa" and "BB" have the same hash in Java.
  expect(javaHash(Buffer.from("Aa"))).toBe(javaHash(Buffer.from("BB")));
  const hash = javaHash(Buffer.from("Aa"));
  // Before the first doubling the later one is in front; after one doubling the earlier.
  expect(placeKey(hash, 2, 2).compare(placeKey(hash, 1, 2))).toBeLessThan(0);
  expect(placeKey(hash, 1, 13).compare(placeKey(hash, 2, 13))).toBeLessThan(0);
});
