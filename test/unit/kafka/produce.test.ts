import { produceV7, produceV8, produceV9, produceV10, produceV11, Writer } from "@platformatic/kafka";
import { describe, expect, it } from "vitest";
import { MalformedAnswer } from "../../../src/output/kafka/wire/cursor.ts";
import { produceRequest, readProduceAnswer } from "../../../src/output/kafka/wire/produce.ts";
import { batchOf, messages } from "../../support/kafka/library.ts";

const VERSIONS = [
  [7, produceV7],
  [8, produceV8],
  [9, produceV9],
  [10, produceV10],
  [11, produceV11],
] as const;
const FIRST_FLEXIBLE = 9;
const TOPIC = "clicks";
const CLIENT = "event-sim.ü";
const CORRELATION = -2_147_483_000;

/** What the library writes before a request, in its Connection.send. */
function theirs(payload: Writer, version: number): Buffer {
  const head = Writer.create().appendInt16(0).appendInt16(version).appendInt32(CORRELATION).appendString(CLIENT, false);
  if (version >= FIRST_FLEXIBLE) head.appendTaggedFields();
  return head.appendFrom(payload).prependLength().buffer;
}

/** An answer as a broker writes it. */
function answer(version: number, partitions: [index: number, code: number, said: string | null][]): Buffer {
  const isFlexible = version >= FIRST_FLEXIBLE;
  const writer = Writer.create().appendInt32(CORRELATION);
  if (isFlexible) writer.appendTaggedFields();
  writer.appendArray(
    [TOPIC],
    (topic, name) => {
      topic.appendString(name, isFlexible).appendArray(
        partitions,
        (each, [index, code, said]) => {
          each.appendInt32(index).appendInt16(code).appendInt64(12n).appendInt64(-1n).appendInt64(5n);
          if (version < 8) return;
          const reasons = said === null ? [] : [said];
          each.appendArray(
            reasons,
            (reason, text) => reason.appendInt32(0).appendString(text, isFlexible),
            isFlexible,
            isFlexible,
          );
          each.appendString(null, isFlexible);
        },
        isFlexible,
        isFlexible,
      );
    },
    isFlexible,
    isFlexible,
  );
  writer.appendInt32(250);
  if (isFlexible) writer.appendTaggedFields();
  return writer.prependLength().buffer;
}

describe.each(VERSIONS)("Produce, version %i", (version, library) => {
  it.each([
    [1, -1],
    [50, 1],
    [300, 0],
  ])("a request of %i partitions with acks %i is the one that the library writes", (count, acks) => {
    const origin = { producerId: -1, epoch: 0, baseSequence: 0 };
    const perPartition = Array.from({ length: count }, (_, index) => messages(1 + (index % 5), index));
    const payload = library.createRequest(acks, 30_000, perPartition.flat());
    const head = { version, correlationId: CORRELATION, clientId: CLIENT, acks, timeoutMs: 30_000, topic: TOPIC };
    const batches = perPartition.map((records, partition) => ({ partition, bytes: batchOf(records, origin) }));
    expect(Buffer.concat(produceRequest(head, batches)).equals(theirs(payload, version))).toBe(true);
  });

  it("a request has the batches themselves, without a copy", () => {
    const batches = [4, 5].map((partition) => ({ partition, bytes: new Uint8Array(new SharedArrayBuffer(100)) }));
    const head = { version, correlationId: 1, clientId: CLIENT, acks: -1, timeoutMs: 1, topic: TOPIC };
    const pieces = produceRequest(head, batches);
    expect(pieces.filter((piece) => piece.buffer instanceof SharedArrayBuffer)).toEqual(
      batches.map(({ bytes }) => bytes),
    );
  });

  it("an answer says what became of each partition", () => {
    const frame = answer(version, [
      [3, 0, null],
      [70_000, 87, "no key"],
    ]);
    const reason = version < 8 ? undefined : "no key";
    expect(readProduceAnswer(frame, version, 2)).toEqual({
      throttleMs: 250,
      partitions: [
        { partition: 3, errorCode: 0, logStartOffset: 5n, reason: undefined },
        { partition: 70_000, errorCode: 87, logStartOffset: 5n, reason },
      ],
    });
  });

  it("an answer that is cut, too long or for more partitions is refused", () => {
    const frame = answer(version, [[3, 0, "reason"]]);
    for (let length = 8; length < frame.byteLength; length++) {
      expect(() => readProduceAnswer(frame.subarray(0, length), version, 1)).toThrow(MalformedAnswer);
    }
    expect(() => readProduceAnswer(Buffer.concat([frame, Buffer.alloc(1)]), version, 1)).toThrow(MalformedAnswer);
    const two = answer(version, [
      [3, 0, null],
      [4, 0, null],
    ]);
    expect(() => readProduceAnswer(two, version, 1)).toThrow(MalformedAnswer);
  });

  it("an answer of other bytes is refused, or read, and nothing else", () => {
    const frame = answer(version, [[3, 0, "reason"]]);
    let state = 1 + version;
    const random = (below: number) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    let refused = 0;
    for (let round = 0; round < 20_000; round++) {
      const changed = Buffer.from(frame);
      for (let change = 0; change <= random(4); change++) changed[8 + random(frame.byteLength - 8)] = random(256);
      try {
        readProduceAnswer(changed, version, 1);
      } catch (error) {
        if (!(error instanceof MalformedAnswer)) throw error;
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(1000);
  });
});
