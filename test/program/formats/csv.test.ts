// CSV: the events of the same run as JSON, row for row; headers, split runs, refusals.
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { Decoder } from "@toondepauw/node-zstd";
import { describe, expect, it } from "vitest";
import { canStreamZstd } from "../../../src/output/codecs/zstd-stream.ts";
import { contentOf, fastFolder } from "../../support/files/folders.ts";
import { linesOf } from "../../support/program/command.ts";
import { bytesHere, commandHere } from "../../support/program/command-here.ts";
import { startAt } from "../../support/program/held-run.ts";
import { digestsOf, failureOf, manifestIn, QUICK_WEEK, runHere, runInto } from "../../support/program/here.ts";
import { exitCode } from "../../support/program/program.ts";
import { csvColumnsOf, csvOf, csvRowsOf } from "../../support/read/csv-rows.ts";
import { bytesWritten, linesWritten, OUTPUTS, type Output } from "../../support/schema/outputs.ts";

/** One user for a second. */
const NO_EVENTS = ["-n", "1", "-s", "2026-03-02T00:00:00", "-e", "2026-03-02T00:00:01", "--quiet"];
const CSV = ["--format", "csv"];
const unzstd = (bytes: Buffer) => new Decoder().decodeSync(bytes);
const UNPACK: Record<string, (bytes: Buffer) => Buffer> = { none: (bytes) => bytes, gzip: gunzipSync, zstd: unzstd };

const NULLS = ["NULL", "\\N", "∅"];
/** Codecs pack bytes, whatever is in them, and a null is a text like another: one output proves all of them. */
const someOf = <T>(output: Output, values: readonly T[]) => (output === OUTPUTS[0] ? values : values.slice(0, 1));

describe.each(OUTPUTS)("$name", (output) => {
  it.each(someOf(output, Object.keys(UNPACK)))(
    "--compress %s: has the events of the lines, in order, after one header",
    async (compress) => {
      const unpacked = UNPACK[compress]!(await bytesWritten(output, ...CSV, "--compress", compress));
      expect(unpacked.toString()).toBe(csvOf(await linesWritten(output)));
    },
  );

  it.each(someOf(output, NULLS))("--csv-null %s: stands, without quotes, where an event has no value", async (text) => {
    const written = (await bytesWritten(output, ...CSV, "--csv-null", text)).toString();
    expect(written).toContain(`,${text},${text},${text}\n`);
    expect(written).toBe(csvOf(await linesWritten(output), text));
  });

  it("has the same bytes with one worker and with three", async () => {
    const one = await bytesWritten(output, ...CSV, "--workers", "1");
    expect((await bytesWritten(output, ...CSV, "--workers", "3")).equals(one)).toBe(true);
  });
});

it.each(["none", "gzip", "zstd"])("--compress %s: cat prints the lines of the same run", async (compress) => {
  const output = OUTPUTS[1]!;
  const path = join(fastFolder(), "events");
  writeFileSync(path, await bytesWritten(output, ...CSV, "--compress", compress));
  const { code, stdout } = await commandHere(["cat", path]);
  expect(code).toBe(0);
  expect(linesOf(Buffer.from(stdout))).toEqual(await linesWritten(output));
});

const hasZstd = spawnSync("zstd", ["--version"]).status === 0;

it.runIf(hasZstd)("zstd accepts the frame of the header, and those of the events", async () => {
  const packed = await bytesWritten(OUTPUTS[0]!, ...CSV, "--compress", "zstd");
  const { stdout, status } = spawnSync("zstd", ["-dc"], { input: packed, maxBuffer: 1 << 28 });
  expect(status).toBe(0);
  expect(stdout.toString()).toBe(csvOf(await linesWritten(OUTPUTS[0]!)));
});

it.each(["none", "gzip", "zstd"])("--compress %s: a run without events is a header", async (compress) => {
  const bytes = await bytesHere(...NO_EVENTS, ...CSV, "--compress", compress);
  expect(UNPACK[compress]!(bytes).toString()).toBe(csvOf([]));
});

describe("files of a split run", () => {
  const split = [...QUICK_WEEK, "--split-events", "500", "--part-events", "64"];
  const lines = async () => linesOf(await bytesHere(...QUICK_WEEK));

  it.each([
    ["none", "events.csv"],
    ["gzip", "events.csv.gz"],
    ["zstd", "events.csv.zst"],
  ])(
    "%s: each begins with the header; rawBytes counts it; verified; made again by --resume",
    async (compress, name) => {
      const folder = fastFolder();
      const content = await runInto(folder, split, name);
      const files = manifestIn(content).files;
      expect(files.length).toBeGreaterThan(3);
      const all = await lines();
      const columns = csvColumnsOf(all);
      const rows = csvRowsOf(all, columns);
      for (const { name: file, events, rawBytes } of files) {
        const unpacked = UNPACK[compress]!(content.get(file)!).toString();
        expect(unpacked).toBe(`${columns.join(",")}\n${rows.splice(0, events).join("")}`);
        expect(rawBytes).toBe(Buffer.byteLength(unpacked));
      }
      expect(rows).toEqual([]);
      expect(await commandHere(["verify", folder])).toMatchObject({ code: 0 });
      expect(digestsOf(await runInto(folder, [...split, "--resume"], name))).toEqual(digestsOf(content));
    },
  );

  it("--split-size counts the header, and no file is larger", async () => {
    const folder = fastFolder();
    const values = [...QUICK_WEEK, "--split-size", "20K", "--part-events", "16"];
    const content = await runInto(folder, values, "events.csv");
    const { files } = manifestIn(content);
    expect(files.length).toBeGreaterThan(3);
    for (const { bytes, rawBytes } of files) {
      expect(bytes).toBeLessThanOrEqual(20 << 10);
      expect(rawBytes).toBe(bytes);
    }
  });

  it("that is damaged is named by verify", async () => {
    const folder = fastFolder();
    await runInto(folder, split, "events.csv.gz");
    const path = join(folder, "events-000002.csv.gz");
    const bytes = readFileSync(path);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(path, bytes);
    const { code, stdout } = await commandHere(["verify", folder]);
    expect(stdout).toMatch(/^damaged events-000002\.csv\.gz: has another sha256$/m);
    expect(code).toBe(1);
  });

  it.each([1, 4])("are the same if the run is killed after %i of them and resumed", async (at) => {
    const whole = digestsOf(await runInto(fastFolder(), split, "events.csv"));
    const folder = fastFolder();
    const path = join(folder, "events.csv");
    expect(await exitCode(startAt({ at, what: "kill" }, [...split, "--workers", "2", path]))).toBe(137);
    await runHere([...split, "--resume", path]);
    expect(digestsOf(contentOf(folder))).toEqual(whole);
    rmSync(join(folder, "events-000003.csv"));
    await runHere([...split, "--resume", path]);
    expect(digestsOf(contentOf(folder))).toEqual(whole);
  });

  it("another text for null is another data set", async () => {
    const folder = fastFolder();
    await runInto(folder, split, "events.csv");
    const failure = await failureOf([...split, "--csv-null", "NULL", "--resume", join(folder, "events.csv")]);
    expect(failure.message).toMatch(/csvNull: nothing there, NULL here/);
  });
});

it.runIf(canStreamZstd())("--zstd-frames one: the header is in the frame", async () => {
  const one = [...CSV, "--compress", "zstd", "--zstd-frames", "one"];
  const packed = await bytesWritten(OUTPUTS[0]!, ...one);
  expect(unzstd(packed).toString()).toBe(csvOf(await linesWritten(OUTPUTS[0]!)));
  expect(packed.lastIndexOf(Buffer.of(0x28, 0xb5, 0x2f, 0xfd))).toBe(0);
  const empty = await bytesHere(...NO_EVENTS, ...one);
  expect(unzstd(empty).toString()).toBe(csvOf([]));
});

it("a single file's manifest counts the header before compression", async () => {
  const folder = fastFolder();
  const manifest = join(folder, "m.json");
  await runHere([...QUICK_WEEK, "--manifest", manifest, join(folder, "one.csv.gz")]);
  const { files } = JSON.parse(readFileSync(manifest, "utf8"));
  expect(files[0].rawBytes).toBe(gunzipSync(readFileSync(join(folder, "one.csv.gz"))).byteLength);
});

describe("refuses", () => {
  it.each([
    [["x.csv.lz4"], /^--format csv cannot be compressed with lz4; use --compress zstd or gzip/],
    [[...CSV, "--compress", "lz4"], /^--format csv cannot be compressed with lz4; use --compress zstd or gzip$/],
    [["--csv-null", "NULL"], /^--csv-null: the output is not CSV; add --format csv$/],
    [[...CSV, "--csv-null", 'a"b'], /^--csv-null: .* no quote, comma or control character; use NULL or \\N$/],
    [[...CSV, "--csv-null", "a,b"], /^--csv-null: .* no quote, comma or control character/],
    [[...CSV, "--csv-null", "a\nb"], /^--csv-null: .* no quote, comma or control character/],
    [[...CSV, "--csv-null", "x".repeat(65)], /^--csv-null: 65 characters; at most 64 are possible$/],
  ])("%j", async (values, message) => {
    const failure = await failureOf([...QUICK_WEEK, ...values]);
    expect(failure.exitCode).toBe(2);
    expect(failure.message).toMatch(message);
  });
});
