// Arrow files and streams: the events of the same run as JSON, read by apache-arrow; dictionaries, splitting and refusals.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DataType, TimeUnit } from "apache-arrow";
import { beforeAll, describe, expect, it } from "vitest";
import { rowsOf, tableOf } from "../../support/arrow.ts";
import { contentOf, fastFolder } from "../../support/files/folders.ts";
import { linesOf } from "../../support/program/command.ts";
import { bytesHere, commandHere } from "../../support/program/command-here.ts";
import { startAt } from "../../support/program/held-run.ts";
import { digestsOf, failureOf, QUICK_WEEK, runHere, runInto } from "../../support/program/here.ts";
import { exitCode } from "../../support/program/program.ts";
import { typedEventsOf } from "../../support/read/line.ts";
import { bytesWritten, linesWritten, OUTPUTS, type Output } from "../../support/schema/outputs.ts";

const ARROW = ["--format", "arrow"];
const MAGIC = "ARROW1";
const END = Buffer.from([255, 255, 255, 255, 0, 0, 0, 0]);
const TEXTS = ["page", "auth", "method", "level", "location", "userAgent", "lastName", "firstName", "gender"];

async function fileWritten({ command }: Output, ...options: string[]): Promise<Buffer> {
  const path = join(fastFolder(), "events.arrow");
  await runHere([...command, ...options, path]);
  return readFileSync(path);
}

const CODECS = ["none", "zstd", "lz4"] as const;
/** Codecs pack buffers, whatever is in them: one output proves those. */
const codecsOf = (output: Output) => (output === OUTPUTS[0] ? CODECS : (["none"] as const));

describe.each(OUTPUTS)("$name", (output) => {
  it.each(codecsOf(output))("--compress %s: a stream has the events of the lines, in order", async (compress) => {
    const bytes = await bytesWritten(output, ...ARROW, "--compress", compress);
    expect(bytes.subarray(-END.length)).toEqual(END);
    expect(rowsOf(tableOf(bytes))).toEqual(typedEventsOf(await linesWritten(output)));
  });

  it.each(codecsOf(output))("--compress %s: a file has them, too, and its stream is inside of it", async (compress) => {
    const options = ["--compress", compress, "--row-group-events", "50"];
    const bytes = await fileWritten(output, ...options);
    expect([bytes.subarray(0, 6), bytes.subarray(-6)].map(String)).toEqual([MAGIC, MAGIC]);
    expect(rowsOf(tableOf(bytes))).toEqual(typedEventsOf(await linesWritten(output)));
    const footerBytes = bytes.readInt32LE(bytes.length - 10);
    const stream = bytes.subarray(8, bytes.length - 10 - footerBytes);
    expect(stream.subarray(-END.length)).toEqual(END);
    expect(rowsOf(tableOf(stream))).toEqual(typedEventsOf(await linesWritten(output)));
  });

  it("counts nulls as the lines leave keys out, in batches of --row-group-events", async () => {
    const table = tableOf(await bytesWritten(output, ...ARROW, "--row-group-events", "13"));
    const events = typedEventsOf(await linesWritten(output));
    expect(table.batches.map(({ numRows }) => numRows)).toEqual(
      Array.from({ length: Math.ceil(events.length / 13) }, (_, batch) => Math.min(13, events.length - batch * 13)),
    );
    for (const { name } of table.schema.fields)
      expect(table.getChild(name)!.nullCount, name).toBe(events.filter((event) => !(name in event)).length);
  });

  it("has the same bytes with one worker as with three and small slices", async () => {
    const batches = [...ARROW, "--row-group-events", "64"];
    const one = await bytesWritten(output, ...batches, "--workers", "1");
    expect((await bytesWritten(output, ...batches, "--workers", "3", "--slice-events", "50")).equals(one)).toBe(true);
  });

  it("has the fields of the schema with their types, and a tag only with one", async () => {
    const { schema } = tableOf(await bytesWritten(output, ...ARROW));
    const hasTag = (await linesWritten(output)).some((line) => "tag" in (JSON.parse(line) as object));
    const types = Object.fromEntries(schema.fields.map(({ name, type }) => [name, type]));
    expect("tag" in types).toBe(hasTag);
    for (const name of [...TEXTS, "artist", "song"]) {
      expect(DataType.isDictionary(types[name]), name).toBe(true);
      expect(DataType.isUtf8(types[name].dictionary), name).toBe(true);
    }
    for (const name of TEXTS) expect(types[name].indices.bitWidth, name).toBe(16);
    for (const name of ["ts", "registration"])
      expect(types[name], name).toMatchObject({ unit: TimeUnit.MICROSECOND, timezone: "UTC" });
    expect(String(types.userId)).toBe("Utf8");
    expect(["sessionId", "status", "itemInSession", "length"].map((name) => String(types[name]))).toEqual([
      "Int64",
      "Int32",
      "Int32",
      "Float64",
    ]);
  });

  it("has dictionaries of distinct values, once for all batches", async () => {
    const table = tableOf(await bytesWritten(output, ...ARROW, "--row-group-events", "13"));
    for (const name of [...TEXTS, "artist", "song"]) {
      const dictionaries = table.getChild(name)!.data.map(({ dictionary }) => dictionary!);
      expect(new Set(dictionaries.map(({ length }) => length)).size, name).toBe(1);
      const values = [...dictionaries[0]!] as string[];
      expect(new Set(values).size, name).toBe(values.length);
    }
  });
});

describe("in batches of the usual size", () => {
  const command = [...QUICK_WEEK, "-n", "200"];
  let lines: Buffer;
  beforeAll(async () => {
    lines = await bytesHere(...command);
    expect(linesOf(lines).length).toBeGreaterThan(65_536);
  });

  it.each(CODECS)("is read by cat, with --compress %s", async (compress) => {
    const path = join(fastFolder(), "events.arrow");
    await runHere([...command, "--compress", compress, path]);
    expect((await bytesHere("cat", path)).equals(lines)).toBe(true);
  });
});

it("has indices of 32 bits where 16 are too few: for the songs of the built-in data", async () => {
  const { schema } = tableOf(await bytesWritten(OUTPUTS[0]!, ...ARROW));
  const widths = schema.fields.flatMap(({ name, type }) =>
    DataType.isDictionary(type) && type.indices.bitWidth === 32 ? [name] : [],
  );
  expect(widths).toContain("song");
});

it("says what made it: the id of the data set, the command and the schema", async () => {
  const { metadata } = tableOf(await bytesWritten(OUTPUTS[0]!, ...ARROW)).schema;
  expect(metadata.get("eventsim.id")).toMatch(/^es1-/);
  expect(metadata.get("eventsim.command")).toMatch(/^eventsim --randomseed \d+ --start-time /);
  const { properties } = JSON.parse(metadata.get("eventsim.schema")!) as { properties: object };
  expect(Object.keys(properties)).toContain("ts");
});

describe("files of a split run", () => {
  const split = [...QUICK_WEEK, "--split-events", "500", "--row-group-events", "200"];

  it("are each a whole file, verified, and made again by --resume with the same bytes", async () => {
    const folder = fastFolder();
    const content = await runInto(folder, split, "events.arrow");
    const files = [...content].filter(([name]) => name.endsWith(".arrow")).sort();
    expect(files.length).toBeGreaterThan(3);
    const tables = files.map(([, bytes]) => tableOf(bytes));
    for (const { batches } of tables) expect(batches.every(({ numRows }) => numRows <= 200)).toBe(true);
    expect(tables.flatMap(rowsOf)).toEqual(typedEventsOf(linesOf(await bytesHere(...QUICK_WEEK))));
    expect(await commandHere(["verify", folder])).toMatchObject({ code: 0 });
    const again = await runInto(folder, [...split, "--resume"], "events.arrow");
    expect(digestsOf(again)).toEqual(digestsOf(content));
    const part = fastFolder();
    const [name, bytes] = files[2]!;
    await runHere([...split, "--only-parts", "2", join(part, "events.arrow")]);
    expect(contentOf(part).get(name)!.equals(bytes)).toBe(true);
  });

  it("are streams where their names end in .arrows", async () => {
    const content = await runInto(fastFolder(), split, "events.arrows");
    const files = [...content].filter(([name]) => name.endsWith(".arrows")).sort();
    for (const [, bytes] of files) expect(bytes.subarray(-END.length)).toEqual(END);
    const rows = files.flatMap(([, bytes]) => rowsOf(tableOf(bytes)));
    expect(rows).toEqual(typedEventsOf(linesOf(await bytesHere(...QUICK_WEEK))));
  });

  it("have a buffer that is damaged: verify names its file, --resume makes it again", async () => {
    const folder = fastFolder();
    const content = await runInto(folder, split, "events.arrow");
    const path = join(folder, "events-000002.arrow");
    const bytes = readFileSync(path);
    bytes[bytes.length >> 2]! ^= 1;
    writeFileSync(path, bytes);
    const { code, stdout } = await commandHere(["verify", folder]);
    expect(stdout).toMatch(/^damaged events-000002\.arrow: has another sha256$/m);
    expect(code).toBe(1);
    rmSync(path);
    await runHere([...split, "--resume", join(folder, "events.arrow")]);
    expect(digestsOf(contentOf(folder))).toEqual(digestsOf(content));
  });

  it("end before they exceed --split-size, with a batch in each at the least", async () => {
    const size = ["--split-size", "100k", "--row-group-events", "300"];
    const content = await runInto(fastFolder(), [...QUICK_WEEK, ...size], "e.arrow");
    const files = [...content].filter(([name]) => name.endsWith(".arrow"));
    expect(files.length).toBeGreaterThan(1);
    for (const [, bytes] of files) expect(bytes.length <= 102_400 || tableOf(bytes).batches.length === 1).toBe(true);
  });

  it.each([1, 4])("are the same if the run is killed after %i of them and resumed", async (at) => {
    const whole = digestsOf(await runInto(fastFolder(), split, "events.arrow"));
    const folder = fastFolder();
    const path = join(folder, "events.arrow");
    expect(await exitCode(startAt({ at, what: "kill" }, [...split, "--workers", "2", path]))).toBe(137);
    await runHere([...split, "--resume", path]);
    expect(digestsOf(contentOf(folder))).toEqual(whole);
  });
});

describe("refuses", () => {
  it.each([
    [["x.arrow.zst"], /x\.arrow\.zst: an Arrow file is not compressed as a whole .* add --compress zstd$/],
    [
      ["--compress", "gzip", "x.arrow"],
      /--compress gzip: the buffers of an Arrow file cannot have it; use none, lz4 or zstd$/,
    ],
    [["--compress", "zstd", "--zstd-frames", "one", "x.arrow"], /--zstd-frames one: each buffer of an Arrow file/],
    [["--compress", "lz4", "--lz4-framing", "hadoop", "x.arrow"], /--lz4-framing hadoop: /],
    [["x.feather"], /x\.feather: the format \.feather is not supported \(did you mean \.arrow\?\)/],
  ])("%j", async (values, message) => {
    const failure = await failureOf([...QUICK_WEEK, ...values]);
    expect(failure.exitCode).toBe(2);
    expect(failure.message).toMatch(message);
  });
});
