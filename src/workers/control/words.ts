import {
  CONTROL,
  CONTROL_END,
  CONTROL_FAULT,
  CONTROL_HOST,
  CONTROL_POOL_NEXT,
} from "../../../assembly/layout/control.ts";
import { LARGEST_SLOT_COUNT } from "../../memory/sizes.ts";

// The control block: 32-bit words from its start, and doubles at its end.

/** Phases of the current slice: its chunks are being made, simulated or placed, or the slice waits. */
export const Phase = {
  /** The population is being made; there is no slice yet. */
  Make: 0,
  Simulate: 1,
  /** The last worker to finish a chunk computes the places. */
  Sum: 2,
  /** The slice waits until its ordered buffer has been encoded, before it is placed or, in serial mode, simulated. */
  Wait: 3,
  Place: 4,
  /** No slice is left. */
  Done: 5,
  /** One worker puts the placed slice into the order of arrival. */
  Arrange: 6,
  /** All records are being encoded; then one worker moves the origin, and then the times of chunks move with it. */
  Drain: 7,
  MoveOrigin: 8,
  Move: 9,
} as const;

/** Indexes of 32-bit words in the control block, which starts at CONTROL. */
export const Word = {
  PoolNext: (CONTROL_POOL_NEXT - CONTROL) / 4,
  Fault: (CONTROL_FAULT - CONTROL) / 4,
  /** 0 free, 1 held, 2 held and contended. */
  Lock: (CONTROL_HOST - CONTROL) / 4,
  /** Incremented when there may be work; workers sleep on it. */
  Signal: 3,
  /** Incremented when a batch is ready; the writer sleeps on it. */
  Ready: 4,
  /** The number, 0 or 1, of the buffer that receives the next records. */
  Buffer: 5,
  Phase: 6,
  /** Next chunk of the phase to hand out, and number of finished chunks. */
  ChunkNext: 7,
  ChunksDone: 8,
  Slice: 9,
  /** Number of records at the front of the slice's buffer that the previous slice left over: less than a batch. */
  Carry: 12,
  /** Their index in the other buffer. */
  CarryFrom: 13,
  SliceRecords: 14,
  /** Batches planned so far in the run; final once `Phase` is Done. */
  BatchesPlanned: 15,
  BatchesWritten: 16,
  Sleepers: 17,
  /** Not 0: the writer needs no more batches. */
  Stop: 34,
  /** Who writes (`Turn` in direct.ts), and the descriptor if workers do. */
  Turn: 35,
  Descriptor: 36,
  /** Number of workers that have done their last task. */
  Ended: 37,
  /** The system's error number if a worker could not write, as Node's `errno`; 0 if there was no error. */
  WriteError: 38,
  /** Not 0: a pipe was full. */
  PipeWasFull: 39,
  /**
   * For each of the two ordered buffers: first batch, number of batches, handed out, finished, records in these
   * batches; while live, all its records, and the next one to hand out.
   */
  Buffers: 18,
  /** For each entry of the ring, which holds the batches in order: SlotWord. */
  Slots: 40,
} as const;

export const BufferWord = {
  FirstBatch: 0,
  Batches: 1,
  BatchNext: 2,
  BatchesDone: 3,
  Events: 4,
  Records: 5,
  RecordNext: 6,
} as const;
export const BUFFER_WORDS = 8;
/**
 * Batch + 1 that the entry holds; its size (0 for a kept batch) as encoded and before compression; its events; the
 * simulated seconds of its first and last event, since an origin; its slot, and its offset in the slot; the origin, in
 * days since the window's start. `Taken` belongs to the slot, not the entry: whether the slot is taken.
 */
export const SlotWord = {
  Batch: 0,
  Bytes: 1,
  RawBytes: 2,
  Events: 3,
  FirstSecond: 4,
  LastSecond: 5,
  Place: 6,
  Start: 7,
  Taken: 8,
  OriginDays: 9,
} as const;
export const SLOT_WORDS = 10;

export const CONTROL_WORDS = (CONTROL_END - CONTROL) / 4;
/** Indexes of the doubles at the control block's end: counts that may exceed 2^32 or be infinite. */
export const Count = {
  /** Events that may still be planned (`--events`). */
  EventsLeft: 0,
  /** Number of events from the next one to plan to the end of its group. */
  ToGroupEnd: 1,
  /** The same for the first record of each of the two buffers. */
  BufferToGroupEnd: 2,
  /** Records per second in the previous slice. */
  Density: 4,
  /** Number in the run of the next event to plan. */
  NextEvent: 5,
  /** The same for the first record of each of the two buffers. */
  BufferEvent: 6,
  /** Totals written, if workers write. */
  EventsWritten: 8,
  BytesWritten: 9,
  RawBytesWritten: 10,
  /** Records of the slice before they are put into the order of arrival. */
  SliceMade: 11,
  /** Events before the run's beginning that are still to be dropped. */
  ToDrop: 12,
  /** Seconds of the window: the current slice, and the last event written if workers write. */
  SliceStart: 13,
  SliceEnd: 14,
  SecondWritten: 15,
} as const;
export const COUNTS = 16;

if (Word.Slots + LARGEST_SLOT_COUNT * SLOT_WORDS > CONTROL_WORDS - 2 * COUNTS)
  throw new Error("the ring's words do not fit");
