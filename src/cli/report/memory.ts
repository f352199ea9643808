import { RECORD_BYTES } from "../../../assembly/layout/record.ts";
import { USER_BYTES } from "../../../assembly/layout/user.ts";
import { largestFitting, leastHeapMebibytes } from "../../memory/refusal.ts";
import type { Model } from "../../model/model.ts";
import type { Planned } from "../../simulation/plan.ts";
import { count } from "../../system/figures.ts";

const MEBIBYTE = 2 ** 20;
const NAME_WIDTH = 18;
const SIZE_WIDTH = 14;
const NEXT_TIME_BYTES = 4;
const LEAVE_TIME_BYTES = 4;
const HEAP_NODE_BYTES = 8;

/** `1,234.5 MiB`. */
export function inMebibytes(byteLength: number): string {
  return `${(byteLength / MEBIBYTE).toLocaleString("en-US", { maximumFractionDigits: 1 })} MiB`;
}

/** The largest population at the window's start. @param initial users there, for whom `population.total` holds */
function largestAtStart({ demand, population }: Planned, initial: number): number {
  const fitting = largestFitting(demand) * population.stride;
  return demand.growing ? Math.floor((fitting * initial) / Math.max(1, population.total)) : fitting;
}

function userBytes({ plan, demand: { serial, leaving, personBytes = 0 } }: Planned): number {
  const textBytes = plan.people === 0 ? 0 : personBytes;
  if (serial) return USER_BYTES + HEAP_NODE_BYTES + textBytes;
  return USER_BYTES + NEXT_TIME_BYTES + (leaving ? LEAVE_TIME_BYTES : 0) + textBytes;
}

/** Name, bytes that are expected to be touched, bytes at most, and description. */
type Row = [name: string, expected: number, most: number, what: string];

function rowsOf(planned: Planned, model: Model): Row[] {
  const { plan, demand, budget, population } = planned;
  const users = population.simulated * userBytes(planned);
  const records = plan.addressBytes - plan.pool;
  const ring = plan.slotCount * plan.slotBytes;
  const groups = demand.workers * plan.rowGroupBytes;
  const tables = plan.addressBytes - users - records - ring - groups - model.image.byteLength;
  const expected = Math.max(0, plan.touchedBytes - (plan.addressBytes - records));
  return [
    ["users", users, users, `${count(population.simulated)}, ${userBytes(planned)} bytes each`],
    ["catalog and model", model.image.byteLength, model.image.byteLength, "every string once"],
    [
      "records",
      expected,
      records,
      `slices of about ${count(plan.sliceRecords)} events of ${RECORD_BYTES} bytes; at most: room for denser ones`,
    ],
    ["ring", ring, ring, `${plan.slotCount} batches of at most ${count(plan.batchEvents)} events`],
    ...(groups === 0 ? [] : [["row groups", groups, groups, "one in the making for each worker"] satisfies Row]),
    ["tables", tables, tables, "curves, counts by second, totals"],
    ["isolates", budget.isolateBytes, budget.isolateBytes, `program, code and heaps of ${demand.workers + 1} threads`],
  ];
}

function line(name: string, expected: string, most: string, what: string): string {
  return `  ${name.padEnd(NAME_WIDTH)} ${expected.padStart(SIZE_WIDTH)} ${most.padStart(SIZE_WIDTH)}  ${what}`.trimEnd();
}

function fitting(planned: Planned, initial: number | undefined): string {
  const least = `fits from -Xmx${leastHeapMebibytes(planned.demand, planned.budget)}m on`;
  return initial === undefined ? least : `${least}; at most about ${count(largestAtStart(planned, initial))} users fit`;
}

/**
 * A run's memory, before it starts.
 * @param initial users at the window's start; without it other populations are not mentioned
 */
export function describeMemory(planned: Planned, model: Model, initial: number | undefined): string[] {
  const rows = rowsOf(planned, model);
  const total = (column: 1 | 2) => inMebibytes(rows.reduce((sum, row) => sum + row[column], 0));
  const { origin, byteLength } = planned.budget.limit;
  return [
    `memory: ${origin} allows ${inMebibytes(byteLength)}; ${fitting(planned, initial)}`,
    line("", "expected", "at most", ""),
    ...rows.map(([name, expected, most, what]) => line(name, inMebibytes(expected), inMebibytes(most), what)),
    line("all", total(1), total(2), ""),
  ];
}
