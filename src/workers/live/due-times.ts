import type { SlotPlaces } from "../schedule.ts";

/** For each entry of the ring: when the first and the last event of its batch are due. */
const DOUBLES = 2;
const DOUBLE_BYTES = 8;

/** When events are due, in milliseconds since 1970; `PAST_MS` for the past. */
export interface DueTimes {
  firstMs: number;
  lastMs: number;
}

/** Bytes of the due times of a ring. */
export function dueTimesBytes(slotCount: number): number {
  return slotCount * DOUBLES * DOUBLE_BYTES;
}

/** The due times of the batches in the ring. A batch has them before it is ready, and until it is written. */
export class DueTimesTable {
  readonly #times: Float64Array;

  constructor(
    memory: WebAssembly.Memory,
    address: number,
    private readonly slotCount: SlotPlaces["slotCount"],
  ) {
    this.#times = new Float64Array(memory.buffer, address, slotCount * DOUBLES);
  }

  put(batch: number, { firstMs, lastMs }: DueTimes): void {
    const entry = (batch % this.slotCount) * DOUBLES;
    this.#times[entry] = firstMs;
    this.#times[entry + 1] = lastMs;
  }

  get(batch: number): DueTimes {
    const entry = (batch % this.slotCount) * DOUBLES;
    return { firstMs: this.#times[entry] as number, lastMs: this.#times[entry + 1] as number };
  }
}
