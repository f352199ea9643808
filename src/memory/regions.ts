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
  | "pool"
  | "ordered";

/** A range of the memory. */
export interface Region {
  name: RegionName;
  start: number;
  byteLength: number;
}

/** Hands out regions one after the other. */
export class Regions {
  readonly all: Region[] = [];

  constructor(public end: number) {}

  take(name: RegionName, byteLength: number, alignment = 64): number {
    const start = roundUp(this.end, alignment);
    this.end = start + byteLength;
    this.all.push({ name, start, byteLength });
    return start;
  }
}
