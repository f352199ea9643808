import { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { CONTROL } from "../../../assembly/layout/control.ts";
import { TABLES_END } from "../../../assembly/layout/run.ts";
import type { Written } from "../../../src/output/containers/container.ts";
import type { Batch } from "../../../src/output/formats/encoder.ts";
import { Control } from "../../../src/workers/control/control.ts";
import { Count, Phase, SLOT_WORDS, SlotWord, Word } from "../../../src/workers/control/words.ts";
import type { Schedule } from "../../../src/workers/schedule.ts";
import { Scheduler } from "../../../src/workers/scheduler.ts";
import { Turn } from "../../../src/workers/writing/direct.ts";
import { Writer } from "../../../src/workers/writing/writer.ts";

/** A quarter of it, for which the writer is woken, is three batches. */
const SLOT_COUNT = 14;
const RING = { slots: TABLES_END, slotBytes: 64, slotRecords: 0, slotCount: SLOT_COUNT };

function smallMemory(): WebAssembly.Memory {
  const pages = Math.ceil((TABLES_END + SLOT_COUNT * RING.slotBytes) / 65536);
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
}

function openRing() {
  const memory = smallMemory();
  const control = new Control(memory);
  const { slots, slotBytes, slotCount } = RING;
  const schedule = { slots, slotBytes, slotCount, ordered: TABLES_END, orderedBytes: 0 } as Schedule;
  const scheduler = new Scheduler(memory, schedule);
  const publish = (batch: number) =>
    scheduler.publish({ kind: "encode", buffer: 0, batch, slot: 0, first: 0, count: 1, isKept: false }, [
      { address: RING.slots, byteLength: 1, rawBytes: 1 },
    ]);
  /** Publishes batches one after the other; gives those for which the writer was woken. */
  const wakingAmong = (...batches: number[]) =>
    batches.filter((batch) => {
      const before = control.get(Word.Ready);
      publish(batch);
      return control.get(Word.Ready) !== before;
    });
  return { memory, control, wakingAmong };
}

describe("the writer is woken", () => {
  it("for a quarter of the ring", () => {
    const { control, wakingAmong } = openRing();
    expect(wakingAmong(0, 1, 2)).toEqual([2]);
    control.set(Word.BatchesWritten, 3);
    expect(wakingAmong(3, 4, 5)).toEqual([5]);
  });

  it("for batches that can be written: not while an earlier one is missing", () => {
    const { wakingAmong } = openRing();
    expect(wakingAmong(1, 2, 3, 4, 5, 0)).toEqual([0]);
  });

  it("for the run's last batch, however few there are", () => {
    const { control, wakingAmong } = openRing();
    control.set(Word.BatchesPlanned, 2);
    control.set(Word.Phase, Phase.Done);
    expect(wakingAmong(0, 1)).toEqual([1]);
  });

  it("where the ring's entries are used again", () => {
    const { control, wakingAmong } = openRing();
    const batches = Array.from({ length: SLOT_COUNT }, (_, batch) => batch);
    wakingAmong(...batches);
    control.set(Word.BatchesWritten, SLOT_COUNT - 1);
    expect(wakingAmong(SLOT_COUNT, SLOT_COUNT + 1)).toEqual([SLOT_COUNT + 1]);
  });
});

/** Stores values in another thread, and wakes nobody unless it takes far too long. */
const LATE_MS = 20_000;
const OTHER_THREAD = `
  const { buffer, offset, stores, ready, lateMs } = require("node:worker_threads").workerData;
  const words = new Int32Array(buffer, offset);
  stores.forEach((each, index) => setTimeout(() => {
    for (const [word, value] of each) Atomics.store(words, word, value);
  }, 10 * (index + 1)));
  setTimeout(() => { Atomics.add(words, ready, 1); Atomics.notify(words, ready); }, lateMs);
`;

/** Runs a writer over a run of so many batches, which another thread makes ready; gives their events as they were written. */
async function writeWhile(stores: [number, number][][], batchCount: number) {
  const memory = smallMemory();
  const control = new Control(memory);
  control.set(Word.BatchesPlanned, batchCount);
  control.set(Word.Phase, Phase.Done);
  const workerData = { buffer: memory.buffer, offset: CONTROL, stores, ready: Word.Ready, lateMs: LATE_MS };
  const other = new Worker(OTHER_THREAD, { eval: true, workerData });
  await new Promise((resolve) => other.once("online", resolve));
  const events: number[] = [];
  let wasWoken = false;
  let endWorkers = () => {};
  const workersEnded = new Promise<void>((resolve) => {
    endWorkers = resolve;
  });
  const take = (batches: readonly Batch[]) => {
    wasWoken ||= control.get(Word.Ready) !== 0;
    events.push(...batches.map((batch) => batch.events));
    if (events.length === batchCount) endWorkers();
  };
  const output = { isComplete: false, take, finish: async () => {}, abort: () => {} };
  await new Writer(memory, RING, output).run(workersEnded);
  await other.terminate();
  return { events, wasWoken };
}

const entryOf = (batch: number) => Word.Slots + batch * SLOT_WORDS;
const readyBatch = (batch: number): [number, number][] => [
  [entryOf(batch) + SlotWord.Events, 100 + batch],
  [entryOf(batch) + SlotWord.Batch, batch + 1],
];

describe("the writer finds by itself", () => {
  it("batches that are too few to be woken for", async () => {
    const { events, wasWoken } = await writeWhile([readyBatch(0), readyBatch(1)], 2);
    expect([events, wasWoken]).toEqual([[100, 101], false]);
  });

  it("batches after which the run's last one is already ready", async () => {
    const { events, wasWoken } = await writeWhile([readyBatch(2), readyBatch(0), readyBatch(1)], 3);
    expect([events, wasWoken]).toEqual([[100, 101, 102], false]);
  });
});

/** Waits for its turn, writes a batch as a worker would, meets an error at the next one, and gives the turn back. */
const WORKER = `
  const { buffer, offset, turn, free, host, ready, then } = require("node:worker_threads").workerData;
  const words = new Int32Array(buffer, offset);
  const look = () => {
    if (Atomics.load(words, turn) !== free) return setTimeout(look, 1);
    for (const [word, value] of then) Atomics.store(words, word, value);
    Atomics.store(words, turn, host);
    Atomics.add(words, ready, 1);
    Atomics.notify(words, ready);
  };
  look();
`;

/** The words, by index, that make a count this value. */
function wordsOfCount(control: Control, count: number, value: number): [number, number][] {
  const before = control.words.slice();
  const old = control.getCount(count);
  control.setCount(count, value);
  const words = [...control.words.entries()].filter(([index, word]) => word !== before[index]);
  control.setCount(count, old);
  return words;
}

describe("where the output has a descriptor", () => {
  it("the writer begins, hands over to workers, counts their output, and continues where they met an error", async () => {
    const memory = smallMemory();
    const control = new Control(memory);
    for (const [word, value] of readyBatch(0)) control.set(word, value);
    control.set(Word.BatchesPlanned, 3);
    control.set(Word.Phase, Phase.Done);
    control.setCount(Count.EventsWritten, -1);
    // Batch 1 is a worker's; batch 2 is the one that it could not write.
    const then = [...readyBatch(2), [Word.BatchesWritten, 2], ...wordsOfCount(control, Count.SecondWritten, 7)];
    const workerData = {
      ...{ buffer: memory.buffer, offset: CONTROL, ready: Word.Ready, then },
      ...{ turn: Word.Turn, free: Turn.Free, host: Turn.Host },
    };
    const other = new Worker(WORKER, { eval: true, workerData });
    const seen: string[] = [];
    const output = {
      isComplete: false,
      descriptor: 99,
      take: (batches: readonly Batch[]) => {
        seen.push(`wrote ${batches.map((batch) => batch.events)}`);
      },
      noteWritten: ({ events, seconds }: Written) => {
        const last = `noted ${events} to ${seconds}`;
        if (seen.at(-1) !== last) seen.push(last);
      },
      finish: async () => {},
      abort: () => {},
    };
    const writer = new Writer(memory, RING, output);
    await writer.run(new Promise((resolve) => other.once("exit", () => resolve())));
    expect(control.get(Word.Descriptor)).toBe(99);
    expect(seen.filter((line) => line !== "noted 100 to 0")).toEqual(["wrote 100", "noted 100 to 7", "wrote 102"]);
    expect(writer.written.events).toBe(202);
    expect(control.get(Word.Turn)).toBe(Turn.Host);
  });
});
