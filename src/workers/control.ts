import { CONTROL, CONTROL_END, CONTROL_FAULT, CONTROL_HOST, CONTROL_POOL_NEXT } from "../../assembly/layout.ts";
import { LARGEST_SLOT_COUNT } from "../memory/sizes.ts";

/** What the slice at the front of the run is in: its chunks are being made, simulated or placed, or it waits. */
export const Phase = {
  /** The population is being made; no slice yet. */
  Make: 0,
  Simulate: 1,
  /** The last worker to finish a chunk computes the places. */
  Sum: 2,
  /** The slice waits until its ordered buffer has been encoded. */
  Wait: 3,
  Place: 4,
  /** No slice is left. */
  Done: 5,
} as const;

/** Indexes of 32-bit words in the control block, from CONTROL on. */
export const Word = {
  PoolNext: (CONTROL_POOL_NEXT - CONTROL) / 4,
  Fault: (CONTROL_FAULT - CONTROL) / 4,
  /** 0 free, 1 held, 2 held and waited for. */
  Lock: (CONTROL_HOST - CONTROL) / 4,
  /** Moves whenever there may be something to do; workers sleep on it. */
  Signal: 3,
  /** Moves whenever a part is ready; the writer sleeps on it. */
  Ready: 4,
  Phase: 6,
  /** Next chunk of the phase to hand out, and how many are finished. */
  ChunkNext: 7,
  ChunksDone: 8,
  Slice: 9,
  SliceStart: 10,
  SliceEnd: 11,
  SliceRecords: 12,
  /** Parts planned so far in the run; final once `Phase` is Done. */
  PartsPlanned: 13,
  PartsWritten: 14,
  Sleepers: 15,
  /** For each of the two ordered buffers: first part, number of parts, handed out, finished, events, end of slice. */
  Buffers: 16,
  /** For each entry of the ring, which holds the parts in order: SlotWord. */
  Slots: 32,
} as const;

export const BufferWord = { FirstPart: 0, Parts: 1, PartNext: 2, PartsDone: 3, Events: 4, Second: 5 } as const;
export const BUFFER_WORDS = 8;
/**
 * Part + 1 that the entry holds, its bytes and events, the simulated second that it reaches, and the slot of memory that
 * it lies in; and, by slot and not by entry, whether the slot is taken.
 */
export const SlotWord = { Part: 0, Bytes: 1, Events: 2, Second: 3, Place: 4, Taken: 5 } as const;
export const SLOT_WORDS = 6;

const CONTROL_WORDS = (CONTROL_END - CONTROL) / 4;
/** The last two words hold how many events may still be planned, as a double. */
const EVENTS_LEFT_ADDRESS = CONTROL_END - 8;

if (Word.Slots + LARGEST_SLOT_COUNT * SLOT_WORDS > CONTROL_WORDS - 2) throw new Error("the ring's words do not fit");

export function controlWords(memory: WebAssembly.Memory): Int32Array {
  return new Int32Array(memory.buffer, CONTROL, CONTROL_WORDS);
}

/** One double: how many events may still be planned (`--events`). */
export function eventsLeft(memory: WebAssembly.Memory): Float64Array {
  return new Float64Array(memory.buffer, EVENTS_LEFT_ADDRESS, 1);
}
