// The contracts must fit formats that do not exist yet: a file of row groups with a footer, and batches for the
// partitions of a broker. The tests use small ones, made of the kernel's lines.
import { beforeAll, expect, test } from "vitest";
import type { FileContainer, Put, RunContainer } from "../../../src/output/containers/container.ts";
import type { Batch, RangePlace } from "../../../src/output/formats/encoder.ts";
import { Writer } from "../../../src/workers/writing/writer.ts";
import { KernelRun, smallInputs } from "../../support/kernel/kernel-run.ts";
import { finishedRing } from "../../support/workers/ring.ts";

const PARTITIONS = 3;
const SLOT_BYTES = 1 << 17;

let batches: string[][];
beforeAll(async () => {
  const run = await KernelRun.open(smallInputs(), {}, 100);
  batches = [];
  run.eachBatch((first, count) => {
    const text = run.encode(run.kernel.encodeJson, first, count).toString();
    batches.push(
      text
        .trimEnd()
        .split("\n")
        .map((line) => `${line}\n`),
    );
  });
  batches = batches.slice(0, 20);
  expect(batches.length).toBe(20);
});

function userOf(line: string): number {
  return Number((JSON.parse(line) as { sessionId: number }).sessionId) / 1_000_000;
}

const partitionOf = (line: string) => Math.floor(userOf(line)) % PARTITIONS;

/** Writes a batch's lines into a slot, grouped by partition, followed by the offset of each line. */
function encodePartitions(lines: string[], bytes: Uint8Array, slot: number): RangePlace[] {
  let at = slot;
  const put = (data: Uint8Array) => {
    bytes.set(data, at);
    at += data.byteLength;
    return { address: at - data.byteLength, byteLength: data.byteLength };
  };
  const groups = Array.from({ length: PARTITIONS }, (_, partition) => ({
    partition,
    lines: lines.filter((line) => partitionOf(line) === partition).map((line) => Buffer.from(line)),
  })).filter((group) => group.lines.length > 0);
  const ranges = groups.map((group) => ({ ...group, place: put(Buffer.concat(group.lines)) }));
  return ranges.map(({ partition, lines, place }) => {
    const starts = Uint32Array.from(lines, (_, index) =>
      lines.slice(0, index).reduce((sum, { length }) => sum + length, 0),
    );
    return {
      ...{ ...place, rawBytes: place.byteLength, events: lines.length, partition },
      facts: put(new Uint8Array(starts.buffer)),
    };
  });
}

/** Runs the writer over all batches, in a ring that has room for all of them. */
async function write(container: RunContainer, encode: typeof encodePartitions): Promise<Writer> {
  const ring = finishedRing(batches.length, batches.length, SLOT_BYTES);
  batches.forEach((lines, batch) => {
    const facts = { place: batch, events: lines.length, firstSecond: batch, lastSecond: batch };
    ring.publish(batch, facts, encode(lines, ring.bytes, ring.slotOf(batch)));
  });
  const writer = new Writer(ring.memory, ring.places, container);
  await writer.run(Promise.resolve());
  await container.finish();
  return writer;
}

test("ranges of partitions go each to its own place, in order, with the positions of their events", async () => {
  const places = Array.from({ length: PARTITIONS }, () => [] as string[]);
  const container: RunContainer = {
    isComplete: false,
    take(taken: readonly Batch[]) {
      for (const { bytes, partition, facts, events } of taken.flatMap(({ ranges }) => ranges)) {
        const starts = new Uint32Array(facts.slice().buffer);
        expect(starts.length).toBe(events);
        starts.forEach((start, index) => {
          places[partition]!.push(Buffer.from(bytes.subarray(start, starts[index + 1] ?? bytes.byteLength)).toString());
        });
      }
    },
    finish: async () => {},
    abort: () => {},
  };
  const writer = await write(container, encodePartitions);
  const all = batches.flat();
  expect(writer.written.events).toBe(all.length);
  for (const [partition, lines] of places.entries())
    expect(lines).toEqual(all.filter((line) => partitionOf(line) === partition));
});

/** A file of groups, with a footer that lists the offset and the number of events of each. */
class Groups implements FileContainer {
  readonly passesThrough = false;
  readonly #groups: { start: number; events: number; lastSecond: number }[] = [];
  #length = 0;

  constructor(private readonly put: Put) {}

  get lengthIfEnded(): number {
    return this.#length + this.#footer().byteLength;
  }

  take(taken: readonly Batch[]): Promise<void> | void {
    const ranges = taken.flatMap((batch) => batch.ranges);
    for (const { bytes, events, lastSecond } of ranges) {
      this.#groups.push({ start: this.#length, events, lastSecond });
      this.#length += bytes.byteLength;
    }
    return this.put(ranges.map(({ bytes }) => bytes));
  }

  finish(): Promise<void> | void {
    return this.put([this.#footer()]);
  }

  abort(): void {}

  #footer(): Buffer {
    return Buffer.from(JSON.stringify(this.#groups));
  }
}

test("a file of groups ends with a footer by which each group is found", async () => {
  const written: Buffer[] = [];
  const file = new Groups((ranges) => void written.push(...ranges.map((bytes) => Buffer.from(bytes))));
  const container: RunContainer = {
    isComplete: false,
    take: (taken) => file.take(taken),
    finish: async () => file.finish(),
    abort: () => {},
  };
  await write(container, (lines, bytes, slot) => {
    const text = Buffer.from(lines.join(""));
    bytes.set(text, slot);
    return [{ address: slot, byteLength: text.byteLength, rawBytes: text.byteLength }];
  });
  const footer = written.at(-1) as Buffer;
  const whole = Buffer.concat(written);
  expect(file.lengthIfEnded).toBe(whole.byteLength);
  const groups = JSON.parse(footer.toString()) as { start: number; events: number; lastSecond: number }[];
  const ends = [...groups.slice(1).map(({ start }) => start), whole.byteLength - footer.byteLength];
  expect(groups.map(({ start }, index) => whole.subarray(start, ends[index]).toString())).toEqual(
    batches.map((lines) => lines.join("")),
  );
  expect(groups.map(({ events, lastSecond }) => [events, lastSecond])).toEqual(
    batches.map((lines, index) => [lines.length, index]),
  );
});
