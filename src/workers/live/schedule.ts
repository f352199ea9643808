import type { LiveSettings } from "./settings.ts";

/** What the threads of a live run know besides its schedule. */
export interface LiveSchedule extends LiveSettings {
  /** Address of the due times in the ring (due-times.ts). */
  dueTimes: number;
  /** Batches are row groups, which end with their file or when they are full. */
  hasGroups: boolean;
}
