import type { Cuts, EventRange } from "../output/cuts.ts";
import type { LiveSchedule } from "./live/schedule.ts";

/** The place of the ring's slots in memory. */
export interface SlotPlaces {
  /** Address of the first slot, and distance between two. */
  slots: number;
  slotBytes: number;
  slotCount: number;
}

/** What happens to a slice that is put into the order of arrival. Seconds and periods are then those of arrivals. */
export interface DisorderSchedule {
  /** The last arrival is before this second; the window ends earlier. */
  endSeconds: number;
  /** Address of the first buffer's column of arrivals, and distance to the second. */
  arrivals: number;
  arrivalBytes: number;
  /** Distance from a copy of a batch's records to their arrivals; 0 if there are no copies. */
  inSlot: number;
}

/** How the work of a run is divided: the same for all its threads. */
export interface Schedule extends SlotPlaces {
  cuts: Cuts;
  chunks: number;
  /** One thread writes the records in order into a buffer: there are no chunks, and nothing is placed. */
  serial: boolean;
  windowSeconds: number;
  /** Present if the origin of times follows the run (src/memory/origin/origin.ts). */
  eraSeconds?: number | undefined;
  sliceRecords: number;
  longestSliceSeconds: number;
  /** Where the run starts: after the first `skip` events from that second on, and after `event` events in all. */
  begin: { second: number; skip: number; event: number };
  /** Events that are simulated but not encoded, in order. */
  kept: readonly EventRange[];
  /** Address of the first buffer of ordered records, and distance to the second. */
  ordered: number;
  orderedBytes: number;
  /** Present if events leave when their time comes. */
  live?: LiveSchedule | undefined;
  /** Where events leave in another order than they happen. */
  disorder?: DisorderSchedule | undefined;
}
