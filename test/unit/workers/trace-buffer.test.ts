import { describe, expect, it } from "vitest";
import { TraceBuffer } from "../../../src/workers/trace/buffer.ts";

describe("a thread's buffer", () => {
  const added = (records: number, count: number) => {
    const buffer = new TraceBuffer(TraceBuffer.channel(process.hrtime.bigint(), 2, records));
    for (let index = 0; index < count; index++) buffer.add("encode", index, 0.5, index, 10 * index, 0);
    const numbers = (all: { values: number[] }[]) => all.map(({ values }) => values[0]);
    const { first, last } = buffer.read();
    return { first: numbers(first), last: numbers(last), missing: buffer.missing };
  };

  it("keeps all records that fit", () => {
    expect(added(10, 3)).toEqual({ first: [0, 1, 2], last: [], missing: 0 });
    expect(added(10, 10)).toEqual({ first: [0, 1, 2, 3, 4], last: [5, 6, 7, 8, 9], missing: 0 });
  });

  it("keeps the first half and the last records of more", () => {
    expect(added(10, 11)).toEqual({ first: [0, 1, 2, 3, 4], last: [6, 7, 8, 9, 10], missing: 1 });
    expect(added(10, 1000)).toEqual({ first: [0, 1, 2, 3, 4], last: [995, 996, 997, 998, 999], missing: 990 });
    expect(added(7, 100)).toEqual({ first: [0, 1, 2], last: [96, 97, 98, 99], missing: 93 });
  });

  it("takes a bounded share of memory for any number of threads", () => {
    for (const threads of [2, 9, 129]) {
      const { shared } = TraceBuffer.channel(0n, threads);
      expect(shared.byteLength * threads).toBeLessThanOrEqual(30e6);
      expect(shared.byteLength).toBeGreaterThan(200_000);
    }
  });

  it("sorts nested records after the step around them", () => {
    const buffer = new TraceBuffer(TraceBuffer.channel(process.hrtime.bigint(), 1, 10));
    buffer.add("write", 5, 2, 0, 1, 64, 1000);
    buffer.add("encode", 1, 8, 0, 64, 0);
    buffer.add("write", 1, 2, 0, 1, 64, 1000);
    expect(buffer.read().first.map(({ kind, startUs }) => [kind, startUs])).toEqual([
      ["encode", 1],
      ["write", 1],
      ["write", 5],
    ]);
  });
});
