import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { changesOf } from "../../../src/benchmark/results/compare.ts";
import { limitsOf } from "../../../src/benchmark/results/limits.ts";
import type { BenchResult } from "../../../src/benchmark/results/result.ts";
import { drawResult } from "../../../src/benchmark/results/svg.ts";
import { type Row, rowOf, scalingOf } from "../../../src/benchmark/row.ts";
import { wholeRuns, workerCounts } from "../../../src/benchmark/whole-rows.ts";
import { readXml } from "../../support/read/xml.ts";
import { ROOT } from "../../support/root.ts";

function row(name: string, samples: number[], bytes = 400): Row {
  const [, workers] = /-(\d+)$/.exec(name) ?? [];
  const kind = workers === undefined ? "stage" : "whole";
  return { name, what: name, kind, workers: Number(workers ?? 1), events: 1, rawBytes: 400, bytes, samples };
}

function result(rows: Row[], config = "Site.json"): BenchResult {
  const machine = {
    ...{ date: "2026-02-03T04:05:06.789Z", cpu: "A & B <C>", cores: 2, memoryBytes: 1, system: "linux", node: "v20" },
    ...{ version: "1.2.3", engineVersion: "1", kernelSha256: "00", loadAverage: 0 },
  };
  return { machine, site: { config, configHash: "00", users: 10 }, rows, notes: [] };
}

describe("figures of eventsim bench", () => {
  it("rows add the rounds up and keep each one's time for an event", () => {
    const head = { name: "a", what: "a", kind: "stage", workers: 1 } as const;
    const rounds = [
      { milliseconds: 2, events: 1000, rawBytes: 10, bytes: 4 },
      { milliseconds: 9, events: 3000, rawBytes: 30, bytes: 8 },
    ];
    expect(rowOf(head, rounds)).toEqual({ ...head, events: 4000, rawBytes: 40, bytes: 12, samples: [2000, 3000] });
  });

  it("all numbers of workers are measured up to four, then twice as many each time, and the most", () => {
    expect([1, 2, 4, 5, 8, 20].map(workerCounts)).toEqual([
      ...[[1], [1, 2], [1, 2, 3, 4], [1, 2, 3, 4, 5], [1, 2, 3, 4, 8], [1, 2, 3, 4, 8, 16, 20]],
    ]);
  });

  it("pipes and files are measured with one worker and with all; without pipes, the rest is", () => {
    const of = (wanted: string, hasPipes = true) =>
      wholeRuns(8, hasPipes).flatMap(({ encoding, destination, workers }) =>
        encoding === "json-lz4" && destination === wanted ? workers : [],
      );
    expect([of("nothing"), of("pipe"), of("file")]).toEqual([
      [1, 2, 3, 4, 8],
      [1, 8],
      [1, 8],
    ]);
    expect([of("pipe", false), of("file", false)]).toEqual([[], [1, 8]]);
  });

  it("scaling is against one worker of the same run", () => {
    const rows = [row("json-pipe-1", [300]), row("json-nothing-1", [80]), row("json-nothing-2", [50, 40, 30])];
    expect(rows.map((each) => scalingOf(each, rows))).toEqual([1, 1, 2]);
    expect(scalingOf(row("json-file-2", [1]), rows)).toBeUndefined();
    expect(scalingOf(row("simulate", [1]), rows)).toBeUndefined();
  });

  it("the limit is the stage with the most of a core's time, and a destination that takes less than all workers make", () => {
    const rows = [
      ...[row("simulate", [30]), row("place", [10]), row("encode-json", [40, 60, 80])],
      ...[row("encode-json-lz4", [20], 100)],
      // 400 bytes in 100 ns and in 400 ns: 4 GB/s and 1 GB/s. In runs the pipe takes less, the disk more.
      ...[row("write-pipe", [100]), row("write-file", [800])],
      ...[row("json-pipe-2", [200]), row("json-file-1", [400]), row("json-lz4-file-2", [200], 100)],
      // JSON makes 5 M events/s of 400 bytes, 2 GB/s; as LZ4 5 M events/s of 100 bytes, 0.5 GB/s.
      ...[row("json-nothing-1", [400]), row("json-nothing-2", [200]), row("json-lz4-nothing-1", [200], 100)],
    ];
    const [json, lz4] = limitsOf(rows);
    expect(json).toMatchObject({ encoding: "json", stage: "encode-json", coreNanosecondsPerEvent: 100, share: 0.6 });
    expect(json?.text).toBe(
      "JSON: the limit is encoding, 60 % of a core's time (60.0 of 100.0 ns an event); " +
        "slower than all workers together: the disk (1.00 GB/s); faster: a pipe (4.00 GB/s)",
    );
    expect(lz4).toMatchObject({ encoding: "json-lz4", stage: "simulate", share: 0.5 });
    expect(lz4?.text).toBe(
      "JSON as LZ4: the limit is simulating, 50 % of a core's time (30.0 of 60.0 ns an event); " +
        "faster: a pipe (4.00 GB/s) and the disk (1.00 GB/s)",
    );
  });

  it("a change is one where it is larger than the noise of both", () => {
    const verdictOf = (before: number[], now: number[]) =>
      changesOf(result([row("simulate", before)]), result([row("simulate", now)]))[0];
    // 1.4826 times 1.495 for three samples is 2.2165, in 100 before and now again, after a change: 4.43 % of 100 together.
    const slower = verdictOf([99, 100, 101], [104, 105, 106]);
    expect(slower?.verdict).toBe("slower");
    expect(slower?.change).toBeCloseTo(0.05, 6);
    expect(slower?.noise).toBeCloseTo(0.04433, 5);
    expect(verdictOf([99, 100, 101], [103, 104, 105])?.verdict).toBe("no change");
    expect(verdictOf([104, 105, 106], [99, 100, 101])?.verdict).toBe("faster");
    // One round that was disturbed is neither noise nor change.
    expect(verdictOf([100, 100, 100, 900], [100, 100, 900, 100])?.verdict).toBe("no change");
    expect(verdictOf([100, 100, 100, 900], [99, 103, 103, 103])?.verdict).toBe("slower");
    // Samples that agree by chance: less than one in a hundred is no change.
    expect(verdictOf([100, 100], [100.9, 100.9])?.verdict).toBe("no change");
  });

  it("the picture is well-formed whatever the names are", () => {
    const rows = [row("simulate", [1, 2]), row("json-nothing-1", [0.001])];
    const elements = readXml(drawResult(result(rows, '<"&\u0007">.json'), undefined));
    expect(elements.filter(({ attributes }) => attributes["data-row"] !== undefined)).toHaveLength(2);
    expect(() => readXml("<svg><a></svg>")).toThrow("closes what is not open");
    expect(() => readXml("<svg>&</svg>")).toThrow("not a text");
  });

  it("nothing of it is loaded by another command", () => {
    const files = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".ts"),
    );
    const importing = (what: RegExp) =>
      files.filter((name) => what.test(readFileSync(join(ROOT, "src", name), "utf8"))).sort();
    expect(importing(/^(import|\}) .*"tinybench"/m)).toEqual(["benchmark/small.ts"]);
    // Files elsewhere that load something of src/benchmark.
    const users = importing(/^(import|export|\}) .*"(\.\.?\/)+benchmark\/[\w/-]+\.ts"/m);
    expect(users).toEqual(["cli/commands/bench.ts"]);
  });
});
