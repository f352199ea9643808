// Avro object container files: the events of the same run as JSON, read by avsc; structure and refusals.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { Decoder } from "@toondepauw/node-zstd";
import { compressors } from "hyparquet-compressors";
import { describe, expect, it } from "vitest";
import { avroSchemaOf } from "../../../src/output/codecs/avro.ts";
import { openCodec } from "../../../src/output/codecs/codecs.ts";
import { contentOf, fastFolder } from "../../support/files/folders.ts";
import { linesOf } from "../../support/program/command.ts";
import { bytesHere, commandHere } from "../../support/program/command-here.ts";
import { startAt } from "../../support/program/held-run.ts";
import { digestsOf, failureOf, QUICK_WEEK, runHere, runInto } from "../../support/program/here.ts";
import { exitCode } from "../../support/program/program.ts";
import { readAvro } from "../../support/read/avro-events.ts";
import { typedEventsOf, withoutNulls } from "../../support/read/line.ts";
import { bytesWritten, linesWritten, OUTPUTS, type Output } from "../../support/schema/outputs.ts";

type Event = Record<string, unknown>;

/** Those that avsc reads by itself. */
const CODECS = ["none", "gzip"] as const;
const NAMES = { none: "null", gzip: "deflate" } as const;
const AVRO = ["--format", "avro"];

/** Codecs pack blocks, whatever is in them: one output proves those. */
const codecsOf = (output: Output) => (output === OUTPUTS[0] ? CODECS : (["none"] as const));

describe.each(OUTPUTS)("$name", (output) => {
  it.each(codecsOf(output))("--compress %s: has the events of the lines, in order", async (compress) => {
    const file = await readAvro(await bytesWritten(output, ...AVRO, "--compress", compress));
    expect(file.codec).toBe(NAMES[compress]);
    const lines = await linesWritten(output);
    expect(file.events.map(withoutNulls)).toEqual(typedEventsOf(lines));
    expect(file.events.map((event) => Object.keys(event).join())).toEqual(
      file.events.map(() => file.schema.fields.map(({ name }) => name).join()),
    );
    const hasTag = lines.some((line) => "tag" in (JSON.parse(line) as Event));
    expect(file.schema.fields.some(({ name }) => name === "tag")).toBe(hasTag);
  });

  it("has the same bytes with one worker and with three", async () => {
    const one = await bytesWritten(output, ...AVRO, "--workers", "1");
    expect((await bytesWritten(output, ...AVRO, "--workers", "3")).equals(one)).toBe(true);
  });
});

/** The size before compression, which a snappy block begins with: seven bits a byte, the lowest first. */
function snappyLength(data: Buffer): number {
  const more = data.findIndex((byte) => byte < 0x80);
  return data.subarray(0, more + 1).reduceRight((sum, byte) => sum * 0x80 + (byte & 0x7f), 0);
}

/** Takes a block's content out of what the codec stored. */
const UNPACK: Record<string, (data: Buffer) => Buffer> = {
  zstandard: (data) => new Decoder().decodeSync(data),
  snappy(data) {
    const content = Buffer.from(compressors.SNAPPY!(data.subarray(0, -4), snappyLength(data)));
    // gzip has the same CRC-32 at its end, least significant byte first (RFC 1952, 2.3.1).
    expect(data.readUInt32BE(data.length - 4)).toBe(gzipSync(content).subarray(-8).readUInt32LE());
    return content;
  },
};

it.each(["zstd", "snappy"])(
  "--compress %s: each block can be unpacked, and has the events of its lines",
  async (compress) => {
    const bytes = await bytesWritten(OUTPUTS[0]!, ...AVRO, "--compress", compress);
    const codecs = Object.fromEntries(
      Object.entries(UNPACK).map(([name, unpack]) => [
        name,
        (data: Buffer, done: (error: null, bytes: Buffer) => void) => done(null, unpack(data)),
      ]),
    );
    const file = await readAvro(bytes, codecs);
    expect(Object.keys(UNPACK)).toContain(file.codec);
    expect(file.events.map(withoutNulls)).toEqual(typedEventsOf(await linesWritten(OUTPUTS[0]!)));
  },
);

describe("files of a split run", () => {
  const split = [...QUICK_WEEK, "--split-events", "500", "--part-events", "64"];

  it("are each a whole file, verified, and made again by --resume with the same bytes", async () => {
    const folder = fastFolder();
    const content = await runInto(folder, split, "events.avro");
    const files = [...content].filter(([name]) => name.endsWith(".avro")).sort();
    expect(files.length).toBeGreaterThan(3);
    const events: Event[] = [];
    for (const [, bytes] of files) events.push(...(await readAvro(bytes)).events);
    expect(events.map(withoutNulls)).toEqual(typedEventsOf(linesOf(await bytesHere(...QUICK_WEEK))));
    expect(await commandHere(["verify", folder])).toMatchObject({ code: 0 });
    const again = await runInto(folder, [...split, "--resume"], "events.avro");
    expect(digestsOf(again)).toEqual(digestsOf(content));
  });

  it("have a block that is damaged: verify names its file, --resume makes it again", async () => {
    const folder = fastFolder();
    const content = await runInto(folder, [...split, "--compress", "snappy"], "events.avro");
    const path = join(folder, "events-000002.avro");
    const bytes = readFileSync(path);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(path, bytes);
    const { code, stdout } = await commandHere(["verify", folder]);
    expect(stdout).toMatch(/^damaged events-000002\.avro: has another sha256$/m);
    expect(stdout).toMatch(/^0 missing, 1 damaged, 0 foreign|^1 damaged/m);
    expect(code).toBe(1);
    rmSync(path);
    await runHere([...split, "--compress", "snappy", "--resume", join(folder, "events.avro")]);
    expect(digestsOf(contentOf(folder))).toEqual(digestsOf(content));
  });

  it.each([1, 4])("are the same if the run is killed after %i of them and resumed", async (at) => {
    const values = [...split, "--compress", "zstd"];
    const whole = digestsOf(await runInto(fastFolder(), values, "events.avro"));
    const folder = fastFolder();
    const path = join(folder, "events.avro");
    expect(await exitCode(startAt({ at, what: "kill" }, [...values, "--workers", "2", path]))).toBe(137);
    expect(Object.keys(digestsOf(contentOf(folder))).filter((name) => name.endsWith(".avro"))).toHaveLength(at);
    await runHere([...values, "--resume", path]);
    expect(digestsOf(contentOf(folder))).toEqual(whole);
  });

  it("without events are a header", async () => {
    const whole = await bytesWritten(OUTPUTS[0]!, ...AVRO);
    const { emptyFile } = openCodec({ compress: "none", avroSchema: avroSchemaOf(undefined, undefined) });
    expect(whole.subarray(0, emptyFile.length).equals(emptyFile)).toBe(true);
    expect((await readAvro(Buffer.from(emptyFile))).events).toEqual([]);
  });
});

describe("refuses", () => {
  it.each([
    [["x.avro.gz"], /x\.avro\.gz: an Avro file is not compressed as a whole .* add --compress gzip$/],
    [["x.avro.lz4"], /x\.avro\.lz4: an Avro file is not compressed as a whole .* leave the ending out$/],
    [["--compress", "lz4", "x.avro"], /--compress lz4: .* use none, gzip, zstd or snappy, which are/],
    [
      ["--compress", "snappy", "x.json"],
      /--compress snappy: only the blocks of an Avro file and the pages of a Parquet file .* --format parquet$/,
    ],
    [["--compress", "zstd", "--zstd-frames", "one", "x.avro"], /--zstd-frames one: each block of an Avro file/],
  ])("%j", async (values, message) => {
    const failure = await failureOf([...QUICK_WEEK, ...values]);
    expect(failure.exitCode).toBe(2);
    expect(failure.message).toMatch(message);
  });
});
