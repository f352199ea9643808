// A container may have several groups of batches under way: what is acknowledged, in any order, is what counts.
import { describe, expect, it } from "vitest";
import type { RunContainer } from "../../../src/output/containers/container.ts";
import type { Batch } from "../../../src/output/formats/encoder.ts";
import { Word } from "../../../src/workers/control/words.ts";
import { Writer } from "../../../src/workers/writing/writer.ts";
import { finishedRing } from "../../support/workers/ring.ts";

interface Taken {
  batches: readonly Batch[];
  acknowledge: () => void;
  fail: (error: Error) => void;
}

/** A container that acknowledges when the test says so. */
function openContainer(mostTakes: number) {
  const taken: Taken[] = [];
  let wake = () => {};
  const container: RunContainer = {
    isComplete: false,
    mostTakes,
    take: (batches) =>
      new Promise((resolve, reject) => {
        taken.push({ batches, acknowledge: resolve, fail: reject });
        wake();
      }),
    finish: async () => {},
    abort: () => {},
  };
  /** Resolves when the writer has handed over so many groups. */
  const until = async (count: number) => {
    while (taken.length < count)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  };
  return { container, taken, until };
}

/** Four batches of ten events and one byte; the writer takes half of the two slots, one, at a time. */
function openRun(mostTakes: number) {
  const ring = finishedRing(4, 2);
  const publish = (batch: number) => {
    const facts = { place: batch % 2, events: 10, firstSecond: batch, lastSecond: batch };
    ring.publish(batch, facts, [{ address: ring.slotOf(batch % 2), byteLength: 1, rawBytes: 5 }]);
  };
  const { container, taken, until } = openContainer(mostTakes);
  const writer = new Writer(ring.memory, ring.places, container);
  let endWorkers = () => {};
  const ended = writer.run(
    new Promise((resolve) => {
      endWorkers = resolve;
    }),
  );
  return { ...ring, publish, taken, until, writer, ended, endWorkers };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

describe("batches under way", () => {
  it("are freed when they are acknowledged, and counted when all before them are", async () => {
    const { publish, taken, until, writer, ended, endWorkers, isTaken, control } = openRun(2);
    publish(0);
    publish(1);
    await until(2);
    taken[1]!.acknowledge();
    await settle();
    expect([isTaken(0), isTaken(1)]).toEqual([true, false]);
    expect([writer.written.events, control.get(Word.BatchesWritten)]).toEqual([0, 0]);
    expect(writer.attempted.events).toBe(20);
    taken[0]!.acknowledge();
    await settle();
    expect([isTaken(0), writer.written.events, control.get(Word.BatchesWritten)]).toEqual([false, 20, 2]);
    publish(2);
    publish(3);
    endWorkers();
    await until(4);
    taken[2]!.acknowledge();
    taken[3]!.acknowledge();
    await ended;
    expect(writer.written).toMatchObject({ events: 40, bytes: 4, rawBytes: 20, seconds: 3 });
  });

  it("are no more than the container takes at once", async () => {
    const { publish, taken, until, ended, endWorkers } = openRun(1);
    publish(0);
    publish(1);
    await until(1);
    await settle();
    expect(taken.length).toBe(1);
    for (let group = 0; group < 4; group++) {
      await until(group + 1);
      taken[group]!.acknowledge();
      await settle();
      if (group < 2) publish(group + 2);
      if (group === 1) endWorkers();
    }
    await ended;
    expect(taken.flatMap(({ batches }) => batches.map(({ firstSecond }) => firstSecond))).toEqual([0, 1, 2, 3]);
  });

  it("end the run with the destination's error, whichever of them meets it", async () => {
    const { publish, taken, until, writer, ended } = openRun(2);
    publish(0);
    publish(1);
    await until(2);
    taken[1]!.fail(new Error("the broker is gone"));
    await expect(ended).rejects.toThrow("the broker is gone");
    expect(writer.written.events).toBe(0);
  });
});

describe("a clock", () => {
  it("holds a batch back until its moment, and those after it", async () => {
    const { memory, places, publish, control } = openHeld();
    const taken: number[] = [];
    const container: RunContainer = {
      isComplete: false,
      take: (batches) => void taken.push(...batches.map(({ firstSecond }) => firstSecond)),
      finish: async () => {},
      abort: () => {},
    };
    let dueBatch = 0;
    const clock = { untilDueMs: (batch: number) => (batch <= dueBatch ? 0 : 5) };
    for (const batch of [0, 1, 2]) publish(batch);
    const ended = new Writer(memory, places, container, { clock }).run(Promise.resolve());
    await settle();
    expect(taken).toEqual([0]);
    dueBatch = 2;
    await ended;
    expect(taken).toEqual([0, 1, 2]);
    expect(control.get(Word.BatchesWritten)).toBe(3);
  });
});

function openHeld() {
  const ring = finishedRing(3, 8);
  const publish = (batch: number) =>
    ring.publish(batch, { place: batch, events: 1, firstSecond: batch, lastSecond: batch }, [
      { address: ring.slotOf(batch), byteLength: 1, rawBytes: 1 },
    ]);
  return { ...ring, publish };
}
