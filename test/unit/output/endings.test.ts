import { describe, expect, it } from "vitest";
import { endingsOf } from "../../../src/output/names/endings.ts";

describe("names of files that are written", () => {
  it.each([
    ["events.json", "json", "none"],
    ["events", undefined, "none"],
    ["events.ndjson.gz", undefined, "gzip"],
    ["EVENTS.MSGPACK.ZST", "msgpack", "zstd"],
    ["EVENTS.CSV.gz", "csv", "gzip"],
    ["events.avro", "avro", "none"],
    ["a.b.mpk", "msgpack", "none"],
    ["data.csv/events-{part}.json.lz4", "json", "lz4"],
    ["events.log", undefined, "none"],
    ["v1.2", undefined, "none"],
    ["", undefined, "none"],
  ])("%s", (name, format, compress) => {
    expect(endingsOf(name)).toEqual({ format, compress, formatProblem: undefined, compressProblem: undefined });
  });
});

describe("names that promise an unsupported format", () => {
  it.each(["events.TSV", "events.tsv.gz", "x-{part}.pb", "events.orc", "events.tsv.bz2", "events.xml"])(
    "%s, a format",
    (name) => {
      const { formatProblem } = endingsOf(name);
      expect(formatProblem).toContain(
        `${name}: the format .${name.toLowerCase().split(".")[1]} is not supported; use .json, .msgpack, .avro, .parquet, .arrow or .csv`,
      );
    },
  );

  it.each(["events.mp", "events.mpack", "events.msgpck", "events.messagepack.gz", "events.msgpac"])(
    "%s, nearly a format",
    (name) => {
      expect(endingsOf(name).formatProblem).toContain("(did you mean .msgpack?)");
    },
  );

  it.each([
    ["events.json.bz2", ""],
    ["events.json.xz", ""],
    ["events.zip", ""],
    ["events.json.gzip", " (did you mean .gz?)"],
    ["events.json.zstd", " (did you mean .zst?)"],
    ["events.tgz", ""],
  ])("%s, a compression", (name, suggestion) => {
    const { formatProblem, compressProblem } = endingsOf(name);
    expect(formatProblem).toBeUndefined();
    expect(compressProblem).toContain(
      `${name}: the compression .${name.split(".").at(-1)} is not supported${suggestion}; use .lz4`,
    );
  });
});
