import type { Control } from "../control/control.ts";
import { BufferWord, Phase, Word } from "../control/words.ts";

/** Whether every slot holds a batch that is being encoded or written, and there are batches to encode. */
export function isRingFull(control: Control, slotCount: number): boolean {
  const handedOut = [0, 1].map(
    (buffer) => control.getOf(buffer, BufferWord.FirstBatch) + control.getOf(buffer, BufferWord.BatchNext),
  );
  const isLeft = [0, 1].some(
    (buffer) => control.getOf(buffer, BufferWord.BatchNext) < control.getOf(buffer, BufferWord.Batches),
  );
  if (control.get(Word.Phase) === Phase.Make || !isLeft) return false;
  return Math.max(...handedOut) - Atomics.load(control.words, Word.BatchesWritten) >= control.mostBatches(slotCount);
}
