import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { FilledPart } from "../../../../../src/output/stores/s3/part.ts";
import { EVEN, GAPS_BYTES, GROWING, PartMemory, type PartSizes } from "../../../../../src/output/stores/s3/parts.ts";
import { beginSums } from "../../../../../src/output/stores/s3/request/signing.ts";

const MEBIBYTE = 2 ** 20;
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
const SMALLEST = 5 * MEBIBYTE;
const LARGEST = 5 * 2 ** 30;
const MOST_PARTS = 10_000;

function partsOf(sizes: PartSizes, bytes: number): number[] {
  const parts: number[] = [];
  for (let offset = 0; offset < bytes; offset += parts.at(-1) as number)
    parts.push(sizes.at(offset, parts.length + 1, "s3://bucket/key"));
  return parts;
}

describe("parts", () => {
  it("of 5 TiB are as many and as large as S3 takes", () => {
    const parts = partsOf(GROWING, 5 * 2 ** 40);
    expect(parts.length).toBeLessThanOrEqual(MOST_PARTS);
    expect(Math.min(...parts)).toBeGreaterThanOrEqual(SMALLEST);
    expect(Math.max(...parts)).toBeLessThanOrEqual(LARGEST);
  });

  it("of a file of 60 GB have 64 MiB at most", () => {
    expect(Math.max(...partsOf(GROWING, 60e9))).toBeLessThanOrEqual(64 * MEBIBYTE);
  });

  it("end where S3 takes no more", () => {
    expect(() => partsOf(GROWING, 6 * 2 ** 40)).toThrow("at most 5 TiB; write several files with --split");
    expect(new Set(partsOf(EVEN, 300 * 2 ** 30)).size).toBe(1);
    expect(() => partsOf(EVEN, 320 * 2 ** 30)).toThrow("at most 10000 parts of 32 MiB");
  });
});

describe("the memory of parts", () => {
  const size = 8 * MEBIBYTE;

  it("ends at its limit, but for two parts of each file", async () => {
    const memory = new PartMemory(3 * size);
    const first = [0, 1, 2].map((held) => memory.take(size, held));
    expect(first.every((buffer) => buffer?.length === size + GAPS_BYTES)).toBe(true);
    expect(memory.take(size, 3)).toBeUndefined();
    expect(memory.take(size, 0)).toBeDefined();
    expect(memory.take(size, 1)).toBeDefined();
    expect(memory.take(size, 2)).toBeUndefined();
    expect(memory.usedBytes).toBe(5 * size);
    const { room } = memory;
    memory.give(first[0] as Buffer);
    await room;
    memory.give(first[1] as Buffer);
    memory.give(first[2] as Buffer);
    expect(memory.take(size, 2)).toBe(first[2]);
  });
});

describe("a part", () => {
  /** Ranges of memory that threads share, some bytes apart, so that they begin at any remainder by eight. */
  function rangesOf(lengths: readonly number[]): Uint8Array[] {
    const apart = 3;
    const memory = new Uint8Array(new SharedArrayBuffer(lengths.reduce((sum, length) => sum + length + apart, 0)));
    for (let index = 0; index < memory.length; index++) memory[index] = (index * 2_654_435_761) >>> 24;
    let end = 0;
    return lengths.map((length) => {
      const start = end + apart;
      end = start + length;
      return memory.subarray(start, end);
    });
  }

  function fill(size: number, ranges: readonly Uint8Array[]) {
    const part = new FilledPart(Buffer.alloc(size + GAPS_BYTES), beginSums({ isKept: false }));
    const taken = ranges.map((range) => part.add(range));
    return { part, taken, sent: Buffer.concat(part.pieces) };
  }

  it.for([
    ["long ranges", [40_001, 20_003, 16_384, 90_007]],
    ["short ranges", [1, 7, 16_383, 9, 100]],
    ["both", [5, 30_001, 3, 3, 50_003, 16_383, 16_385]],
    [
      "more long ranges than there is room for gaps",
      Array.from({ length: 2000 }, (_, index) => 16_385 + 2 * (index % 3)),
    ],
  ] as const)("holds the bytes and their sum: %s", ([, lengths]) => {
    const ranges = rangesOf(lengths);
    const all = Buffer.concat(ranges);
    for (const size of [all.length, all.length + 100]) {
      const { part, sent } = fill(size, ranges);
      expect(sent.equals(all)).toBe(true);
      expect(part.byteLength).toBe(all.length);
      expect(part.isFull).toBe(size === all.length);
      expect(part.end().bodyHash).toBe(createHash("sha256").update(all).digest("hex"));
    }
  });

  it("takes as much as fits, and nothing when it is full", () => {
    const ranges = rangesOf([20_001, 20_001, 20_001]);
    const { part, taken, sent } = fill(50_000, ranges);
    expect(taken).toEqual([20_001, 20_001, 9998]);
    expect(part.isFull).toBe(true);
    expect(part.add(ranges[0]!)).toBe(0);
    expect(sent.equals(Buffer.concat(ranges).subarray(0, 50_000))).toBe(true);
  });

  it("copies long ranges to places with the same remainder by eight, as long as there is room", () => {
    const ranges = rangesOf([16_385, 20_001, 30_003, 17, 17_001]);
    const { part } = fill(2 ** 17, ranges);
    expect(part.pieces.map(({ byteOffset }) => byteOffset % 8)).toEqual(
      [0, 1, 2, 4].map((index) => ranges[index]!.byteOffset % 8),
    );
  });
});
