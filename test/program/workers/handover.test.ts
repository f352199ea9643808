// The main thread's knowledge of batches that workers wrote, while the turn moves back and forth.
import { spawnSync } from "node:child_process";
import { constants, existsSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { TABLES_END } from "../../../assembly/layout/run.ts";
import type { Written } from "../../../src/output/containers/container.ts";
import { type Batch, bytesOf } from "../../../src/output/formats/encoder.ts";
import { Control } from "../../../src/workers/control/control.ts";
import { Phase, SLOT_WORDS, SlotWord, Word } from "../../../src/workers/control/words.ts";
import { DirectWriter, Turn } from "../../../src/workers/writing/direct.ts";
import { Writer } from "../../../src/workers/writing/writer.ts";
import { temporaryFolder } from "../../support/files/folders.ts";
import { opened } from "../../support/files/opened.ts";

const RING = { slots: TABLES_END, slotBytes: 64, slotRecords: 0, slotCount: 8 };

afterEach(() => {
  vi.restoreAllMocks();
});

/** A ring and both of its writers, in one thread. `put` makes a batch of a hundred events and one letter ready. */
function openRing(batchCount: number) {
  const pages = Math.ceil((TABLES_END + RING.slotCount * RING.slotBytes) / 65536);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const control = new Control(memory);
  const bytes = new Uint8Array(memory.buffer);
  const put = (batch: number) => {
    bytes[RING.slots + batch * RING.slotBytes] = 97 + batch;
    const entry = control.entryOf(batch, RING.slotCount);
    control.set(entry + SlotWord.Place, batch);
    control.set(entry + SlotWord.Bytes, 1);
    control.set(entry + SlotWord.RawBytes, 10);
    control.set(entry + SlotWord.Events, 100);
    control.set(entry + SlotWord.LastSecond, batch);
    control.set(Word.Slots + batch * SLOT_WORDS + SlotWord.Taken, 1);
    Atomics.store(control.words, entry + SlotWord.Batch, batch + 1);
  };
  control.set(Word.BatchesPlanned, batchCount);
  control.set(Word.Phase, Phase.Done);
  return { memory, control, put, worker: new DirectWriter(memory, control, RING) };
}

/** The main thread's output, and the totals of workers that were reported to it. */
function openOutput(descriptor: number) {
  const wrote: string[] = [];
  const noted: number[] = [];
  const output = {
    isComplete: false,
    descriptor,
    take: (batches: readonly Batch[]) =>
      void wrote.push(...bytesOf(batches).map((bytes) => Buffer.from(bytes).toString())),
    noteWritten: ({ events }: Written) => void noted.push(events),
    finish: async () => {},
    abort: () => {},
  };
  return { output, wrote, noted };
}

/** Calls `happen` each time the workers get the turn, before the main thread does anything else. */
function atHandOver(control: Control, happen: (time: number) => void): void {
  const store = Atomics.store;
  let times = 0;
  vi.spyOn(Atomics, "store").mockImplementation(((words: Int32Array, index: number, value: number) => {
    const isHandOver = index === Word.Turn && value === Turn.Free && Atomics.load(words, index) === Turn.Host;
    const result = store(words, index, value);
    if (isHandOver && words.buffer === control.words.buffer) happen(times++);
    return result;
  }) as typeof Atomics.store);
}

describe("the main thread counts a worker's output", () => {
  it("between the handing over and its last look at the batch", async () => {
    const { memory, control, put, worker } = openRing(4);
    const file = join(temporaryFolder(), "batches");
    const { output, wrote, noted } = openOutput(opened(file));
    put(0);
    // A worker finishes the batch and writes it at once. Its entry in the ring says "ready" until it is reused.
    atHandOver(control, (time) => {
      for (const batch of time === 0 ? [1] : [2, 3]) {
        put(batch);
        worker.writeReady();
      }
    });
    const writer = new Writer(memory, RING, output);
    await writer.run(Promise.resolve());
    const text = `${wrote.join("")}${readFileSync(file, "utf8")}`;
    expect(text).toBe("abcd");
    expect(writer.written).toMatchObject({ events: 400, bytes: 4, rawBytes: 40, seconds: 3 });
    expect(noted.at(-1)).toBe(400);
  });

  it("in its message about a full disk, if the output's end does not fit", async () => {
    const { memory, control, put, worker } = openRing(3);
    const { output } = openOutput(opened(join(temporaryFolder(), "batches")));
    put(0);
    atHandOver(control, () => {
      // The check after handing over does not see the second one.
      put(2);
      setTimeout(() => {
        put(1);
        worker.writeReady();
      }, 1);
    });
    const writer = new Writer(memory, RING, output);
    await writer.run(new Promise((resolve) => setTimeout(resolve, 200)));
    expect(writer.written.events).toBe(300);
    expect(writer.attempted).toEqual(writer.written);
  });
});

describe("the main thread takes the turn back", () => {
  it("if a batch became ready just before and its worker notified no thread", async () => {
    const { memory, control, put } = openRing(2);
    const { output, wrote } = openOutput(opened(join(temporaryFolder(), "batches")));
    put(0);
    // Its worker has seen that the main thread has the turn, and goes to sleep: nobody else writes the batch.
    atHandOver(control, () => put(1));
    const writer = new Writer(memory, RING, output);
    await writer.run(new Promise((resolve) => setTimeout(resolve, 500)));
    expect(wrote).toEqual(["a", "b"]);
    expect(writer.written.events).toBe(200);
    expect(control.get(Word.Turn)).toBe(Turn.Host);
  });
});

/** The same output, but asynchronous, like a pipe: each write takes its time. */
function slowly(output: ReturnType<typeof openOutput>["output"]) {
  const take = (batches: readonly Batch[]) =>
    new Promise<void>((resolve) => setTimeout(() => resolve(output.take(batches)), 1));
  return { ...output, take };
}

describe("into a pipe the turn is handed over with batches that are ready", () => {
  it("and the main thread writes them where all workers have ended", async () => {
    const { memory, control, put } = openRing(4);
    const file = join(temporaryFolder(), "batches");
    const { output, wrote } = openOutput(opened(file));
    put(0);
    put(1);
    atHandOver(control, () => {
      put(2);
      put(3);
    });
    const writer = new Writer(memory, RING, slowly(output));
    await writer.run(new Promise((resolve) => setTimeout(resolve, 50)));
    expect([wrote.join(""), readFileSync(file, "utf8")]).toEqual(["abcd", ""]);
    expect(writer.written.events).toBe(400);
  });

  it("again after the main thread has waited for a reader who took nothing", async () => {
    const { memory, control, put, worker } = openRing(3);
    const pipe = join(temporaryFolder(), "pipe");
    expect(spawnSync("mkfifo", [pipe]).status).toBe(0);
    const full = opened(pipe, constants.O_RDWR | constants.O_NONBLOCK);
    for (let left = true; left; ) {
      try {
        writeSync(full, Buffer.alloc(4096));
      } catch {
        left = false;
      }
    }
    const { output, wrote } = openOutput(full);
    put(0);
    let handOvers = 0;
    atHandOver(control, (time) => {
      handOvers = time + 1;
      put(1);
      // Nobody reads: the worker gives up and leaves the batch to the main thread, which completes it.
      if (time === 0) worker.writeReady();
      if (time === 1) put(2);
    });
    const writer = new Writer(memory, RING, slowly(output));
    await writer.run(new Promise((resolve) => setTimeout(resolve, 500)));
    expect(wrote).toEqual(["a", "b", "c"]);
    expect(handOvers).toBeGreaterThan(1);
    expect(writer.written).toMatchObject({ events: 300, bytes: 3 });
  });
});

describe.runIf(existsSync("/dev/full"))("an error that a worker met", () => {
  it("ends the run, even if the system reports it only once", async () => {
    const { memory, control, put, worker } = openRing(2);
    const { output, wrote } = openOutput(opened("/dev/full"));
    put(0);
    atHandOver(control, () => {
      put(1);
      worker.writeReady();
    });
    const writer = new Writer(memory, RING, output);
    await expect(writer.run(Promise.resolve())).rejects.toMatchObject({ code: "ENOSPC", syscall: "write" });
    expect(wrote).toEqual(["a"]);
    // The missing bytes include the batch that was refused.
    expect([writer.written.events, writer.attempted.events]).toEqual([100, 200]);
  });
});
