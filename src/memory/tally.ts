import { TALLY_STATES } from "../../assembly/layout/control.ts";
import type { Regions } from "./regions.ts";
import { roundUp } from "./sizes.ts";

/** What is counted for a manifest. */
export interface TallyDemand {
  states: number;
  songs: number;
  /** Hours that are counted at a time. */
  hours: number;
  /** Present if the origin of times moves by that many hours. */
  eraHours?: number | undefined;
}

/** The addresses of the totals (assembly/tally.ts). */
export interface TallyPlan {
  start: number;
  byteLength: number;
  states: number;
  hours: number;
  /** Hours from the origin on. */
  hourCount: number;
  /** By which the origin moves, if it does. */
  eraHours?: number | undefined;
  songs: number;
  users: number;
}

/** Counters of 64 bits, and a bit for each user. */
export function planTally(regions: Regions, demand: TallyDemand, users: number): TallyPlan {
  const { states, songs, hours, eraHours } = demand;
  const start = regions.take("tally", TALLY_STATES + states * 8);
  const hoursStart = regions.take("tally by hour", hours * 8);
  const songsStart = regions.take("tally by song", (songs + 1) * 8);
  const usersStart = regions.take("tally by user", roundUp(users, 64) / 8);
  return {
    start,
    byteLength: regions.end - start,
    states: start + TALLY_STATES,
    hours: hoursStart,
    hourCount: hours,
    eraHours,
    songs: songsStart,
    users: usersStart,
  };
}
