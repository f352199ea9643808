import { describe, expect, it } from "vitest";
import { NO_ORIGIN, RecordBatch } from "../../../src/output/kafka/wire/record-batch.ts";
import { sequenceAfter, sequenceDistance } from "../../../src/output/kafka/wire/sequence.ts";
import { batchOf, messages, TIME_MS, unfinished } from "../../support/kafka/library.ts";

describe("the header of a batch", () => {
  it.each([
    { producerId: 0, epoch: 0, baseSequence: 0 },
    { producerId: 2 ** 40 + 17, epoch: 32_767, baseSequence: 2 ** 31 - 1 },
    NO_ORIGIN,
  ])("is the one that the library makes, for %o", (origin) => {
    const expected = batchOf(messages(500), origin);
    const bytes = unfinished(expected);
    const batch = new RecordBatch(bytes);
    batch.stampTime(TIME_MS);
    batch.seal(origin);
    expect(Buffer.from(bytes).equals(expected)).toBe(true);
    expect(batch.count).toBe(500);
  });

  it("can be completed again, for another origin", () => {
    const later = { producerId: 9, epoch: 2, baseSequence: 0 };
    const bytes = unfinished(batchOf(messages(3), NO_ORIGIN));
    const batch = new RecordBatch(bytes);
    batch.stampTime(TIME_MS);
    for (let baseSequence = 0; baseSequence < 5; baseSequence++) batch.seal({ ...later, epoch: 1, baseSequence });
    batch.seal(later);
    expect(Buffer.from(bytes).equals(batchOf(messages(3), later))).toBe(true);
  });
});

describe("sequence numbers", () => {
  // DefaultRecordBatchTest.testIncrementSequence of Kafka
  it("begin again at 0 after the highest one", () => {
    expect(sequenceAfter(0, 10)).toBe(10);
    expect(sequenceAfter(2 ** 31 - 1, 1)).toBe(0);
    expect(sequenceAfter(2 ** 31 - 1 - 3, 8)).toBe(4);
  });

  it("have distances over the highest one", () => {
    expect(sequenceDistance(5, 12)).toBe(7);
    expect(sequenceDistance(2 ** 31 - 2, 3)).toBe(5);
    expect(sequenceDistance(4, 4)).toBe(0);
  });
});
