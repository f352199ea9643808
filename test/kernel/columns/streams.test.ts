// Streams of Parquet against decoders that are written here from the format's specification (parquet-format, Encodings.md).
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { RECORD_BYTES, RECORD_TIME } from "../../../assembly/layout/record.ts";
import type { Kernel } from "../../../src/kernel/kernel.ts";
import { KernelRun, smallInputs } from "../../support/kernel/kernel-run.ts";
import { ByteReader, readDeltas, readRuns } from "../../support/read/parquet-streams.ts";

let kernel: Kernel;
let bytes: Buffer;
let room: number;
beforeAll(async () => {
  const { opened } = await KernelRun.open(smallInputs(), {});
  kernel = opened.kernel;
  bytes = Buffer.from(opened.memory.buffer);
  room = opened.plan.slots;
});

/** The same draws each time. */
function draws<T>(from: fc.Arbitrary<T>, count: number): T[] {
  return fc.sample(from, { numRuns: count, seed: count });
}

function pack(values: readonly number[], width: number): Buffer {
  const at = room;
  const out = at + values.length * 4 + 16;
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, at + index * 4);
  return Buffer.from(bytes.subarray(out, kernel.packRuns(at, values.length, width, out) >>> 0));
}

describe("runs", () => {
  test.each(Array.from({ length: 28 }, (_, index) => index + 1))("%i bits, any number of values", (width) => {
    const greatest = 2 ** width - 1;
    const drawn = draws(fc.nat({ max: greatest }), 2048);
    for (const count of [0, 1, 2, 7, 8, 9, 15, 16, 63, 64, 65, 1000, 2048]) {
      const values = drawn.slice(0, count).map((value, index) => (index % 9 === 0 ? greatest : value));
      const stream = pack(values, width);
      expect(readRuns(new ByteReader(stream), width)).toEqual(values);
    }
  });

  test("0 bits", () => {
    expect(readRuns(new ByteReader(pack([0, 0, 0, 0, 0, 0, 0, 0, 0], 0)), 0)).toEqual(new Array(9).fill(0));
    expect(pack([], 0)).toHaveLength(0);
  });

  test("streams can be concatenated", () => {
    const one = [5, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5];
    const other = [8, 9, 7, 9, 3, 2, 3, 8, 4];
    expect(readRuns(new ByteReader(Buffer.concat([pack(one, 4), pack(other, 4)])), 4)).toEqual([...one, ...other]);
  });

  test("eight values of three bits are the example of the specification", () => {
    expect(pack([0, 1, 2, 3, 4, 5, 6, 7], 3)).toEqual(Buffer.from([0b11, 0b10001000, 0b11000110, 0b11111010]));
  });
});

describe("times", () => {
  function packTimes(seconds: readonly number[], start: bigint, units: number): Buffer {
    const out = room + seconds.length * RECORD_BYTES;
    for (const [index, second] of seconds.entries())
      bytes.writeUInt32LE(second, room + index * RECORD_BYTES + RECORD_TIME);
    return Buffer.from(bytes.subarray(out, kernel.packTimes(room, seconds.length, start, units, out) >>> 0));
  }

  const nothing = fc.constant(0);
  const GAPS: [string, fc.Arbitrary<number>][] = [
    ["some seconds pass", fc.nat({ max: 2 })],
    ["nothing passes", nothing],
    [
      "seldom, and then for long",
      fc.oneof({ arbitrary: nothing, weight: 39 }, { arbitrary: fc.nat({ max: 999_999 }), weight: 1 }),
    ],
  ];
  test.each(GAPS)("%s", (_, gap) => {
    for (const count of [1, 2, 32, 33, 34, 128, 129, 130, 257, 1500]) {
      let second = 0;
      const seconds = draws(gap, count).map((seconds) => {
        second += seconds;
        return second;
      });
      const stream = new ByteReader(packTimes(seconds, -86_400_000_000n, 1_000_000));
      expect(readDeltas(stream)).toEqual(seconds.map((each) => -86_400_000_000n + BigInt(each) * 1_000_000n));
      expect(stream.isAtEnd).toBe(true);
    }
  });

  test("the longest window, in milliseconds and microseconds", () => {
    const seconds = [0, 2 ** 30 - 1, 2 ** 31 - 1];
    for (const units of [1000, 1_000_000])
      expect(readDeltas(new ByteReader(packTimes(seconds, 7n, units)))).toEqual(
        seconds.map((second) => 7n + BigInt(second) * BigInt(units)),
      );
  });
});
