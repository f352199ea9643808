import { RECORD_BYTES } from "../../assembly/layout/record.ts";
import type { Machine } from "../system/machine.ts";
import { residentBytes } from "./available.ts";
import { type MemoryPlan, TOUCHED_RESERVE } from "./plan.ts";

/** The smallest pages that systems have. */
const SYSTEM_PAGE_BYTES = 4096;

/** Writes a byte of each page, so that the system allocates it now and not during the run. */
function touchPages(bytes: Uint8Array, start: number, end: number): void {
  for (let address = start; address < Math.min(end, bytes.length); address += SYSTEM_PAGE_BYTES) {
    bytes[address] = bytes[address] as number;
  }
}

/** Touches the regions that are always used, and the part of the records' room that slices should fill. */
function touchExpected(bytes: Uint8Array, plan: MemoryPlan): void {
  const { pool, ordered, orderedBytes, sliceRecords } = plan;
  const recordBytes = sliceRecords * RECORD_BYTES * TOUCHED_RESERVE;
  touchPages(bytes, 0, pool);
  touchPages(bytes, pool, Math.min(pool + recordBytes, ordered));
  for (const start of [ordered, ordered + orderedBytes]) {
    touchPages(bytes, start, start + Math.min(recordBytes, orderedBytes));
  }
}

/** Allocates memory at the start, as far as `-Xms` and `-XX:+AlwaysPreTouch` ask for it. */
export function touchMemory(memory: WebAssembly.Memory, plan: MemoryPlan, { startBytes = 0, preTouch }: Machine): void {
  const bytes = new Uint8Array(memory.buffer);
  if (preTouch) touchExpected(bytes, plan);
  touchPages(bytes, 0, startBytes - residentBytes());
}
