import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ColumnSource, parquetWriteBuffer } from "hyparquet-writer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FIELDS } from "../../../src/schema/fields.ts";
import { commandHere } from "../../support/program/command-here.ts";
import { FIXED, shell } from "../../support/program/program.ts";

const TYPES = { string: "STRING", int32: "INT32", int64: "INT64", double: "DOUBLE" } as const;
const GROUP_ROWS = 700;

let json = "";
let columns: ColumnSource[] = [];
let folder = "";
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "eventsim-test-"));
  json = (await commandHere([...FIXED, "--quiet"])).stdout;
  const events = json
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  // In reverse: the keys come in the order of the schema, not of the file.
  columns = FIELDS.toReversed().map(({ name, type }) => ({
    name,
    type: TYPES[type],
    nullable: true,
    data: events.map((event) =>
      type === "int64" && name in event ? BigInt(event[name] as number) : (event[name] ?? null),
    ),
  }));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, options: Partial<Parameters<typeof parquetWriteBuffer>[0]> = {}): Buffer {
  const bytes = Buffer.from(parquetWriteBuffer({ columnData: columns, rowGroupSize: GROUP_ROWS, ...options }));
  writeFileSync(join(folder, name), bytes);
  return bytes;
}

/** The times as a writer with logical types has them: whole multiples of a millisecond. */
function timesIn(unit: "MICROS" | "NANOS", factor: bigint): Partial<Parameters<typeof parquetWriteBuffer>[0]> {
  const times = ["ts", "registration"];
  const changed = columns.map(({ type: _, ...column }) => {
    if (!times.includes(column.name)) return { ...column, type: _ };
    const data = Array.from(column.data as (bigint | null)[], (value) => (value === null ? null : value * factor));
    return { ...column, data };
  });
  const logical_type = { type: "TIMESTAMP", isAdjustedToUTC: true, unit } as const;
  const schema = [
    { name: "root", num_children: changed.length },
    ...columns.map(({ name, type }) => {
      if (times.includes(name)) return { name, type: "INT64", repetition_type: "OPTIONAL", logical_type } as const;
      if (type === "STRING")
        return { name, type: "BYTE_ARRAY", repetition_type: "OPTIONAL", converted_type: "UTF8" } as const;
      return { name, type: type as "INT32", repetition_type: "OPTIONAL" } as const;
    }),
  ];
  return { columnData: changed.map(({ name, data }) => ({ name, data })), schema };
}

describe("eventsim cat of Parquet", () => {
  it.each(["UNCOMPRESSED", "SNAPPY"] as const)("prints %s pages as the JSON of the same events", async (codec) => {
    write(codec, { codec });
    const { code, stdout, stderr } = await commandHere(["cat", codec], { cwd: folder });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout === json).toBe(true);
  });

  it.each([
    ["MICROS", 1000n],
    ["NANOS", 1_000_000n],
  ] as const)("prints times in %s as milliseconds", async (unit, factor) => {
    write(unit, timesIn(unit, factor));
    const { stdout, stderr } = await commandHere(["cat", unit], { cwd: folder });
    expect(stderr).toBe("");
    expect(stdout === json).toBe(true);
  });

  it("selects with --where and --head, and leaves out columns that no event has", async () => {
    const hour = { name: "hour", data: Array.from(columns[0]!.data, () => "07") };
    write("more", { columnData: [hour, ...columns] });
    const { stdout } = await commandHere(["cat", "more", "--where", "page=NextSong", "--head", "5"], { cwd: folder });
    const songs = json.split(/(?<=\n)/).filter((line) => line.includes('"page":"NextSong"'));
    expect(stdout).toBe(songs.slice(0, 5).join(""));
  });

  it("reads a file at standard input, and refuses a pipe", async () => {
    write("file");
    expect((await shell("$eventsim cat < file", { cwd: folder })).stdout === json).toBe(true);
    const piped = await shell("cat file | $eventsim cat", { cwd: folder });
    expect([piped.code, piped.stdout]).toEqual([2, ""]);
    expect(piped.stderr).toContain("standard input: is Parquet, which is read from its end");
  });
});

/** Damaged files, each with a part of its message. */
const DAMAGES: [string, (whole: Buffer) => Buffer, string][] = [
  ["cut", (whole) => whole.subarray(0, -100), "does not end with PAR1"],
  ["metadata longer than the file", (whole) => changed(whole, whole.length - 8, 0x7fffffff), "declares metadata of"],
  ["head alone", (whole) => whole.subarray(0, 8), "ends within its metadata"],
  [
    "pages of zeros",
    (whole) => Buffer.concat([whole.subarray(0, 4), Buffer.alloc(3000), whole.subarray(3004)]),
    "page",
  ],
];

function changed(whole: Buffer, at: number, value: number): Buffer {
  const copy = Buffer.from(whole);
  copy.writeUInt32LE(value, at);
  return copy;
}

describe("eventsim cat of a damaged Parquet file", () => {
  it.each(DAMAGES)("names the file and its damage: %s", async (_, damage, message) => {
    writeFileSync(join(folder, "bad"), damage(write("good")));
    const { code, stderr } = await commandHere(["cat", "bad"], { cwd: folder });
    expect(code).toBe(1);
    expect(stderr).toContain("bad: cannot be read as a Parquet file of events: ");
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("    at ");
  });

  it("refuses a file of something else", async () => {
    write("other", { columnData: [{ name: "x", data: [1] }] });
    const { code, stderr } = await commandHere(["cat", "other"], { cwd: folder });
    expect([code, stderr]).toEqual([1, expect.stringContaining("no column is a field of events, such as ts or page")]);
  });
});
