import { describe, expect, it } from "vitest";
import { Partition, type Pending } from "../../../src/output/kafka/sending/partition.ts";
import { RecordBatch } from "../../../src/output/kafka/wire/record-batch.ts";
import { batchOf, messages, unfinished } from "../../support/kafka/library.ts";

const PRODUCER = { producerId: 40, epoch: 3 };
const RECORDS = 10;
/** Longer than any pause. */
const LATER_MS = 10_000;

/** A partition with a number of batches, and what was acknowledged of them. */
function begun(batches: number, producer: typeof PRODUCER | undefined = PRODUCER, nextSequence = 0) {
  const partition = new Partition(0, producer, nextSequence);
  const acknowledged: number[] = [];
  const bytes = batchOf(messages(RECORDS), { ...PRODUCER, baseSequence: 0 });
  for (let index = 0; index < batches; index++) {
    partition.add(new RecordBatch(unfinished(bytes)), 0, () => acknowledged.push(index));
  }
  let nowMs = 0;
  return {
    partition,
    acknowledged,
    /** Sends all that can be sent, after any pause. */
    send(): Pending[] {
      nowMs += LATER_MS;
      const sent: Pending[] = [];
      while (partition.canSend(nowMs)) sent.push(partition.send(undefined));
      return sent;
    },
  };
}

/** The fields of a header that say who has sent it. */
function originOf({ batch }: Pending): [epoch: number, sequence: number] {
  const header = new DataView(batch.bytes.buffer, batch.bytes.byteOffset);
  expect(header.getBigInt64(43)).toBe(BigInt(PRODUCER.producerId));
  return [header.getInt16(51), header.getInt32(53)];
}

const orders = (sent: readonly Pending[]) => sent.map(({ order }) => order);

describe("a partition's batches", () => {
  it("are one in flight until the first is acknowledged, and then five", () => {
    const { partition, acknowledged, send } = begun(9);
    const [first, ...others] = send();
    expect(others).toEqual([]);
    partition.acknowledge(first as Pending, 0);
    const next = send();
    expect(orders(next)).toEqual([1, 2, 3, 4, 5]);
    expect(next.map(originOf)).toEqual([10, 20, 30, 40, 50].map((sequence) => [3, sequence]));
    expect(acknowledged).toEqual([0]);
  });

  it("return in order, when all in flight have been answered, and after a pause", () => {
    const { partition, send } = begun(9);
    partition.acknowledge(send()[0] as Pending, 0);
    const [first, second, third, fourth, fifth] = send() as [Pending, Pending, Pending, Pending, Pending];
    partition.failOutOfOrder(third, 0, "early");
    partition.fail(first, 0, "moved");
    partition.failOutOfOrder(fourth, 0, "early");
    expect(send()).toEqual([]);
    partition.failOutOfOrder(second, 0, "early");
    partition.failOutOfOrder(fifth, 0, "early");
    expect(partition.canSend(0)).toBe(false);
  });

  it("are sent again with the same numbers, one at first", () => {
    const { partition, acknowledged, send } = begun(4);
    partition.acknowledge(send()[0] as Pending, 0);
    const sent = send();
    expect([partition.retries, partition.unacknowledged]).toEqual([0, 3]);
    for (const pending of sent) partition.fail(pending, 0, "the connection has ended");
    const [again, ...others] = send();
    expect(others).toEqual([]);
    expect(again).toBe(sent[0]);
    expect(originOf(again as Pending)).toEqual([3, 10]);
    partition.acknowledge(again as Pending, 0);
    expect(orders(send())).toEqual([2, 3]);
    expect(acknowledged).toEqual([0, 1]);
    expect([partition.retries, partition.unacknowledged]).toEqual([3, 2]);
  });

  it("wrap their numbers", () => {
    const { partition, send } = begun(2, PRODUCER, 2 ** 31 - 4);
    const [first] = send() as [Pending];
    expect(originOf(first)).toEqual([3, 2 ** 31 - 4]);
    partition.acknowledge(first, 0);
    expect(originOf(send()[0] as Pending)).toEqual([3, 6]);
    expect(partition.nextSequence).toBe(16);
  });

  it("tell for how long none was acknowledged", () => {
    const { partition, send } = begun(2);
    expect(partition.stuckMs(70)).toBe(70);
    partition.acknowledge(send()[0] as Pending, 50);
    expect(partition.stuckMs(70)).toBe(20);
    partition.acknowledge(send()[0] as Pending, 60);
    expect(partition.stuckMs(1e9)).toBe(0);
  });
});

describe("batches that a broker refuses as out of order", () => {
  /** Five batches, of which the first is acknowledged, and the others have failed; the second one as out of order. */
  function doubtful(producer = PRODUCER) {
    const all = begun(5, producer);
    all.partition.acknowledge(all.send()[0] as Pending, 0);
    for (const pending of all.send()) all.partition.failOutOfOrder(pending, 0, "out of order");
    expect(all.partition.canResolve).toBe(true);
    expect(all.send()).toEqual([]);
    return all;
  }

  it("are no doubt where an earlier one has failed", () => {
    const { partition, send } = begun(3);
    partition.acknowledge(send()[0] as Pending, 0);
    const [first, second] = send() as [Pending, Pending];
    partition.fail(first, 0, "moved");
    partition.failOutOfOrder(second, 0, "out of order");
    expect(partition.canResolve).toBe(false);
    expect(orders(send())).toEqual([1]);
  });

  it("are acknowledged as far as the broker has them", () => {
    const { partition, acknowledged, send } = doubtful();
    expect(partition.resolve({ epoch: 3, lastSequence: 29 }, 0)).toBe("again");
    expect(acknowledged).toEqual([0, 1, 2]);
    const [next] = send() as [Pending];
    expect(originOf(next)).toEqual([3, 30]);
  });

  it("are sent again as they are where the broker expects them", () => {
    const { partition, acknowledged, send } = doubtful();
    expect(partition.resolve({ epoch: 3, lastSequence: 9 }, 0)).toBe("again");
    expect(acknowledged).toEqual([0]);
    expect(originOf(send()[0] as Pending)).toEqual([3, 10]);
  });

  it.each([
    ["has forgotten the producer", undefined],
    ["has less than it had confirmed", { epoch: 3, lastSequence: 4 }],
    ["knows an earlier epoch only", { epoch: 2, lastSequence: 29 }],
  ])("begin a new epoch where the broker %s", (_, known) => {
    const { partition, acknowledged, send } = doubtful();
    expect(partition.resolve(known, 0)).toBe("lost");
    expect(acknowledged).toEqual([0]);
    const [first] = send() as [Pending];
    expect(originOf(first)).toEqual([4, 0]);
    partition.acknowledge(first, 0);
    expect(send().map(originOf)).toEqual([10, 20, 30].map((sequence) => [4, sequence]));
    expect(partition.nextSequence).toBe(40);
  });

  it("are nobody's where the broker has a part of one, or what was never sent", () => {
    expect(doubtful().partition.resolve({ epoch: 3, lastSequence: 24 }, 0)).toBe("torn");
    expect(doubtful().partition.resolve({ epoch: 3, lastSequence: 59 }, 0)).toBe("torn");
  });

  it("are another program's where the broker knows a later epoch", () => {
    expect(doubtful().partition.resolve({ epoch: 4, lastSequence: 9 }, 0)).toBe("overtaken");
  });
});
