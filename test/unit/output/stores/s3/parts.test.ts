import { describe, expect, it } from "vitest";
import { EVEN, GROWING, PartMemory, type PartSizes } from "../../../../../src/output/stores/s3/parts.ts";

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
    expect(first.every((buffer) => buffer?.length === size)).toBe(true);
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
