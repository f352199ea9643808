import { describe, expect, it } from "vitest";
import { rangeTableBytes } from "../../../src/output/formats/encoder.ts";
import { finishedRing } from "../../support/workers/ring.ts";

const FACTS = { place: 2, events: 10, firstSecond: 100, lastSecond: 160 };
const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString();

describe("a batch in the ring", () => {
  it("of one range has the range's place and the batch's facts", () => {
    const { ring, bytes, slotOf } = finishedRing(1);
    const address = slotOf(2) + 7;
    bytes.set(Buffer.from("hello"), address);
    ring.put(0, FACTS, [{ address, byteLength: 5, rawBytes: 50 }]);
    const { ranges, ...batch } = ring.get(0);
    expect(batch).toEqual({
      events: 10,
      byteLength: 5,
      rawBytes: 50,
      firstSecond: 100,
      lastSecond: 160,
      records: slotOf(2),
      originSeconds: 0,
    });
    expect(ranges.map((range) => ({ ...range, bytes: textOf(range.bytes), facts: textOf(range.facts) }))).toEqual([
      { bytes: "hello", events: 10, rawBytes: 50, firstSecond: 100, lastSecond: 160, partition: 0, facts: "" },
    ]);
  });

  it("has its times since the window's start, whatever they are relative to", () => {
    const { ring, slotOf } = finishedRing(1);
    const range = { address: slotOf(2), byteLength: 1, rawBytes: 1, events: 5, firstSecond: 110 };
    ring.put(0, { ...FACTS, originDays: 100_000 }, [range, { ...range, partition: 1 }]);
    const { ranges, firstSecond, lastSecond, originSeconds } = ring.get(0);
    const origin = 100_000 * 86_400;
    expect([firstSecond, lastSecond, originSeconds]).toEqual([origin + 100, origin + 160, origin]);
    expect(ranges.map((each) => [each.firstSecond, each.lastSecond])).toEqual([
      [origin + 110, origin + 160],
      [origin + 110, origin + 160],
    ]);
  });

  it("whose file is kept has no range", () => {
    const { ring } = finishedRing(1);
    ring.put(0, FACTS, []);
    expect(ring.get(0)).toMatchObject({ ranges: [], events: 10, byteLength: 0 });
  });

  it("of several ranges has each with its partition, times and facts, and the sums of all", () => {
    const { ring, bytes, slotOf } = finishedRing(1);
    const slot = slotOf(2);
    bytes.set(Buffer.from("aaabbfacts-of-bd"), slot);
    ring.put(0, FACTS, [
      { address: slot, byteLength: 3, rawBytes: 30, events: 6, lastSecond: 150, partition: 4 },
      {
        ...{ address: slot + 3, byteLength: 2, rawBytes: 20, events: 4, firstSecond: 110, partition: 9 },
        facts: { address: slot + 5, byteLength: 10 },
      },
    ]);
    const { ranges, byteLength, rawBytes, events } = ring.get(0);
    expect({ byteLength, rawBytes, events }).toEqual({ byteLength: 5, rawBytes: 50, events: 10 });
    expect(ranges.map((range) => ({ ...range, bytes: textOf(range.bytes), facts: textOf(range.facts) }))).toEqual([
      { bytes: "aaa", events: 6, rawBytes: 30, firstSecond: 100, lastSecond: 150, partition: 4, facts: "" },
      { bytes: "bb", events: 4, rawBytes: 20, firstSecond: 110, lastSecond: 160, partition: 9, facts: "facts-of-b" },
    ]);
  });

  it("fills its slot to the last byte with the table, and no further", () => {
    const { ring, slotOf, places } = finishedRing(1);
    const room = places.slotBytes - rangeTableBytes(2);
    const ranges = (byteLength: number) => [
      { address: slotOf(2), byteLength, rawBytes: 1 },
      { address: slotOf(2) + byteLength, byteLength: 0, rawBytes: 1 },
    ];
    ring.put(0, FACTS, ranges(room));
    expect(ring.get(0).ranges.map(({ bytes }) => bytes.byteLength)).toEqual([room, 0]);
    expect(() => ring.put(0, FACTS, ranges(room + 8))).toThrow("2 ranges of a batch leave no room");
  });
});
