import { WAITING_BYTES } from "../../assembly/layout/disorder.ts";
import { UsageError } from "../system/errors.ts";
import type { Budget } from "./budget.ts";
import { leastWaitingRecords } from "./disorder.ts";
import { ADDRESS_LIMIT_BYTES, type Demand, largestPopulation, leastBytes } from "./plan.ts";

const MEBIBYTE = 2 ** 20;
/**
 * Margin in the advice: the program's own memory varies from start to start, and the advised limit must be enough at the next
 * start, too. Measured variation after a collection: within 1 MiB.
 */
const MARGIN_BYTES = 8 * MEBIBYTE;

function inMebibytes(byteLength: number): string {
  return `${Math.ceil(byteLength / MEBIBYTE).toLocaleString("en-US")} MiB`;
}

/** The least `-Xmx`, in MiB, with which the demand fits; undefined if it exceeds the address space. */
export function leastHeapMebibytes(demand: Demand, budget: Budget): number | undefined {
  const { isolateBytes, missingWorkers, workerBytes } = budget;
  const shared = leastBytes({ ...demand, workers: demand.workers + missingWorkers });
  if (shared > ADDRESS_LIMIT_BYTES) return undefined;
  return Math.ceil((shared + isolateBytes + missingWorkers * workerBytes + MARGIN_BYTES) / MEBIBYTE);
}

/** The largest population that fits at every start, in slots. */
export function largestFitting(demand: Demand): number {
  return largestPopulation({ ...demand, limitBytes: demand.limitBytes - MARGIN_BYTES });
}

function fewer(demand: Demand): string {
  const largest = largestFitting(demand);
  if (largest === 0) {
    const fitting = largestPopulation(demand) === 0 ? "Not even one fits" : "Hardly one fits";
    const batches = demand.rowGroups === undefined ? "--part-events" : "--row-group-events";
    return `${fitting}: use fewer --workers, smaller --slice-events and ${batches}`;
  }
  const fitting = `At most ${largest.toLocaleString("en-US")} users fit`;
  return demand.growing
    ? `${fitting}, with those who arrive: use a smaller --growth-rate, a shorter window or fewer --nusers`
    : `${fitting}: use --nusers ${largest} or fewer`;
}

function more(demand: Demand, budget: Budget): string {
  const heap = leastHeapMebibytes(demand, budget);
  if (heap === undefined && demand.serial) return "the original's users cannot be made in several runs";
  if (heap === undefined) return "or --part, to make the users in several runs";
  return budget.isShortOfMemory ? "or free memory" : `or -Xmx${heap}m`;
}

/** Throws the error for a population that does not fit: the memory it needs, the limit, and both remedies. */
export function refusePopulation(demand: Demand, budget: Budget): never {
  const needed = inMebibytes(leastBytes(demand) + budget.isolateBytes);
  const { byteLength, origin } = budget.limit;
  // Addresses have 32 bits, whatever the limit.
  const allowed =
    demand.limitBytes >= ADDRESS_LIMIT_BYTES
      ? "4 GiB of users, records and batches can be addressed"
      : `${origin} allows ${inMebibytes(byteLength)}`;
  const waiting = demand.disorder && leastWaitingRecords(demand.disorder, demand.users) * WAITING_BYTES;
  const waitingPart = waiting === undefined ? "" : `, ${inMebibytes(waiting)} of it for events that wait to arrive`;
  throw new UsageError(
    `${demand.users === 1 ? "1 user needs" : `${demand.users.toLocaleString("en-US")} users need`} ${needed} of memory${waitingPart}; ${allowed}. ${fewer(demand)}, ${more(demand, budget)}.`,
  );
}
