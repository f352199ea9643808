import { RECORD_BYTES, RECORD_TIME } from "../../assembly/layout/record.ts";
import type { Schedule } from "./schedule.ts";

/** The two buffers of ordered records. */
export class Records {
  readonly #bytes: Uint8Array;
  readonly #times: Int32Array;

  constructor(
    memory: WebAssembly.Memory,
    private readonly schedule: Pick<Schedule, "ordered" | "orderedBytes">,
  ) {
    this.#bytes = new Uint8Array(memory.buffer);
    this.#times = new Int32Array(memory.buffer);
  }

  addressOf(buffer: number, record: number): number {
    return this.schedule.ordered + buffer * this.schedule.orderedBytes + record * RECORD_BYTES;
  }

  /** Returns the simulated second of a record. */
  secondOf(buffer: number, record: number): number {
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

  /** Copies records to an address. */
  copy(buffer: number, { first, count }: { first: number; count: number }, target: number): void {
    const from = this.addressOf(buffer, first);
    this.#bytes.copyWithin(target, from, from + count * RECORD_BYTES);
  }
}
