// Reads files of many zstd frames, and of one, with each Python reader in the table of docs/guide/formats.md.

import { join } from "node:path";
import * as zlib from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { lastingFolder } from "../support/files/folders.ts";
import { runHere } from "../support/program/here.ts";
import { FIXED_WEEK, run } from "../support/program/program.ts";
import { areThere, ask, type Row, sorted } from "./ask.ts";

/** Node compresses a stream into one frame from 22.15 on. */
const hasOne = "createZstdCompress" in zlib;
const FRAMES = hasOne ? ["many", "one"] : ["many"];
const WHOLE = ["DuckDB", "polars", "pandas", "pyarrow's CompressedInputStream", "zstandard's stream_reader"] as const;

const folder = lastingFolder();
const pathOf = (frames: string) => join(folder, `${frames}.json.zst`);
let events: Row[];

beforeAll(async () => {
  for (const frames of FRAMES)
    await runHere([...FIXED_WEEK, "--quiet", "--part-events", "1000", "--zstd-frames", frames, pathOf(frames)]);
  const { stdout } = await run(["cat", pathOf("many")]);
  events = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Row);
});

describe.skipIf(!areThere).each(FRAMES)("of %s", (frames) => {
  it.each(WHOLE)("%s has all events", async (reader) => {
    const { rows, error } = await ask(reader, pathOf(frames));
    expect(error).toBeUndefined();
    expect(sorted(rows!)).toEqual(sorted(events));
  });

  it("zstandard's decompressobj has the first frame", async () => {
    const { rows } = await ask("zstandard's decompressobj", pathOf(frames));
    const first = frames === "one" ? events : events.slice(0, 1000);
    expect(sorted(rows!)).toEqual(sorted(first));
  });

  it("Spark 3.5 from pip has none", async () => {
    const { error } = await ask("Spark", pathOf(frames));
    expect(error).toMatch(/zstd/i);
  });
});
