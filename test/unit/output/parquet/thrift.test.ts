import { describe, expect, it } from "vitest";
import { ThriftWriter } from "../../../../src/output/formats/parquet/structure/thrift.ts";

const hexOf = (write: (writer: ThriftWriter) => ThriftWriter): string =>
  Buffer.from(write(new ThriftWriter()).finish()).toString("hex");

/** Decodes a varint in zigzag, as the protocol's page describes it. */
function integerOf(bytes: Uint8Array): bigint {
  const value = [...bytes].reduce((sum, byte, index) => sum | (BigInt(byte & 127) << BigInt(index * 7)), 0n);
  return (value >> 1n) ^ -(value & 1n);
}

describe("integers", () => {
  const LEAST = -(2n ** 63n);
  it.each([
    ...[0, -1, 1, -64, 64, 2 ** 31, -(2 ** 31) - 1, 2 ** 52 - 1, 1 - 2 ** 52, -(2 ** 52), -(2 ** 52) - 1],
    ...[Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 2n ** 63n - 1n, LEAST, -1n, 300n],
  ])("of 64 bits: %s", (value) => {
    const bytes = new ThriftWriter().i64(1, value).finish();
    expect(bytes[0]).toBe(0x16);
    expect(bytes.at(-1)).toBe(0);
    expect(integerOf(bytes.subarray(1, -1))).toBe(BigInt(value));
  });

  // Zigzag maps 150 to 300, whose varint is ac 02 in the description of varints.
  it("are zigzag varints", () => expect(hexOf((writer) => writer.i32(1, 150))).toBe("15ac0200"));

  it.each([2 ** 31, -(2 ** 31) - 1, 0.5, Number.NaN])("of 32 bits refuse %s", (value) =>
    expect(() => new ThriftWriter().i32(1, value)).toThrow(RangeError),
  );
  it("of 16 bits refuse 32768", () => {
    expect(() => new ThriftWriter().i16(1, 32_768)).toThrow("32768 is not a whole number of 16 bits");
    expect(hexOf((writer) => writer.i16(1, -32_768))).toBe("14ffff0300");
  });
});

describe("fields", () => {
  it("have the step from the field before in their header", () =>
    expect(hexOf((writer) => writer.bool(1, true).bool(3, false).binary(4, "é"))).toBe("11221802c3a900"));
  it("have their whole id after a step of 16", () =>
    expect(hexOf((writer) => writer.bool(1, true).i32(17, 1))).toBe("1105220200"));
  it("without a value are left out", () =>
    expect(hexOf((writer) => writer.i64(1, undefined).binary(2, undefined).bool(3, true))).toBe("3100"));
  it("of a struct begin from 0 again", () =>
    expect(hexOf((writer) => writer.struct(5, (inner) => inner.bool(1, true)).bool(6, true))).toBe("5c11001100"));
  it("are in order", () => expect(() => new ThriftWriter().bool(2, true).bool(2, true)).toThrow(RangeError));
});

describe("lists", () => {
  it("of up to 14 have the length in the header", () =>
    expect(hexOf((writer) => writer.i32s(1, Array(14).fill(1)))).toBe(`19e5${"02".repeat(14)}00`));
  it("of 15 have it as a varint", () =>
    expect(hexOf((writer) => writer.i64s(1, Array(15).fill(1)))).toBe(`19f60f${"02".repeat(15)}00`));
  it("of bools have bytes", () => expect(hexOf((writer) => writer.bools(1, [true, false]))).toBe("1921010200"));
  it("outgrow the first buffer", () => {
    const text = "x".repeat(5000);
    const bytes = Buffer.from(new ThriftWriter().binaries(1, [text, text]).finish());
    // 5000 is 88 27 as a varint.
    expect(bytes.toString("latin1")).toBe(`\x19\x28\x88\x27${text}\x88\x27${text}\0`);
  });
});

it("a writer writes another struct after the first", () => {
  const writer = new ThriftWriter();
  writer.bool(9, true).finish();
  expect(Buffer.from(writer.bool(1, true).finish()).toString("hex")).toBe("1100");
});
