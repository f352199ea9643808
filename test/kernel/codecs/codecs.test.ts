import { gunzipSync } from "node:zlib";
import { Decoder } from "@toondepauw/node-zstd";
import { decompressFrameSync } from "lz4-napi";
import { describe, expect, test } from "vitest";
import loadHashes from "xxhash-wasm";
import { CODECS, type CodecName, codecOfName, openCodec } from "../../../src/output/codecs/codecs.ts";

import {
  type EmittedFormat,
  ENCODERS,
  filter,
  has,
  inputs,
  noise,
  writeFile,
} from "../../support/kernel/codec-file.ts";
import { KernelRun } from "../../support/kernel/kernel-run.ts";
import { decodeBlock } from "../../support/read/lz4-block.ts";

const formats = Object.keys(ENCODERS) as EmittedFormat[];
const hashes = await loadHashes();

describe.each(formats)("lz4 as a frame, %s", (format) => {
  test("is read by another implementation", async () => {
    const { file, text } = await writeFile("lz4", {}, format);
    expect(decompressFrameSync(file).equals(text)).toBe(true);
  });

  test.skipIf(!has("lz4"))("is read by lz4 -d, which checks every checksum (skipped without the program)", async () => {
    const { file, text } = await writeFile("lz4", {}, format);
    expect(filter("lz4", file)?.equals(text)).toBe(true);
    const damaged = Buffer.from(file);
    damaged[file.length - 9] = (damaged[file.length - 9] as number) ^ 1; // the last block's last byte
    expect(() => filter("lz4", damaged)).toThrow();
  });
});

test("lz4 in Hadoop's framing is a pair of sizes and a block for each batch", async () => {
  const { file, text, batches, codec } = await writeFile("lz4", { framing: "hadoop" });
  const found: Buffer[] = [];
  for (let at = 0; at < file.length; ) {
    const rawBytes = file.readUInt32BE(at);
    const byteLength = file.readUInt32BE(at + 4);
    expect(rawBytes).toBeLessThanOrEqual(codec.largestRawBytes as number);
    found.push(decodeBlock(file.subarray(at + 8, at + 8 + byteLength), rawBytes).bytes);
    at += 8 + byteLength;
  }
  expect(found.length).toBe(batches);
  expect(Buffer.concat(found).equals(text)).toBe(true);
});

test.each([1, 6, 9])("gzip at level %d is read as one stream", async (level) => {
  const { file, text } = await writeFile("gzip", { level });
  expect(gunzipSync(file).equals(text)).toBe(true);
  if (has("gzip")) expect(filter("gzip", file)?.equals(text)).toBe(true);
});

test("higher levels make smaller files", async () => {
  for (const name of ["gzip", "zstd"] as const) {
    const [low, high] = [await writeFile(name, { level: 1 }), await writeFile(name, { level: 9 })];
    expect(high.file.length).toBeLessThan(low.file.length);
  }
});

test("without compression a file is its batches", async () => {
  const { file, text } = await writeFile("none");
  expect(file.equals(text)).toBe(true);
});

test("a file without batches is one that the programs read", () => {
  const empty = (name: CodecName) => Buffer.from(CODECS[name].open({}).emptyFile);
  expect(gunzipSync(empty("gzip")).length).toBe(0);
  expect(decompressFrameSync(empty("lz4")).length).toBe(0);
  expect(new Decoder().decodeSync(empty("zstd")).length).toBe(0);
});

test("a header of up to 255 bytes is the first thing in a file, also in one without batches", () => {
  for (const length of [1, 143, 255]) {
    const csvHeader = "h".repeat(length);
    const opened = (compress: CodecName) => openCodec({ compress, csvHeader });
    for (const part of ["fileStart", "emptyFile"] as const) {
      expect(Buffer.from(opened("none")[part]).toString()).toBe(csvHeader);
      expect(gunzipSync(opened("gzip")[part]).toString()).toBe(csvHeader);
      expect(new Decoder().decodeSync(Buffer.from(opened("zstd")[part])).toString()).toBe(csvHeader);
    }
  }
  expect(() => openCodec({ compress: "lz4", csvHeader: "h" })).toThrow("files that end in .lz4 have no header");
});

describe("the bounds", () => {
  test("of snappy in Avro hold for incompressible data", () => {
    for (const length of [0, 1, 100, 65_536, 70_000, 1_000_000]) {
      const codec = openCodec({ compress: "snappy", avroSchema: '"long"' });
      const memory = Buffer.alloc(codec.headroomBytes + codec.boundBytes(length));
      noise(length).copy(memory, codec.headroomBytes);
      const place = { address: codec.headroomBytes, byteLength: length };
      const { address, byteLength } = codec.finish({ memory, ...place, events: 1, rawBytes: length, checksum: 0 });
      expect(address + byteLength).toBeLessThanOrEqual(memory.length);
    }
  });

  test.each(["gzip", "zstd"] as const)("of %s hold for incompressible data", (name) => {
    for (const length of [0, 1, 100, 255, 256, 65_791, 65_792, 70_000, 1_000_000]) {
      const codec = CODECS[name].open({});
      const memory = Buffer.alloc(codec.boundBytes(length));
      noise(length).copy(memory);
      const batch = { memory, address: 0, byteLength: length, events: 1, rawBytes: length, checksum: 0 };
      expect(codec.finish(batch).byteLength).toBeLessThanOrEqual(memory.length);
    }
  });

  test("of lz4 leave room for blocks that did not become smaller", () => {
    for (const [framing, blockBytes] of [
      ["frame", 4 << 20],
      ["hadoop", 256 << 10],
    ] as const) {
      const codec = CODECS.lz4.open({ framing });
      const most = codec.largestRawBytes as number;
      expect(most).toBeGreaterThan(blockBytes * 0.99);
      expect(codec.boundBytes(most) - 8).toBeLessThanOrEqual(blockBytes);
    }
  });
});

test("the codec follows from a file's name", () => {
  expect(codecOfName("a/events.json.lz4")).toBe("lz4");
  expect(codecOfName("events.msgpack.gz")).toBe("gzip");
  expect(codecOfName("events.zst")).toBe("zstd");
  expect(codecOfName("events.json")).toBe("none");
});

describe("xxHash32", () => {
  test("of an LZ4 frame's flags stands in its header", () => {
    const header = CODECS.lz4.open({}).fileStart;
    expect(header[6]).toBe((hashes.h32Raw(header.subarray(4, 6)) >>> 8) & 0xff);
  });

  // The kernel sums the bytes as it writes them: two, three or four stripes at a time, and then the remainder.
  test.each(formats)("of blocks of %s is right in the kernel, however long they are", async (format) => {
    const run = await KernelRun.open(inputs, { format, emitsLz4: true }, 300);
    const encode = run.kernel[ENCODERS[format].lz4];
    const bytes = Buffer.from(run.opened.memory.buffer);
    const lengths = new Set<number>();
    let isChecked = false;
    run.eachBatch((first, count) => {
      const few = isChecked ? [] : Array.from({ length: Math.min(200, count) }, (_, index) => index + 1);
      for (const events of [...few, count]) {
        const address = run.opened.plan.slots + (events % 5);
        const end = encode(0, 0, first, events, address) >>> 0;
        lengths.add((end - address) % 16);
        expect(run.kernel.blockChecksum(0) >>> 0).toBe(hashes.h32Raw(bytes.subarray(address, end)));
      }
      isChecked = true;
    });
    expect(lengths.size).toBe(16);
  });
});
