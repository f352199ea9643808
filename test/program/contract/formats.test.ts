// The program's output, from several threads, for data whose texts do and do not fit into the entries of persons and
// songs.
// All formats hold the same events, with both engines, whether or not there is memory for entries.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { decompressFrameSync } from "lz4-napi";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Catalog } from "../../../src/catalog/types.ts";
import { writeCatalog } from "../../support/generated/catalog.ts";
import { bytesOf, linesOf, sha256 } from "../../support/program/command.ts";
import { bytesHere, commandHere } from "../../support/program/command-here.ts";
import { readAvro } from "../../support/read/avro-events.ts";
import { csvOf } from "../../support/read/csv-rows.ts";
import { withoutNulls } from "../../support/read/line.ts";
import { expectSameBytes } from "../../support/read/msgpack-lines.ts";
import { smallCatalog } from "../../support/reference/sample.ts";

const folder = mkdtempSync(join(tmpdir(), "eventsim-formats-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const column = (text: string[]) => ({ text, weight: new Uint32Array(text.length).fill(1) });

/** Names as they are after reading: a capital and small letters. Together they have up to 60 bytes and more. */
function awkwardCatalog(): Catalog {
  const name = (length: number) => `É${'é"\\n'.repeat(length)}`.slice(0, length);
  const names = [1, 4, 7, 8, 9, 10, 11, 12, 13, 14, 40].map(name);
  const texts = Array.from({ length: 34 }, (_, length) => `(${'é"\\ b'.repeat(length).slice(0, length)})`);
  const songs = texts.flatMap((artist, index) =>
    [0, 7, 20, 31].map((each) => ({ artist, title: texts[each]!, index })),
  );
  return smallCatalog({
    firstNames: { ...column(names), gender: names.map((_, index) => (index % 2 ? "F" : "M")) },
    lastNames: column(names),
    locations: column(texts.map((text) => text.replaceAll('"', "'"))),
    userAgents: column(texts),
    songs: {
      artist: songs.map(({ artist }) => artist),
      title: songs.map(({ title }) => title),
      duration: Float64Array.from(songs, ({ index }) => 1 + index * 7.123),
      weight: new Uint32Array(songs.length).fill(1),
    },
  });
}

/** The original reads its files as Latin-1. */
const dataIn = (encoding: "utf8" | "latin1") => join(folder, encoding);
beforeAll(() => {
  for (const encoding of ["utf8", "latin1"] as const) writeCatalog(awkwardCatalog(), dataIn(encoding), encoding);
});

const WINDOW = ["-s", "2001-09-08T12:00:00.123", "-e", "2001-09-10T12:00:00"];
const engines: [string, string[]][] = [
  ["our engine", ["--data", dataIn("utf8"), "--growth-rate", "20", "--userid", "99999800"]],
  ["the original's engine", ["--data", dataIn("latin1"), "--compat", "interana"]],
];

describe.each(engines)("%s", (_, values) => {
  const command = ["-n", "300", ...WINDOW, ...values, "--workers", "2"];
  let json: Buffer;
  let msgpack: Buffer;
  beforeAll(async () => {
    json = await bytesHere(...command);
    msgpack = await bytesHere(...command, "--format", "msgpack");
  });

  test("writes lines that are JSON", () => {
    const lines = linesOf(json);
    expect(lines.length).toBeGreaterThan(3000);
    const songs = lines.map((line) => JSON.parse(line)).filter(({ artist }) => artist !== undefined);
    const known = awkwardCatalog().songs;
    const isKnown = new Set(known.artist.map((artist, index) => JSON.stringify([artist, known.title[index]])));
    expect(songs.every(({ artist, song }) => isKnown.has(JSON.stringify([artist, song])))).toBe(true);
  });

  test("writes the same as MessagePack", () => {
    expectSameBytes(linesOf(json), msgpack);
  });

  test("writes the same as CSV", async () => {
    expect((await bytesHere(...command, "--format", "csv")).toString()).toBe(csvOf(linesOf(json)));
    const withNull = (await bytesHere(...command, "--format", "csv", "--csv-null", "NULL")).toString();
    expect(withNull).toBe(csvOf(linesOf(json), "NULL"));
  });

  test("writes the same as Avro", async () => {
    const { events } = await readAvro(await bytesHere(...command, "--format", "avro"));
    expect(events.map(withoutNulls)).toEqual(linesOf(json).map((line) => JSON.parse(line)));
  });

  test("writes the same into LZ4", async () => {
    const lz4 = ["--compress", "lz4"];
    expect(decompressFrameSync(await bytesHere(...command, ...lz4)).equals(json)).toBe(true);
    expect(decompressFrameSync(await bytesHere(...command, "--format", "msgpack", ...lz4)).equals(msgpack)).toBe(true);
  });

  test("writes the same LZ4 whoever encodes it", async () => {
    const outputOf = (workers: string) => bytesHere(...command, "--compress", "lz4", "--workers", workers);
    expect(sha256(await outputOf("1"))).toBe(sha256(await outputOf("3")));
  });
});

/** So long after September 2001 that some registrations have twelve digits and others thirteen, which fit into an entry. */
const LATER = ["-s", "2005-09-08T12:00:00.123", "-e", "2005-09-10T12:00:00"];
const encodings = [
  ...["json", "msgpack"].flatMap((format) => ["none", "lz4"].map((codec) => [format, codec])),
  ...["avro", "csv"].map((format) => [format, "none"]),
];

test.each(encodings)("%s, compressed with %s, is the same with much memory as with little", (format, codec) => {
  // Their entries would need 16 MB or 32: more than an eighth of the memory that they share.
  const crowd = ["--data", dataIn("utf8"), "-n", "250000", ...LATER, "--events", "3000", "--workers", "1"];
  const encoding = ["--format", format as string, "--compress", codec as string];
  const digests = ["-Xmx235m", "-Xmx2g"].map((limit) => sha256(bytesOf(limit, ...crowd, ...encoding)));
  expect(digests[0]).toBe(digests[1]);
});

test("a line that is too long for Hadoop is refused before the first event, and the advice works", async () => {
  const long = (letter: string) => column([letter.repeat(60_000)]);
  const data = join(folder, "long");
  const texts = { lastNames: long("A"), locations: long("b"), userAgents: long("c") };
  await writeCatalog(smallCatalog({ ...texts, firstNames: { ...long("D"), gender: ["F"] } }), data);
  const command = ["--data", data, "--tag", "t".repeat(30_000), "-n", "5", "--events", "2", ...WINDOW];
  const hadoop = ["--compress", "lz4", "--lz4-framing", "hadoop"];
  const { code, stdout, stderr } = await commandHere([...command, ...hadoop]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(
    /--lz4-framing hadoop: .* a line has 2[78]\d{4} bytes, .* at most 26\d{4} at once; shorten them/,
  );
  expect(linesOf(gunzipSync(await bytesHere(...command, "--compress", "gzip")))).toHaveLength(2);
  expect((await bytesHere(...command.filter((word) => !/^(--tag|t+)$/.test(word)), ...hadoop)).length).toBeGreaterThan(
    0,
  );
});

test("a name that Hadoop and Spark would take for text causes a warning", async () => {
  const noteOf = async (name: string) => {
    const path = name.startsWith("/") ? name : join(folder, name);
    const hadoop = ["--compress", "lz4", "--lz4-framing", "hadoop"];
    const { code, stderr } = await commandHere([
      "--data",
      dataIn("utf8"),
      "-n",
      "5",
      "--events",
      "2",
      ...WINDOW,
      ...hadoop,
      path,
    ]);
    expect(code).toBe(0);
    return stderr.split("\n").find((line) => line.includes("Spark"));
  };
  expect(await noteOf("named.json")).toBe(
    `${join(folder, "named.json")}: Hadoop and Spark choose the codec by the end of the name, and would read this file as text; use a name that ends in .lz4`,
  );
  expect(await noteOf("named.json.lz4")).toBeUndefined();
  expect(await noteOf("/dev/null")).toBeUndefined();
});
