import { spawnSync } from "node:child_process";
import { constants, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { TABLES_END } from "../../../assembly/layout/run.ts";
import { Control } from "../../../src/workers/control/control.ts";
import { Count, Phase, SLOT_WORDS, SlotWord, Word } from "../../../src/workers/control/words.ts";
import { DirectWriter, Turn } from "../../../src/workers/writing/direct.ts";
import { temporaryFolder } from "../../support/files/folders.ts";
import { opened } from "../../support/files/opened.ts";

const SLOT_BYTES = 1 << 18;
const PLACES = { slots: TABLES_END, slotBytes: SLOT_BYTES, slotCount: 4 };
const PIPE_BYTES = 65536;

/** A ring whose batches go to a descriptor. */
function openRing(descriptor: number) {
  const pages = Math.ceil((TABLES_END + PLACES.slotCount * SLOT_BYTES) / 65536);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const control = new Control(memory);
  control.set(Word.Turn, Turn.Free);
  control.set(Word.Descriptor, descriptor);
  const bytes = new Uint8Array(memory.buffer);
  /** Puts a batch of two events and a text into a slot, after three bytes that do not belong to it. */
  const put = (batch: number, place: number, text: string) => {
    bytes.set(Buffer.from(`###${text}###`), PLACES.slots + place * SLOT_BYTES);
    const entry = control.entryOf(batch, PLACES.slotCount);
    control.set(entry + SlotWord.Place, place);
    control.set(entry + SlotWord.Start, 3);
    control.set(entry + SlotWord.Bytes, text.length);
    control.set(entry + SlotWord.RawBytes, 10 * text.length);
    control.set(entry + SlotWord.Events, 2);
    control.set(entry + SlotWord.LastSecond, 100 + batch);
    control.set(entry + SlotWord.Batch, batch + 1);
    control.set(takenOf(place), 1);
  };
  return { control, put, writer: new DirectWriter(memory, control, PLACES) };
}

function takenOf(place: number): number {
  return Word.Slots + place * SLOT_WORDS + SlotWord.Taken;
}

describe("workers write by themselves", () => {
  it("the next batch and the ready ones after it, and no others", () => {
    const file = join(temporaryFolder(), "batches");
    const { control, put, writer } = openRing(opened(file, "w"));
    put(1, 0, "two");
    writer.writeReady();
    expect([readFileSync(file, "utf8"), control.get(Word.BatchesWritten)]).toEqual(["", 0]);
    put(0, 3, "one");
    put(3, 2, "four");
    writer.writeReady();
    expect(readFileSync(file, "utf8")).toBe("onetwo");
    expect(control.get(Word.BatchesWritten)).toBe(2);
    expect([0, 2, 3].map((place) => control.get(takenOf(place)))).toEqual([0, 1, 0]);
    expect(
      [Count.EventsWritten, Count.BytesWritten, Count.RawBytesWritten].map((count) => control.getCount(count)),
    ).toEqual([4, 6, 60]);
    expect(control.getCount(Count.SecondWritten)).toBe(101);
    put(2, 1, "three");
    writer.writeReady();
    expect(readFileSync(file, "utf8")).toBe("onetwothreefour");
    expect(control.get(Word.Turn)).toBe(Turn.Free);
  });

  it("not while another one writes, nor where it is the main thread's turn", () => {
    const file = join(temporaryFolder(), "batches");
    const { control, put, writer } = openRing(opened(file, "w"));
    put(0, 0, "one");
    for (const turn of [Turn.Taken, Turn.Host]) {
      control.set(Word.Turn, turn);
      writer.writeReady();
      expect([readFileSync(file, "utf8"), control.get(Word.Turn), control.get(Word.BatchesWritten)]).toEqual([
        "",
        turn,
        0,
      ]);
    }
  });

  it("and wake the main thread only after the run's last batch", () => {
    const { control, put, writer } = openRing(opened(join(temporaryFolder(), "batches"), "w"));
    control.set(Word.BatchesPlanned, 2);
    control.set(Word.Phase, Phase.Done);
    put(0, 0, "one");
    writer.writeReady();
    expect(control.get(Word.Ready)).toBe(0);
    put(1, 0, "two");
    writer.writeReady();
    expect(control.get(Word.Ready)).toBe(1);
  });
});

describe("the main thread gets back", () => {
  it.runIf(existsSync("/dev/full"))("a batch that the system refuses, as it was", () => {
    const { control, put, writer } = openRing(opened("/dev/full", "w"));
    put(0, 1, "one");
    writer.writeReady();
    expect(control.get(Word.Turn)).toBe(Turn.Host);
    expect(control.get(Word.Ready)).toBe(1);
    expect([control.get(Word.BatchesWritten), control.get(takenOf(1))]).toEqual([0, 1]);
    const entry = control.entryOf(0, PLACES.slotCount);
    expect([SlotWord.Start, SlotWord.Bytes].map((word) => control.get(entry + word))).toEqual([3, 3]);
    expect(control.getCount(Count.EventsWritten)).toBe(0);
  });

  it("the rest of a batch that was written in part", () => {
    const pipe = join(temporaryFolder(), "pipe");
    expect(spawnSync("mkfifo", [pipe]).status).toBe(0);
    // Nobody reads the pipe: it takes as much as the system buffers, then no more.
    const { control, put, writer } = openRing(opened(pipe, constants.O_RDWR | constants.O_NONBLOCK));
    put(0, 0, "x".repeat(PIPE_BYTES + 1000));
    put(1, 1, "y");
    writer.writeReady();
    expect(control.get(Word.Turn)).toBe(Turn.Host);
    const entry = control.entryOf(0, PLACES.slotCount);
    const [start, left] = [SlotWord.Start, SlotWord.Bytes].map((word) => control.get(entry + word)) as [number, number];
    expect(start).toBeGreaterThan(3);
    expect(start - 3 + left).toBe(PIPE_BYTES + 1000);
    expect(control.getCount(Count.BytesWritten)).toBe(start - 3);
    expect([control.getCount(Count.EventsWritten), control.get(Word.BatchesWritten)]).toEqual([0, 0]);
  });
});
