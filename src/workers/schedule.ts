import type { Cuts, EventRange } from "../output/cuts.ts";

/** Where the ring's slots stand in memory. */
export interface SlotPlaces {
  /** Address of the first one, and the distance between two. */
  slots: number;
  slotBytes: number;
  slotCount: number;
}

/** How the work of a run is cut: the same for all of its threads. */
export interface Schedule extends SlotPlaces {
  cuts: Cuts;
  chunks: number;
  /** The records come from one thread, in order, straight into a buffer: no chunks, nothing to place. */
  serial: boolean;
  windowSeconds: number;
  sliceRecords: number;
  longestSliceSeconds: number;
  /** What the run starts behind: that second's first `skip` events, and `event` events in all. */
  begin: { second: number; skip: number; event: number };
  /** Events that are simulated and not encoded, in order. */
  kept: readonly EventRange[];
  /** Address of the first buffer of ordered records, and the distance to the second. */
  ordered: number;
  orderedBytes: number;
}
