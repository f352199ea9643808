import { expect, it } from "vitest";
import { CODEC_ENDINGS, CODECS, LEVELED_CODECS } from "../../../src/output/codecs/codecs.ts";
import { endingsOf } from "../../../src/output/names/endings.ts";
import { listed } from "../../../src/system/printable.ts";

it("words are listed as in a sentence", () => {
  expect(listed([], "or")).toBe("");
  expect(listed(["gzip"], "and")).toBe("gzip");
  expect(listed(["gzip", "zstd"], "and")).toBe("gzip and zstd");
  expect(listed([".lz4", ".gz", ".zst"], "or")).toBe(".lz4, .gz or .zst");
});

it("messages name the endings and levels of the table of codecs", () => {
  expect(CODEC_ENDINGS).toEqual([".lz4", ".gz", ".zst"]);
  expect(endingsOf("a.json.bz2").compressProblem).toContain("use .lz4, .gz or .zst,");
  expect(endingsOf("a.tsv").formatProblem).toContain("use .json, .msgpack, .avro, .parquet, .arrow or .csv,");
  const leveled = Object.entries(CODECS).filter(([, entry]) => "levels" in entry);
  expect(LEVELED_CODECS.map(({ name }) => name)).toEqual(leveled.map(([name]) => name));
});
