import type { Cuts, EventRange } from "../output/cuts.ts";
import type { LiveSchedule } from "./live/schedule.ts";

/** The place of the ring's slots in memory. */
export interface SlotPlaces {
  /** Address of the first slot, and distance between two. */
  slots: number;
  slotBytes: number;
  slotCount: number;
}

/** How the work of a run is divided: the same for all its threads. */
export interface Schedule extends SlotPlaces {
  cuts: Cuts;
  chunks: number;
  /** One thread writes the records in order into a buffer: there are no chunks, and nothing is placed. */
  serial: boolean;
  windowSeconds: number;
  sliceRecords: number;
  longestSliceSeconds: number;
  /** Where the run starts: after the first `skip` events of that second, and after `event` events in all. */
  begin: { second: number; skip: number; event: number };
  /** Events that are simulated but not encoded, in order. */
  kept: readonly EventRange[];
  /** Address of the first buffer of ordered records, and distance to the second. */
  ordered: number;
  orderedBytes: number;
  /** Present if events leave when their time comes. */
  live?: LiveSchedule | undefined;
}
