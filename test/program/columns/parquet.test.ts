// Parquet files: the events of the same run as JSON, read by hyparquet; statistics, splitting and refusals.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type FileMetaData, parquetMetadata, parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { describe, expect, it } from "vitest";
import { contentOf, fastFolder } from "../../support/files/folders.ts";
import { boundsOf } from "../../support/parquet/bounds.ts";
import { linesOf } from "../../support/program/command.ts";
import { bytesHere, commandHere } from "../../support/program/command-here.ts";
import { startAt } from "../../support/program/held-run.ts";
import { digestsOf, failureOf, QUICK_WEEK, runHere, runInto } from "../../support/program/here.ts";
import { exitCode } from "../../support/program/program.ts";
import { typedEventsOf, withoutNulls } from "../../support/read/line.ts";
import { bytesWritten, linesWritten, OUTPUTS, type Output } from "../../support/schema/outputs.ts";

type Value = string | number | bigint | null;
type Event = Record<string, Value>;

const PARQUET = ["--format", "parquet"];
const CODECS = ["auto", "none", "zstd", "snappy", "lz4", "gzip"] as const;
const NAMES = { none: "UNCOMPRESSED", zstd: "ZSTD", snappy: "SNAPPY", lz4: "LZ4_RAW", gzip: "GZIP" } as const;
const INSTANTS = ["ts", "registration"];

function fileOf(bytes: Uint8Array) {
  const buffer = new Uint8Array(bytes).buffer;
  return { byteLength: buffer.byteLength, slice: (start: number, end?: number) => buffer.slice(start, end) };
}

function metadataOf(bytes: Uint8Array): FileMetaData {
  return parquetMetadata(fileOf(bytes).slice(0));
}

const plain = (value: unknown): Value => (value instanceof Date ? value.getTime() : ((value ?? null) as Value));
const small = (value: Value): Value => (typeof value === "bigint" ? Number(value) : value);

/** The rows of a file, with instants in milliseconds and without nulls. */
async function rowsOf(bytes: Uint8Array): Promise<Event[]> {
  const rows = await parquetReadObjects({ file: fileOf(bytes), compressors });
  return rows.map((row) =>
    withoutNulls(Object.fromEntries(Object.entries(row).map(([key, value]) => [key, small(plain(value))]))),
  );
}

const statisticOf = (value: unknown, isText: boolean): Value =>
  value instanceof Uint8Array && isText
    ? Buffer.from(value).toString()
    : typeof value === "bigint"
      ? Number(value)
      : plain(value);

/** Compares the statistics of each chunk with its values. */
function expectStatistics(metadata: FileMetaData, events: Event[]): void {
  let first = 0;
  for (const group of metadata.row_groups) {
    const rows = events.slice(first, first + Number(group.num_rows));
    first += rows.length;
    for (const { meta_data: chunk } of group.columns) {
      const [name] = chunk!.path_in_schema as [string];
      const values = rows.flatMap((row) => (name in row ? [row[name]!] : []));
      const { null_count, min_value, max_value } = chunk!.statistics!;
      expect(Number(null_count)).toBe(rows.length - values.length);
      const bounds = boundsOf(values);
      const isText = chunk!.type === "BYTE_ARRAY";
      const found =
        min_value === undefined ? undefined : [min_value, max_value].map((value) => statisticOf(value, isText));
      expect(found, name).toEqual(bounds);
    }
  }
  expect(first).toBe(events.length);
}

/** Codecs pack pages, whatever is in them: they are all tried on one output, and the choice among them on each. */
const codecsOf = (output: Output) => (output === OUTPUTS[0] ? CODECS : (["auto"] as const));

describe.each(OUTPUTS)("$name", (output) => {
  it.each(codecsOf(output))("--compress %s: has the events of the lines, in order", async (compress) => {
    const bytes = await bytesWritten(output, ...PARQUET, "--compress", compress);
    const metadata = metadataOf(bytes);
    const codecs = new Set(
      metadata.row_groups.flatMap(({ columns }) => columns.map((column) => column.meta_data!.codec)),
    );
    expect([...codecs].sort()).toEqual(compress === "auto" ? ["UNCOMPRESSED", "ZSTD"] : [NAMES[compress]]);
    expect(await rowsOf(bytes)).toEqual(typedEventsOf(await linesWritten(output)));
  });

  it.each([9, 100])("has exact statistics, in row groups of %i", async (rows) => {
    const bytes = await bytesWritten(output, ...PARQUET, "--row-group-events", String(rows));
    const metadata = metadataOf(bytes);
    const events = typedEventsOf(await linesWritten(output));
    expect(metadata.row_groups.length).toBe(Math.ceil(events.length / rows));
    expect(await rowsOf(bytes)).toEqual(events);
    expectStatistics(metadata, events);
  });

  it("has the same bytes with one worker as with three and small slices", async () => {
    const groups = [...PARQUET, "--row-group-events", "64"];
    const one = await bytesWritten(output, ...groups, "--workers", "1");
    expect((await bytesWritten(output, ...groups, "--workers", "3", "--slice-events", "50")).equals(one)).toBe(true);
  });

  it("has the fields of the schema with their types, and a tag only with one", async () => {
    const { schema } = metadataOf(await bytesWritten(output, ...PARQUET));
    const hasTag = (await linesWritten(output)).some((line) => "tag" in (JSON.parse(line) as Event));
    const columns = schema.slice(1);
    expect(columns.some(({ name }) => name === "tag")).toBe(hasTag);
    for (const { name, logical_type } of columns.filter(({ name }) => INSTANTS.includes(name)))
      expect(logical_type, name).toEqual({ type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MICROS" });
  });
});

it("says what made it: the id of the data set, the command and the schema", async () => {
  const bytes = await bytesWritten(OUTPUTS[0]!, ...PARQUET);
  const { created_by, key_value_metadata } = metadataOf(bytes);
  expect(created_by).toMatch(/^eventsim version \d+\.\d+\.\d+$/);
  const values = Object.fromEntries(key_value_metadata!.map(({ key, value }) => [key, value]));
  expect(values["eventsim.id"]).toMatch(/^es1-/);
  expect(values["eventsim.command"]).toMatch(/^eventsim --randomseed \d+ --start-time /);
  expect(Object.keys((JSON.parse(values["eventsim.schema"]!) as { properties: object }).properties)).toContain("ts");
});

describe("files of a split run", () => {
  const split = [...QUICK_WEEK, "--split-events", "500", "--row-group-events", "200"];

  it("are each a whole file, verified, and made again by --resume with the same bytes", async () => {
    const folder = fastFolder();
    const content = await runInto(folder, split, "events.parquet");
    const files = [...content].filter(([name]) => name.endsWith(".parquet")).sort();
    expect(files.length).toBeGreaterThan(3);
    const events: Event[] = [];
    for (const [, bytes] of files) {
      expect(metadataOf(bytes).row_groups.every(({ num_rows }) => num_rows <= 200n)).toBe(true);
      events.push(...(await rowsOf(bytes)));
    }
    expect(events).toEqual(typedEventsOf(linesOf(await bytesHere(...QUICK_WEEK))));
    expect(await commandHere(["verify", folder])).toMatchObject({ code: 0 });
    const again = await runInto(folder, [...split, "--resume"], "events.parquet");
    expect(digestsOf(again)).toEqual(digestsOf(content));
    const part = fastFolder();
    const [name, bytes] = files[2]!;
    await runHere([...split, "--only-parts", "2", join(part, "events.parquet")]);
    expect(contentOf(part).get(name)!.equals(bytes)).toBe(true);
  });

  it("have a page that is damaged: verify names its file, --resume makes it again", async () => {
    const folder = fastFolder();
    const content = await runInto(folder, split, "events.parquet");
    const path = join(folder, "events-000002.parquet");
    const bytes = readFileSync(path);
    bytes[bytes.length >> 2]! ^= 1;
    writeFileSync(path, bytes);
    const { code, stdout } = await commandHere(["verify", folder]);
    expect(stdout).toMatch(/^damaged events-000002\.parquet: has another sha256$/m);
    expect(code).toBe(1);
    rmSync(path);
    await runHere([...split, "--resume", join(folder, "events.parquet")]);
    expect(digestsOf(contentOf(folder))).toEqual(digestsOf(content));
  });

  it("end before they exceed --split-size, with a row group in each at the least", async () => {
    const content = await runInto(
      fastFolder(),
      [...QUICK_WEEK, "--split-size", "100k", "--row-group-events", "300"],
      "e.parquet",
    );
    const files = [...content].filter(([name]) => name.endsWith(".parquet"));
    expect(files.length).toBeGreaterThan(1);
    for (const [, bytes] of files)
      expect(bytes.length <= 102_400 || metadataOf(bytes).row_groups.length === 1).toBe(true);
  });

  it.each([1, 4])("are the same if the run is killed after %i of them and resumed", async (at) => {
    const whole = digestsOf(await runInto(fastFolder(), split, "events.parquet"));
    const folder = fastFolder();
    const path = join(folder, "events.parquet");
    expect(await exitCode(startAt({ at, what: "kill" }, [...split, "--workers", "2", path]))).toBe(137);
    await runHere([...split, "--resume", path]);
    expect(digestsOf(contentOf(folder))).toEqual(whole);
  });
});

describe("refuses", () => {
  it.each([
    [["x.parquet.gz"], /x\.parquet\.gz: a Parquet file is not compressed as a whole .* add --compress gzip$/],
    [["--compress", "auto", "x.json"], /--compress auto: only the pages of a Parquet file .* add --format parquet$/],
    [["--compress", "zstd", "--zstd-frames", "one", "x.parquet"], /--zstd-frames one: each page of a Parquet file/],
    [
      ["--row-group-events", "5", "x.json"],
      /--row-group-events 5: json has no row groups; add --format parquet or --format arrow$/,
    ],
    [["--part-events", "5", "x.parquet"], /--part-events 5: .* use --row-group-events$/],
  ])("%j", async (values, message) => {
    const failure = await failureOf([...QUICK_WEEK, ...values]);
    expect(failure.exitCode).toBe(2);
    expect(failure.message).toMatch(message);
  });
});
