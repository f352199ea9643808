import { roundUp } from "./sizes.ts";

/** The contents of the memory after the model. */
export type RegionName =
  | "next times"
  | "leave times"
  | "users"
  | "scratch"
  | "chunk pages"
  | "counts"
  | "totals"
  | "generator"
  | "heap"
  | "ring"
  | "tally"
  | "tally by hour"
  | "tally by song"
  | "tally by user"
  | "emitters"
  | "people"
  | "row groups"
  | "messages"
  | "due times"
  | "disorder"
  | "calendar"
  | "waiting"
  | "truth"
  | "pool"
  | "ordered"
  | "unarranged"
  | "arrivals";

/** A range of the memory. */
export interface Region {
  name: RegionName;
  start: number;
  byteLength: number;
}

/** Hands out addresses one after the other. */
export class Addresses {
  constructor(public end: number) {}

  next(byteLength: number, alignment = 64): number {
    const start = roundUp(this.end, alignment);
    this.end = start + byteLength;
    return start;
  }
}

/** Hands out regions with names. */
export class Regions extends Addresses {
  readonly all: Region[] = [];

  take(name: RegionName, byteLength: number, alignment?: number): number {
    const start = this.next(byteLength, alignment);
    this.all.push({ name, start, byteLength });
    return start;
  }
}
