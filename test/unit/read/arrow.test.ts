import { Field, Int32, LargeUtf8, List, Null, Table, Utf8, vectorFromArray } from "apache-arrow";
import { describe, expect, it } from "vitest";
import { Table as FlatTable } from "../../../src/read/arrow/flatbuffers.ts";
import { LineFilter } from "../../../src/read/where.ts";
import { ARROW_CODECS, type ArrowCodec, arrowOf, type Event, tableOf } from "../../support/read/arrow-files.ts";
import { readBytes } from "../../support/read/event-files.ts";
import { mutate, randomNumbers } from "../../support/read/mutation.ts";

const KINDS = ["file", "stream"] as const;
const CODECS = Object.keys(ARROW_CODECS) as ArrowCodec[];
const EVENTS: Event[] = Array.from({ length: 300 }, (_, number) => ({
  ts: number - 1,
  userId: number % 5 === 0 ? "" : `${number}`,
  sessionId: 2 ** 53 - 1 - number,
  page: ["Home", 'a "b"', "é 😀"][number % 3]!,
  status: 200 + number,
  registration: number % 2 === 0 ? undefined : -number,
  song: number % 4 === 0 ? "s".repeat(number) : undefined,
  length: number % 4 === 0 ? number + 0.25 : undefined,
}));
const LINES = EVENTS.map((event) => `${JSON.stringify(event)}\n`);

describe("a reader of Arrow", () => {
  it.each(KINDS.flatMap((kind) => CODECS.map((codec) => [kind, codec] as const)))(
    "reads a %s with the codec %s",
    async (kind, codec) => {
      expect(await readBytes(arrowOf(tableOf(EVENTS, 128), kind, codec))).toEqual({
        text: LINES.join(""),
        failure: "",
      });
    },
  );

  it.each(["userId=7", "status=203", "song=no such song", "tag=x"])("selects events with %s", async (where) => {
    const [name, value] = where.split("=") as [string, string];
    const { text, failure } = await readBytes(arrowOf(tableOf(EVENTS, 128), "stream", "lz4"), {
      conditions: new LineFilter([where]).fields,
    });
    expect(failure).toBe("");
    expect(text).toBe(LINES.filter((_, row) => String(EVENTS[row]![name]) === value).join(""));
  });

  it("reads texts without a dictionary, and leaves out columns that no event has", async () => {
    const table = new Table({
      hour: vectorFromArray(["06", "07"], new Utf8()),
      song: vectorFromArray(["", null], new LargeUtf8()),
      tag: vectorFromArray([null, null], new Null()),
      page: vectorFromArray(["é", "a"], new Utf8()),
    });
    expect(await readBytes(arrowOf(table, "file"))).toEqual({
      text: '{"page":"é","song":""}\n{"page":"a"}\n',
      failure: "",
    });
  });

  it("reads a stream of no events, and one without an end mark", async () => {
    const table = tableOf(EVENTS, 128);
    expect(await readBytes(arrowOf(new Table(table.schema), "stream"))).toEqual({ text: "", failure: "" });
    expect(await readBytes(arrowOf(table, "stream").subarray(0, -8))).toEqual({ text: LINES.join(""), failure: "" });
  });

  it("refuses what has no events", async () => {
    const foreign = new Table({ x: vectorFromArray([1, 2], new Int32()) });
    expect((await readBytes(arrowOf(foreign, "file"))).failure).toContain(
      "no column is a field of events, such as ts or page",
    );
    const nothing = new Table({ tag: vectorFromArray([null, null], new Null()) });
    expect((await readBytes(arrowOf(nothing, "stream"))).failure).toContain("its rows could be any number");
    const list = new Table({ page: vectorFromArray([[1]], new List(new Field("item", new Int32()))) });
    expect((await readBytes(arrowOf(list, "stream"))).failure).toContain("its column page is nested");
    const number = new Table({ page: vectorFromArray([1], new Int32()) });
    expect((await readBytes(arrowOf(number, "stream"))).failure).toContain(
      "page has a value that is not of the type string",
    );
  });
});

describe("a reader of damaged Arrow", () => {
  it.each(KINDS)("names the place where a %s is cut", async (kind) => {
    const whole = arrowOf(tableOf(EVENTS, 128), kind);
    for (let length = 8; length < whole.length - 8; length += 97) {
      const { text, failure } = await readBytes(whole.subarray(0, length));
      expect(LINES.join("").startsWith(text), `${length}`).toBe(true);
      // A stream may end after any message.
      if (kind === "file" || failure !== "") expect(failure, `${length}`).toMatch(/: damaged at byte \d+: /);
    }
  });

  it.each(CODECS)("ends at changed bytes, with the codec %s", async (codec) => {
    const whole = arrowOf(tableOf(EVENTS.slice(0, 40), 16), "stream", codec);
    const random = randomNumbers(codec.length);
    for (let run = 0; run < 300; run++) {
      const { failure } = await readBytes(mutate(whole, random));
      if (failure !== "") expect(failure, `run ${run}`).toMatch(/^[^\n]*: (damaged at byte \d+|cannot be read as)/);
    }
  });

  it("ends at any changed byte of the schema and the first messages", async () => {
    const whole = arrowOf(tableOf(EVENTS.slice(0, 3)), "stream");
    for (let at = 8; at < Math.min(whole.length, 3000); at += 2) {
      const bytes = Buffer.from(whole);
      bytes[at] = at % 4 === 0 ? 0xff : 0x7f;
      const { failure } = await readBytes(bytes);
      if (failure !== "") expect(failure, `${at}`).toMatch(/^[^\n]*: (damaged at byte \d+|cannot be read as)/);
    }
  });

  it("takes no list that is longer than its bytes", () => {
    // A root table with a vtable of one slot, whose field is a vector of 2^31 items.
    const bytes = new DataView(new ArrayBuffer(32));
    bytes.setUint32(0, 12, true);
    bytes.setUint16(4, 6, true);
    bytes.setUint16(6, 8, true);
    bytes.setUint16(8, 4, true);
    bytes.setInt32(12, 8, true);
    bytes.setUint32(16, 4, true);
    bytes.setUint32(20, 2 ** 31, true);
    const table = FlatTable.root(new Uint8Array(bytes.buffer));
    expect(() => table.tables(0)).toThrow("its metadata declares 2147483648 items");
    bytes.setUint32(20, 3, true);
    expect(table.string(0)).toBe("\0\0\0");
  });
});
