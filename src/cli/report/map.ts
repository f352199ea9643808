import { CONTROL, CONTROL_END } from "../../../assembly/layout/control.ts";
import { CRC_TABLES, DAY_CURVE, LOGARITHMS, PARAMETERS, TABLES_END } from "../../../assembly/layout/run.ts";
import type { MemoryPlan } from "../../memory/plan.ts";
import type { RegionName } from "../../memory/regions.ts";
import type { Model } from "../../model/model.ts";
import { count } from "../../system/figures.ts";

/** A line of the map; `end` is the address after the last byte. */
interface Row {
  start: number;
  end: number;
  name: string;
  what: string;
}

/** The regions below the planned ones, at the same addresses in every run. */
const FIXED: readonly Row[] = [
  { start: 0, end: PARAMETERS, name: "unused", what: "so that no valid address is 0" },
  { start: PARAMETERS, end: CONTROL, name: "parameters", what: "seed, rates, window, the address of each region" },
  {
    start: CONTROL,
    end: CONTROL_END,
    name: "control",
    what: "words that the threads share: lock, phase, buffers, ring",
  },
  { start: LOGARITHMS, end: DAY_CURVE, name: "logarithms", what: "for exponential gaps" },
  { start: DAY_CURVE, end: CRC_TABLES, name: "day curve", what: "for each second of a day" },
  { start: CRC_TABLES, end: TABLES_END, name: "checksums", what: "of each byte, for batches of Kafka" },
];

const PURPOSES: Readonly<Record<RegionName, string>> = {
  "next times": "when each user's next event is",
  "leave times": "when each user leaves",
  users: "where each user is: session, state, song",
  scratch: "lists of users to simulate, for each worker",
  "chunk pages": "the first page of records of each chunk",
  counts: "records by chunk and second of the slice",
  totals: "records by second of the slice",
  generator: "random numbers of the original's engine",
  heap: "users by the time of their next event",
  ring: "encoded batches that wait for their turn",
  tally: "totals for the manifest, and by state",
  "tally by hour": "events in each hour",
  "tally by song": "plays of each song",
  "tally by user": "a bit for each user who was there",
  emitters: "where each text was written last, for each worker",
  "row groups": "columns of a row group in the making, for each worker",
  messages: "records of a batch by partition, for each worker",
  "due times": "when the batches in the ring may leave",
  people: "what a line says of each user",
  pool: "pages of records as they are simulated",
  ordered: "two buffers of records in the order of the output",
  disorder: "which events are late, doubled and lost",
  calendar: "for each second, the events that will arrive in it",
  waiting: "events that will arrive later",
  truth: "what happened to events, until it is in its file",
  unarranged: "records of a slice before they are in order of arrival",
  arrivals: "when each record of the buffers arrives",
};

function rowsOf({ regions }: MemoryPlan, { image }: Model): Row[] {
  return [
    ...FIXED,
    {
      start: image.base,
      end: image.base + image.byteLength,
      name: "model",
      what: "configuration and catalog as tables",
    },
    ...regions.map(({ name, start, byteLength }) => ({ start, end: start + byteLength, name, what: PURPOSES[name] })),
  ];
}

function address(value: number): string {
  return `0x${value.toString(16).padStart(8, "0")}`;
}

function line(start: string, end: string, bytes: string, name: string, what: string): string {
  return `  ${start.padEnd(10)}  ${end.padEnd(10)}  ${bytes.padStart(13)}  ${name.padEnd(13)}  ${what}`.trimEnd();
}

/** The shared memory from address 0 to its end: every region, with its purpose. */
export function describeMap(plan: MemoryPlan, model: Model): string[] {
  const rows = rowsOf(plan, model);
  const used = rows.reduce((sum, { start, end }) => sum + end - start, 0);
  const { addressBytes } = plan;
  return [
    "map of the shared memory; room that a run does not touch takes no memory:",
    line("start", "end", "bytes", "region", "what for"),
    ...rows.map(({ start, end, name, what }) => line(address(start), address(end), count(end - start), name, what)),
    line("", "", count(addressBytes - used), "between them", "since regions begin at multiples of 64 bytes or more"),
    line(address(0), address(addressBytes), count(addressBytes), "all", ""),
  ];
}
