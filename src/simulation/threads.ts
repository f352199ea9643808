import { usualWorkers } from "../memory/budget.ts";
import type { Machine } from "../system/machine.ts";
import { WorkerPool } from "../workers/pool.ts";
import type { LogChannel } from "../workers/watch/log.ts";
import type { SimulationRequest } from "./request.ts";

/** The threads of a run, which load their code while the rest is read. Of one user there is work for one. */
export function startWorkers({ work, settings }: SimulationRequest, machine: Machine, log?: LogChannel): WorkerPool {
  const wanted = settings?.user === undefined ? (work?.workers ?? usualWorkers(machine)) : 1;
  const { youngBytes, oldBytes, stackBytes, outOfMemory } = machine;
  const dumpsHeap = outOfMemory?.heapDump !== undefined;
  return new WorkerPool(wanted, { youngBytes, oldBytes, stackBytes, log, dumpsHeap });
}
