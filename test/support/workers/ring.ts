import { TABLES_END } from "../../../assembly/layout/run.ts";
import type { RangePlace } from "../../../src/output/formats/encoder.ts";
import { Control } from "../../../src/workers/control/control.ts";
import { Phase, SLOT_WORDS, SlotWord, Word } from "../../../src/workers/control/words.ts";
import { type BatchFacts, Ring } from "../../../src/workers/ring.ts";

/** A ring in a small memory of its own, as workers leave it at the end of a run of `batchCount` batches. */
export function finishedRing(batchCount: number, slotCount = 8, slotBytes = 1024) {
  const places = { slots: TABLES_END, slotBytes, slotRecords: 0, slotCount };
  const pages = Math.ceil((TABLES_END + slotCount * slotBytes) / 65536);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const control = new Control(memory);
  const ring = new Ring(memory, control, places);
  control.set(Word.BatchesPlanned, batchCount);
  control.set(Word.Phase, Phase.Done);
  const slotOf = (place: number) => places.slots + place * slotBytes;
  const takenOf = (place: number) => Word.Slots + place * SLOT_WORDS + SlotWord.Taken;
  return {
    ...{ memory, control, ring, places, slotOf },
    bytes: new Uint8Array(memory.buffer),
    isTaken: (place: number) => control.get(takenOf(place)) === 1,
    /** Makes a batch ready. */
    publish(batch: number, facts: BatchFacts, ranges: readonly RangePlace[]): void {
      ring.put(batch, facts, ranges);
      control.set(takenOf(facts.place), 1);
      Atomics.store(control.words, control.entryOf(batch, slotCount) + SlotWord.Batch, batch + 1);
    },
  };
}
