import { TALLY_SECOND, TALLY_SKIP } from "../../../../assembly/layout/control.ts";
import type { Songs } from "../../../catalog/types.ts";
import type { State } from "../../../config/types.ts";
import type { Kernel } from "../../../kernel/kernel.ts";
import type { TallyPlan } from "../../../memory/tally.ts";
import type { Batch } from "../../formats/encoder.ts";
import type { ManifestTotals } from "../manifest.ts";
import { Counts } from "./counts.ts";

const HOUR_SECONDS = 3600;
const COUNT_BYTES = 8;

/** Position after the last counted event: its second, and the number of counted events in that second. */
export interface Reached {
  second: number;
  skip: number;
}

/** Counts events, batch by batch, in the kernel: the totals of a manifest. */
export class Tally {
  readonly #bytes: Uint8Array;
  readonly #counts: BigUint64Array;
  /** Events by hour of the eras that the origin of times has left. */
  readonly past: BigUint64Array<ArrayBuffer>[] = [];

  constructor(
    readonly memory: WebAssembly.Memory,
    private readonly kernel: Kernel,
    readonly plan: TallyPlan,
  ) {
    this.#bytes = new Uint8Array(memory.buffer, plan.start, plan.byteLength);
    this.#counts = new BigUint64Array(memory.buffer, plan.start, Math.floor(plan.byteLength / 8));
  }

  count({ records, events, originSeconds = 0 }: Batch): void {
    while (this.past.length * this.#eraHours * HOUR_SECONDS < originSeconds) this.#leaveEra();
    this.kernel.tallyRecords(records, events, originSeconds);
  }

  snapshot(): Uint8Array {
    return Buffer.concat([this.#bytes, ...this.past.map((hours) => new Uint8Array(hours.buffer))]);
  }

  /** Returns false if the snapshot has another size, and so belongs to another tally. */
  restore(snapshot: Uint8Array): boolean {
    const eraBytes = this.#eraHours * COUNT_BYTES;
    const pastBytes = snapshot.byteLength - this.#bytes.byteLength;
    if (pastBytes < 0 || (pastBytes > 0 && !(pastBytes % eraBytes === 0))) return false;
    const { byteLength } = this.#bytes;
    this.#bytes.set(snapshot.subarray(0, byteLength));
    for (let start = byteLength; start < snapshot.byteLength; start += eraBytes)
      this.past.push(new BigUint64Array(Uint8Array.from(snapshot.subarray(start, start + eraBytes)).buffer));
    return true;
  }

  reached(): Reached {
    const count = (offset: number) => Number(this.#counts[offset / COUNT_BYTES]);
    return { second: count(TALLY_SECOND), skip: count(TALLY_SKIP) };
  }

  /** How far the origin of times moves at once; 0 if it never does. */
  get #eraHours(): number {
    return this.plan.eraHours ?? 0;
  }

  /** The hours of the era that the origin leaves are complete. */
  #leaveEra(): void {
    const { hours, hourCount, start } = this.plan;
    const first = (hours - start) / COUNT_BYTES;
    const table = this.#counts.subarray(first, first + hourCount);
    this.past.push(table.slice(0, this.#eraHours));
    table.copyWithin(0, this.#eraHours);
    table.fill(0n, hourCount - this.#eraHours);
  }

  /** @param firstHourMs start of the hour in which the window begins, in milliseconds since 1970 */
  totals(
    states: readonly State[],
    songs: Songs,
    firstHourMs: number,
  ): Omit<ManifestTotals, "events" | "bytes" | "rawBytes"> {
    return new Counts(this.memory, this.plan, this.past).totals(states, songs, firstHourMs);
  }
}
