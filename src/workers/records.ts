import { ARRIVAL_BYTES, ARRIVAL_SECOND } from "../../assembly/layout/disorder.ts";
import { RECORD_BYTES, RECORD_TIME } from "../../assembly/layout/record.ts";
import { Origin } from "../memory/origin/origin.ts";
import type { Range } from "../output/cuts.ts";
import { DAY_SECONDS } from "../system/day.ts";
import type { DisorderSchedule, Schedule } from "./schedule.ts";

function arrivalOf({ arrivals, arrivalBytes }: DisorderSchedule, buffer: number, record: number): number {
  return arrivals + buffer * arrivalBytes + record * ARRIVAL_BYTES;
}

/** The two buffers of ordered records. */
export class Records {
  readonly #bytes: Uint8Array;
  readonly #times: Int32Array;
  readonly #origin: Origin;

  constructor(
    memory: WebAssembly.Memory,
    private readonly schedule: Pick<Schedule, "ordered" | "orderedBytes" | "disorder">,
  ) {
    this.#bytes = new Uint8Array(memory.buffer);
    this.#times = new Int32Array(memory.buffer);
    this.#origin = new Origin(memory);
  }

  addressOf(buffer: number, record: number): number {
    return this.schedule.ordered + buffer * this.schedule.orderedBytes + record * RECORD_BYTES;
  }

  /** Returns the simulated second in which a record leaves: its own, unless events leave in another order. */
  secondOf(buffer: number, record: number): number {
    return this.#origin.seconds + this.sinceOrigin(buffer, record);
  }

  /** Whole days from the window's start. */
  get originDays(): number {
    return this.#origin.seconds / DAY_SECONDS;
  }

  /** The same second, since the origin. */
  sinceOrigin(buffer: number, record: number): number {
    const { disorder } = this.schedule;
    if (disorder !== undefined)
      return (this.#times[arrivalOf(disorder, buffer, record) / 4] as number) & ARRIVAL_SECOND;
    return this.#times[(this.addressOf(buffer, record) + RECORD_TIME) / 4] as number;
  }

  /** Returns the first of a buffer's `count` records that is at this second or later; `count` if there is none. */
  firstAt(buffer: number, count: number, second: number): number {
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.secondOf(buffer, middle) < second) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Moves records to the front of a buffer. */
  move(buffer: number, range: Range, target: number): void {
    const { disorder } = this.schedule;
    this.#copy(buffer, range, this.addressOf(target, 0), disorder && arrivalOf(disorder, target, 0));
  }

  /** Copies records to an address, and their arrivals beside them. */
  copy(buffer: number, range: Range, target: number): void {
    const { disorder } = this.schedule;
    this.#copy(buffer, range, target, disorder && target + disorder.inSlot);
  }

  /** @param arrivalsTo where the arrivals go, if records have some */
  #copy(buffer: number, { first, count }: Range, recordsTo: number, arrivalsTo: number | undefined): void {
    const from = this.addressOf(buffer, first);
    this.#bytes.copyWithin(recordsTo, from, from + count * RECORD_BYTES);
    const { disorder } = this.schedule;
    if (disorder === undefined || arrivalsTo === undefined) return;
    const arrivals = arrivalOf(disorder, buffer, first);
    this.#bytes.copyWithin(arrivalsTo, arrivals, arrivals + count * ARRIVAL_BYTES);
  }
}
