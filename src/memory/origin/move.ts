import type { Kernel } from "../../kernel/kernel.ts";
import { compileDays } from "../../model/days.ts";
import { Origin } from "./origin.ts";

/** Where the table of weekends and holidays is, and what it is made of. It begins before the origin and moves with it. */
export interface DaysJob {
  address: number;
  byteLength: number;
  /** Start of the window, in seconds since 1970. */
  startSeconds: number;
  /** Length of the part after the origin. */
  windowSeconds: number;
  country: string;
}

/** How the origin moves. */
export interface Move {
  eraSeconds: number;
  /** The run's first second that is written. */
  firstSecond: number;
  /** Whether events wait to arrive. */
  isWaited: boolean;
}

/** Moves the origin of times by an era, with all but the users. Nothing else may be under way. */
export async function moveOrigin(
  kernel: Kernel,
  memory: WebAssembly.Memory,
  { eraSeconds, firstSecond, isWaited }: Move,
  { address, byteLength, startSeconds, windowSeconds, country }: DaysJob,
): Promise<void> {
  const origin = new Origin(memory);
  origin.move(eraSeconds, firstSecond);
  if (isWaited) kernel.moveWaiting(eraSeconds);
  const { free } = await compileDays(startSeconds + origin.seconds, windowSeconds, country);
  new Uint8Array(memory.buffer, address, byteLength).set(free);
}
