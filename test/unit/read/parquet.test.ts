import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parquetWriteBuffer } from "hyparquet-writer";
import { afterAll, describe, expect, it } from "vitest";
import { checkThrift } from "../../../src/output/formats/parquet/structure/check-thrift.ts";
import { DescriptorBytes } from "../../../src/read/bytes.ts";
import { Input } from "../../../src/read/input.ts";
import { parquetLines } from "../../../src/read/parquet/parquet.ts";
import { checkDeltas, checkRuns, PageBytes } from "../../../src/read/parquet/streams.ts";
import { LineFilter } from "../../../src/read/where.ts";
import { FIELD_NAMES } from "../../../src/schema/choose.ts";
import { RunError } from "../../../src/system/errors.ts";
import { buildFile, type Cells, GROUPS } from "../../support/parquet/file.ts";
import { mutate, randomNumbers } from "../../support/read/mutation.ts";

const folder = mkdtempSync(join(tmpdir(), "eventsim-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function read(bytes: Uint8Array, mostBytes?: number, where: readonly string[] = []): Promise<string> {
  const path = join(folder, "events.parquet");
  writeFileSync(path, bytes);
  const descriptor = openSync(path, "r");
  try {
    let lines = "";
    for await (const piece of parquetLines(
      new Input("events.parquet", new DescriptorBytes(descriptor), mostBytes),
      new LineFilter(where).fields,
    ))
      lines += piece.toString();
    return lines;
  } finally {
    closeSync(descriptor);
  }
}

function fileOf(rows: number): Buffer {
  const column = <T>(cell: (row: number) => T) => Array.from({ length: rows }, (_, row) => cell(row));
  return Buffer.from(
    parquetWriteBuffer({
      columnData: [
        { name: "ts", data: column((row) => BigInt(row)), type: "INT64" },
        { name: "page", data: column((row) => (row % 3 === 0 ? null : `p${row % 7}`)), type: "STRING" },
        { name: "length", data: column((row) => row / 4), type: "DOUBLE" },
      ],
    }),
  );
}
const whole = fileOf(300);

/** The event of a row, as JSON has it; times of the file are in microseconds. */
function eventOf(row: Cells): Cells {
  const times = (name: string, value: unknown) =>
    name === "ts" || name === "registration" ? Math.floor(Number(value) / 1000) : value;
  return Object.fromEntries(
    FIELD_NAMES.filter((name) => (row[name] ?? null) !== null).map((name) => [name, times(name, row[name])]),
  ) as Cells;
}

const parse = (lines: string): unknown[] =>
  lines
    .split(/\n(?=.)/)
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as unknown);
const ROWS_OF_ALL_COLUMNS = GROUPS.flat(2).map(eventOf);

describe("a reader of Parquet", () => {
  it.each(["none", "snappy", "gzip", "zstd", "lz4"] as const)("reads every column, with %s", async (codec) => {
    const lines = await read(buildFile(GROUPS, codec));
    expect(parse(lines)).toEqual(ROWS_OF_ALL_COLUMNS);
    for (const line of lines.split("\n").filter(Boolean))
      expect(line.replace(/"length":(\d+)\.0([,}])/, '"length":$1$2')).toBe(JSON.stringify(JSON.parse(line)));
  });

  it.each([
    ["userId=7", ({ userId }: Cells) => userId === "7"],
    ["status=-100", ({ status }: Cells) => status === -100],
    ["song=no song", () => false],
  ] as const)("selects events with %s", async (where, holds) => {
    expect(parse(await read(buildFile(GROUPS, "zstd"), undefined, [where]))).toEqual(ROWS_OF_ALL_COLUMNS.filter(holds));
  });

  it("does not unpack pages of other columns if no event is selected", async () => {
    const bytes = Buffer.from(buildFile(GROUPS, "none"));
    // The length of the first text in the dictionary of pages.
    bytes.writeUInt32LE(0xffff, bytes.indexOf("page") - 4);
    await expect(read(bytes)).rejects.toThrow("the page of page at byte ");
    expect(await read(bytes, undefined, ["userId=none"])).toBe("");
  });

  it("refuses a row group that may take more memory than it has", async () => {
    await expect(read(whole, 16 << 10)).rejects.toThrow(
      /the pages of a row group of 300 rows may take 1 MiB of memory/,
    );
    await expect(read(whole, 1 << 20)).resolves.toMatch(
      /^{"ts":0,"length":0\.0}\n{"ts":1,"page":"p1","length":0\.25}\n/,
    );
  });
});

describe("a reader of damaged Parquet", () => {
  it("ends at any changed byte with all events or with a message that names the file", async () => {
    const few = fileOf(60);
    for (let at = 0; at < few.length; at += 3) {
      for (const value of [0, 0x7f, 0xff]) {
        const bytes = Buffer.from(few);
        bytes[at] = value;
        const result = await read(bytes).catch((error: unknown) => error);
        if (typeof result === "string") continue;
        expect(result, `${value} at ${at}`).toBeInstanceOf(RunError);
        expect((result as Error).message).toMatch(/^events\.parquet: /);
      }
    }
  });

  it.each(["none", "snappy", "gzip", "zstd", "lz4"] as const)("ends at changed bytes, with %s", async (codec) => {
    const file = buildFile(GROUPS, codec);
    const random = randomNumbers(codec.length);
    for (let run = 0; run < 200; run++) {
      const result = await read(mutate(file, random), 8 << 20).catch((error: unknown) => error);
      if (typeof result !== "string") expect(result, `run ${run}`).toBeInstanceOf(RunError);
    }
  });

  it("ends at any changed byte of a header of deltas", async () => {
    const file = Buffer.from(buildFile(GROUPS, "none"));
    const header = file.indexOf(Buffer.of(0x80, 0x01, 0x04));
    for (let place = 0; place < 16; place++) {
      for (const value of [0, 1, 0x7f, 0x80, 0xff]) {
        const bytes = Buffer.from(file);
        bytes[header + place] = value;
        const result = await read(bytes).catch((error: unknown) => error);
        if (typeof result !== "string") expect(result).toBeInstanceOf(RunError);
      }
    }
    file[header + 2] = 0;
    await expect(read(file)).rejects.toThrow(
      /ts at byte \d+ is damaged: its deltas are in blocks of 128 values with 0 mini/,
    );
  });
});

/** Deltas of a block of 128 in 4 miniblocks; the last has 3 bits. */
const deltaBytes = (...head: number[]) => Uint8Array.of(...head, 0, 2, 3, 0, 0, 0, ...new Uint8Array(12));

describe("the checks before hyparquet", () => {
  it.each([
    ["a block of no multiple of 128", [0xc0, 0, 4, 30], "blocks of 64 values"],
    ["no block", [0, 4, 30], "blocks of 0 values"],
    ["no miniblocks", [0x80, 1, 0, 30], "with 0 miniblocks"],
    ["miniblocks of no multiple of 32", [0x80, 1, 8, 30], "with 8 miniblocks"],
    ["another total", [0x80, 1, 4, 31], "declares 31 deltas for 30 values"],
    ["an endless number", new Array<number>(11).fill(0x80), "more than 64 bits"],
  ])("refuse deltas with %s", (_, head, message) => {
    expect(() => checkDeltas(new PageBytes(deltaBytes(...head)), 30)).toThrow(message);
  });

  it("take whole deltas, and move after them", () => {
    const page = new PageBytes(deltaBytes(0x80, 1, 4, 30));
    checkDeltas(page, 30);
    expect(page.at).toBe(page.bytes.length);
    expect(() => checkDeltas(new PageBytes(page.bytes.subarray(0, -1)), 30)).toThrow("it ends within its values");
  });

  it("refuse runs of more values than are left, and groups without a value", () => {
    // https://parquet.apache.org/docs/file-format/data-pages/encodings/: a run's header is its length times 2.
    expect(() => checkRuns(Uint8Array.of(20, 1), 1, 10)).not.toThrow();
    expect(() => checkRuns(Uint8Array.of(22, 1), 1, 10)).toThrow("a run has 11 values where 10 are left");
    expect(() => checkRuns(Uint8Array.of(3, 0xff), 1, 8)).not.toThrow();
    expect(() => checkRuns(Uint8Array.of(3), 1, 8)).toThrow("it ends within its values");
    expect(() => checkRuns(Uint8Array.of(1, 1, 1), 1, 8)).toThrow("in no groups");
    expect(() => checkRuns(Uint8Array.of(3, 1, 1), 33, 8)).toThrow("33 bits");
  });

  it("take no list that is longer than the bytes after it, no deep nesting and no more values than allowed", () => {
    // A field 1 that is a list of structures, which declares 2^31 elements.
    const list = Uint8Array.of(0x19, 0xfc, 0x80, 0x80, 0x80, 0x80, 0x08, 0);
    expect(() => checkThrift(list, 0, 100)).toThrow("declares 2147483648 elements");
    expect(() => checkThrift(new Uint8Array(10_000).fill(0x1c), 0, 100)).toThrow("nested in more than 32 levels");
    expect(() => checkThrift(Uint8Array.of(0x19, 0x1c, 0, 0), 0, 2)).not.toThrow();
    expect(() => checkThrift(Uint8Array.of(0x19, 0x1c, 0, 0), 0, 1)).toThrow("more values");
  });
});
