import * as layout from "../../assembly/layout/disorder.ts";
import { RECORD_BYTES } from "../../assembly/layout/record.ts";
import { type DisorderSettings, holdOf, type Shift } from "../config/disorder/settings.ts";
import { DAY_SECONDS, secondOfDay } from "../system/day.ts";
import type { Regions } from "./regions.ts";
import { clamp, roundUp } from "./sizes.ts";

/** Draws have as many bits as a double's fraction. */
const DRAWS = 2 ** 53;
const TRUTH_ENTRIES = 65_536;
/** Room for waiting records, in multiples of those that are expected: what a run needs to begin, and what it gets where there is room. */
const LEAST_MARGIN = 1.5;
const USUAL_MARGIN = 4;
const LEAST_WAITING_RECORDS = 16_384;
/** They get no more than this part of the room, 1 in this many, beyond what they need. */
const WAITING_SHARE = 4;

/** The memory that disorder needs. */
export interface DisorderDemand {
  /** The longest time from an event to its arrival. */
  longestSeconds: number;
  /** Records of a user that are expected to wait at a time. */
  waitingPerUser: number;
  /** Whether each late, doubled and lost event is listed. */
  isTold: boolean;
}

/** The addresses of what disorder needs, apart from the records of slices. */
export interface DisorderPlan {
  block: number;
  buckets: number;
  bucketCount: number;
  nodes: number;
  nodeCount: number;
  /** 0 if nobody wants to know. */
  truth: number;
  truthEntries: number;
  /** The records of a slice that are not in the order of arrival yet: where a third ordered buffer would be. */
  input: number;
  /** A column for each buffer of ordered records. */
  arrivals: number;
  arrivalBytes: number;
}

/** Returns the least number of waiting records that a run has room for. */
export function leastWaitingRecords({ waitingPerUser }: DisorderDemand, users: number): number {
  return LEAST_WAITING_RECORDS + Math.ceil(users * waitingPerUser * LEAST_MARGIN);
}

/** Takes what has a fixed size. @param room bytes that are left for records */
export function planWaiting(
  regions: Regions,
  demand: DisorderDemand,
  users: number,
  room: number,
): Omit<DisorderPlan, "input" | "arrivals" | "arrivalBytes"> {
  const { longestSeconds, isTold } = demand;
  const bucketCount = longestSeconds + 1;
  const truthEntries = isTold ? TRUTH_ENTRIES : 0;
  const spare = Math.floor(room / WAITING_SHARE / layout.WAITING_BYTES);
  const least = leastWaitingRecords(demand, users);
  const nodeCount = clamp(spare, least, Math.ceil((least * USUAL_MARGIN) / LEAST_MARGIN));
  return {
    block: regions.take("disorder", layout.DISORDER_BYTES),
    buckets: regions.take("calendar", bucketCount * layout.BUCKET_BYTES),
    bucketCount,
    nodes: regions.take("waiting", nodeCount * layout.WAITING_BYTES),
    nodeCount,
    truth: isTold ? regions.take("truth", truthEntries * layout.TRUTH_BYTES) : 0,
    truthEntries,
  };
}

/** Takes the room of a slice before it is in the order of arrival, which begins where the buffers end, and the columns of arrivals. */
export function planSlice(
  regions: Regions,
  { sliceCapacity, orderedBytes }: { sliceCapacity: number; orderedBytes: number },
): Pick<DisorderPlan, "input" | "arrivals" | "arrivalBytes"> {
  const arrivalBytes = roundUp((orderedBytes / RECORD_BYTES) * layout.ARRIVAL_BYTES, 64);
  return {
    input: regions.take("unarranged", sliceCapacity * RECORD_BYTES + 64),
    arrivals: regions.take("arrivals", 2 * arrivalBytes),
    arrivalBytes,
  };
}

/** Returns the ends of the ranges of draws, one after the other: lost, late and doubled, late, doubled. */
function rangesOf({ lose = 0, late, duplicate }: DisorderSettings): [number, number, number, number] {
  const kept = 1 - lose;
  const lateShare = late?.share ?? 0;
  const doubledShare = duplicate?.share ?? 0;
  const both = lose + kept * lateShare * doubledShare;
  const anyLate = lose + kept * lateShare;
  const doubled = anyLate + kept * (1 - lateShare) * doubledShare;
  return [lose, both, anyLate, doubled];
}

/** Describes the disorder of a run to the kernel (assembly/layout/disorder.ts). */
export class DisorderBlock {
  readonly #view: DataView;

  constructor(
    memory: WebAssembly.Memory,
    private readonly plan: DisorderPlan,
  ) {
    this.#view = new DataView(memory.buffer, plan.block, layout.DISORDER_BYTES);
  }

  /** @param start of the window, in whole seconds since 1970 */
  write(settings: DisorderSettings, start: number): void {
    const offsets = [layout.DISORDER_LOST, layout.DISORDER_BOTH, layout.DISORDER_LATE, layout.DISORDER_DUPLICATE];
    for (const [index, share] of rangesOf(settings).entries())
      this.#view.setBigUint64(offsets[index] as number, BigInt(Math.min(DRAWS, Math.round(share * DRAWS))), true);
    const { late, duplicate, shifts = [] } = settings;
    this.#word(layout.DISORDER_LATE_MEAN, late?.meanSeconds ?? 1);
    this.#word(layout.DISORDER_LATE_MOST, late?.mostSeconds ?? 1);
    this.#word(layout.DISORDER_DUPLICATE_MEAN, duplicate?.meanSeconds ?? 1);
    this.#word(layout.DISORDER_DUPLICATE_MOST, duplicate?.mostSeconds ?? 1);
    this.#word(layout.DISORDER_SHIFT_COUNT, shifts.length);
    for (const [index, shift] of shifts.entries()) this.#writeShift(index, shift, start);
    this.#writePlaces();
  }

  #writePlaces(): void {
    const { plan } = this;
    this.#word(layout.DISORDER_INPUT, plan.input);
    this.#word(layout.DISORDER_ARRIVALS, plan.arrivals);
    this.#word(layout.DISORDER_ARRIVAL_BYTES, plan.arrivalBytes);
    this.#word(layout.DISORDER_BUCKETS, plan.buckets);
    this.#word(layout.DISORDER_BUCKET_COUNT, plan.bucketCount);
    this.#word(layout.DISORDER_NODES, plan.nodes);
    this.#word(layout.DISORDER_NODE_LIMIT, plan.nodeCount);
    this.#word(layout.DISORDER_TRUTH, plan.truth);
    this.#word(layout.DISORDER_TRUTH_LIMIT, plan.truthEntries);
  }

  #writeShift(index: number, shift: Shift, start: number): void {
    const { start: at, seconds, releaseSeconds } = holdOf(shift);
    const offset = layout.DISORDER_SHIFTS + index * layout.SHIFT_BYTES;
    const origin = shift.isDaily ? secondOfDay(start) : start;
    this.#view.setFloat64(offset + layout.SHIFT_START, at - origin, true);
    this.#word(offset + layout.SHIFT_PERIOD, shift.isDaily ? DAY_SECONDS : 0);
    this.#word(offset + layout.SHIFT_HOLD, seconds);
    this.#word(offset + layout.SHIFT_RELEASE, releaseSeconds);
  }

  #word(offset: number, value: number): void {
    this.#view.setUint32(offset, value, true);
  }
}

/**
 * Events that arrive late, of which a second copy arrives, that never arrive, and that an outage or a burst holds although
 * they are not late.
 */
export interface DisorderTotals {
  late: number;
  duplicated: number;
  lost: number;
  held: number;
}

/** Reads what the kernel has counted so far. */
export function disorderTotalsOf(memory: WebAssembly.Memory, { block }: DisorderPlan): DisorderTotals {
  const [late, duplicated, lost, held] = new BigUint64Array(
    memory.buffer,
    block + layout.DISORDER_COUNTS,
    layout.DISORDER_COUNTED,
  );
  return { late: Number(late), duplicated: Number(duplicated), lost: Number(lost), held: Number(held) };
}
