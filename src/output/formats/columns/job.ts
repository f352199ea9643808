import type { Kernel } from "../../../kernel/kernel.ts";
import { RowGroup } from "./group.ts";
import { planGroup } from "./places.ts";
import type { GroupSizes, Ordered } from "./shape.ts";

/** What the workers need for row groups. Threads receive a copy. */
export interface ColumnsJob extends GroupSizes {
  /** Address of the first worker's regions, and distance to the next's. */
  start: number;
  workerBytes: number;
  ordered: Ordered;
  /** Bytes of a ring slot. */
  slotBytes: number;
}

/** Returns a worker's row group, which is made again for each batch. */
export function openGroup(kernel: Kernel, memory: WebAssembly.Memory, worker: number, job: ColumnsJob): RowGroup {
  const places = planGroup(job.start + worker * job.workerBytes, job);
  return new RowGroup(kernel, memory, places, job.shape, job.ordered);
}
