import { deflateRawSync } from "node:zlib";
import avsc from "avsc";
import { describe, expect, it } from "vitest";
import { readBytes } from "../../support/read/event-files.ts";
import { mutate, randomNumbers } from "../../support/read/mutation.ts";

const MARKER = Buffer.alloc(16, 7);
const record = (fields: object[]): object => ({ type: "record", name: "Event", fields });
const long = avsc.Type.forSchema("long");
const entry = avsc.Type.forSchema({ type: "map", values: "bytes" });

/** A container file with one block of these bytes, put together from the specification. */
function fileOf(schema: object | string, content: Uint8Array, count: number, codec = "null"): Buffer {
  const text = typeof schema === "string" ? schema : JSON.stringify(schema);
  const metadata = entry.toBuffer({ "avro.schema": Buffer.from(text), "avro.codec": Buffer.from(codec) });
  const size = long.toBuffer(content.length);
  return Buffer.concat([Buffer.from("Obj\x01"), metadata, MARKER, long.toBuffer(count), size, content, MARKER]);
}

function encode(fields: object[], events: object[]): Buffer {
  const schema = record(fields);
  const type = avsc.Type.forSchema(schema as avsc.Schema);
  return fileOf(schema, Buffer.concat(events.map((event) => type.toBuffer(event))), events.length);
}

/** Fields as other programs write them: other order, other types, and some that no event has. */
const FOREIGN = [
  { name: "hour", type: { type: "enum", name: "Hour", namespace: "x", symbols: ["h06", "h07"] } },
  { name: "page", type: { type: "enum", name: "Page", symbols: ["Home", "NextSong"] } },
  { name: "hash", type: ["null", { type: "fixed", name: "Hash", size: 3 }] },
  { name: "again", type: "x.Hour" },
  { name: "raw", type: "bytes" },
  { name: "ts", type: { type: "long", logicalType: "timestamp-micros" } },
  { name: "length", type: ["double", "null"] },
  { name: "status", type: ["null", "int"] },
  { name: "tag", type: "null" },
];

describe("a reader of Avro", () => {
  it("reads files of other programs", async () => {
    const rest = { hour: "h07", again: "h06", raw: Buffer.from("é"), tag: null };
    const bytes = encode(FOREIGN, [
      { ...rest, page: "NextSong", ts: 1_000_999, length: 180, status: 200, hash: null },
      { ...rest, page: "Home", ts: -1, length: null, status: null, hash: Buffer.alloc(3) },
    ]);
    const { text, failure } = await readBytes(bytes);
    expect(failure).toBe("");
    expect(text).toBe(
      '{"ts":1000,"page":"NextSong","status":200,"tag":null,"length":180.0}\n{"ts":-1,"page":"Home","tag":null}\n',
    );
  });

  it("reads whole numbers of 64 bits", async () => {
    const wide = avsc.types.LongType.__with({
      fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE(),
      toBuffer: (value: bigint) => {
        const bytes = Buffer.alloc(8);
        bytes.writeBigInt64LE(value);
        return bytes;
      },
      fromJSON: BigInt,
      toJSON: Number,
      isValid: (value: unknown) => typeof value === "bigint",
      compare: (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0),
    });
    const numbers = [2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n, -(2n ** 52n), 0n, -1n];
    const content = Buffer.concat(numbers.map((value) => wide.toBuffer(value)));
    const { text } = await readBytes(fileOf(record([{ name: "ts", type: "long" }]), content, numbers.length));
    expect(text).toBe(numbers.map((value) => `{"ts":${value}}\n`).join(""));
  });

  it.each([
    ["no JSON", "{", "its schema is not JSON"],
    ["no record", '"string"', "is not that of records"],
    ["no field of events", record([{ name: "x", type: "int" }]), "no field is one of events, such as ts or page"],
    [
      "a field twice",
      record([
        { name: "ts", type: "long" },
        { name: "ts", type: "long" },
      ]),
      "a field twice",
    ],
    [
      "an array",
      record([{ name: "tags", type: { type: "array", items: "int" } }]),
      "has the type array; events have none of it (field tags)",
    ],
    ["an unknown name", record([{ name: "ts", type: "a\u001b" }]), "has the type a\\u001B;"],
    ["deep nesting", `${"[".repeat(100_000)}`, "its schema is not JSON"],
  ])("refuses a schema with %s", async (_, schema, message) => {
    const { text, failure } = await readBytes(fileOf(schema, Buffer.alloc(1), 1));
    expect(text).toBe("");
    expect(failure).toContain(message);
  });

  const ts = record([{ name: "ts", type: "long" }]);
  const status = record([{ name: "status", type: "string" }]);
  it.each([
    [
      "an unknown codec",
      fileOf(ts, Buffer.of(2), 1, "bzip2"),
      "its codec is bzip2, and cat reads null, deflate, snappy",
    ],
    [
      "records without bytes",
      fileOf(record([{ name: "tag", type: "null" }]), Buffer.alloc(0), 1000),
      "declares 1000 records",
    ],
    ["fewer records than bytes", fileOf(ts, Buffer.of(2, 2), 1), "it has more bytes than its records"],
    ["more records than bytes", fileOf(ts, Buffer.of(0x80, 1), 2), "it ends within a value"],
    [
      "a text for a number",
      fileOf(status, Buffer.of(2, 97), 1),
      "the field status has a value that is not of the type int32",
    ],
    ["a negative length", fileOf(record([{ name: "page", type: "string" }]), Buffer.of(1), 1), "declares -1 bytes"],
    ["text that is not UTF-8", fileOf(record([{ name: "page", type: "string" }]), Buffer.of(2, 0xff), 1), "not valid"],
    ["an endless integer", fileOf(ts, Buffer.alloc(11, 0x80), 1), "an integer has more than 64 bits"],
    [
      "an unknown branch",
      fileOf(record([{ name: "ts", type: ["null", "long"] }]), Buffer.of(4), 1),
      "the branch 2 of 2",
    ],
    [
      "another marker",
      Buffer.concat([fileOf(ts, Buffer.of(2), 1).subarray(0, -1), Buffer.of(0)]),
      "does not end with the file's marker",
    ],
    ["a short block", fileOf(ts, Buffer.of(2), 1).subarray(0, -17), "the file ends within a block"],
    [
      "snappy of gigabytes",
      fileOf(ts, Buffer.of(0xff, 0xff, 0xff, 0xff, 7, 0, 0, 0, 0), 1, "snappy"),
      "it declares 2147483647 bytes",
    ],
    ["deflate of gigabytes", fileOf(ts, deflateRawSync(Buffer.alloc(300 << 20)), 1, "deflate"), "larger than"],
  ])("refuses a block with %s", async (_, bytes, message) => {
    const { failure } = await readBytes(bytes);
    expect(failure).toContain(message);
    expect(failure).toMatch(/damaged at byte \d+|cannot be read as an Avro file/);
  });

  it("ends at changed bytes", async () => {
    const events = Array.from({ length: 20 }, (_, number) => ({
      hour: "h07",
      page: "Home",
      hash: null,
      again: "h06",
      raw: Buffer.from("raw"),
      ts: number * 1e9,
      length: number % 2 === 0 ? null : number,
      status: 200,
      tag: null,
    }));
    const whole = encode(FOREIGN, events);
    const random = randomNumbers(1);
    for (let run = 0; run < 500; run++) {
      const { failure } = await readBytes(mutate(whole, random));
      if (failure !== "") expect(failure, `run ${run}`).toMatch(/^[^\n]*: (damaged|cannot be read)/);
    }
  });
});
