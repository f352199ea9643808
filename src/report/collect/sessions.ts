import { type MemoryMeter, withRoom } from "./memory.ts";
import { NumberTable } from "./number-table.ts";

/** Pages of the funnels, step after step. */
export const FUNNELS = [
  { name: "register", pages: ["Register", "Submit Registration"] },
  { name: "upgrade", pages: ["Upgrade", "Submit Upgrade"] },
  { name: "downgrade", pages: ["Downgrade", "Submit Downgrade"] },
  { name: "cancel", pages: ["Cancel", "Cancellation Confirmation"] },
] as const;

/** Of a session in a map: its key and value, and room for more. */
const MAP_ENTRY_BYTES = 60;

/**
 * Sessions by their ids. None ends before the files do: a late event, or a file that is read before an earlier one, would open it
 * again. A session takes 28 bytes, up to half of them again for room, and those of NumberTable: 43 to 68.
 */
export class Sessions {
  readonly #table: NumberTable;
  #first = new Float64Array(0);
  #last = new Float64Array(0);
  #events = new Uint32Array(0);
  #songs = new Uint32Array(0);
  /**
   * For each funnel, where its first page comes first in a session, and where its second page comes last. The second comes after the
   * first exactly if the latter is larger, in whatever order the events arrive.
   */
  readonly #firstSteps = FUNNELS.map(() => new Map<number, number>());
  readonly #lastSteps = FUNNELS.map(() => new Map<number, number>());

  constructor(private readonly meter: MemoryMeter) {
    this.#table = new NumberTable(meter);
  }

  /** Returns the session's index. */
  add(sessionId: number, ts: number, isSong: boolean): number {
    const index = this.#table.indexOf(sessionId);
    if (index >= this.#first.length) this.#reserve(index);
    if (this.#events[index] === 0) {
      this.#first[index] = ts;
      this.#last[index] = ts;
    } else {
      if (ts < this.#first[index]!) this.#first[index] = ts;
      if (ts > this.#last[index]!) this.#last[index] = ts;
    }
    this.#events[index]!++;
    if (isSong) this.#songs[index]!++;
    return index;
  }

  #reserve(index: number): void {
    this.#first = withRoom(this.#first, index, this.meter);
    this.#last = withRoom(this.#last, index, this.meter);
    this.#events = withRoom(this.#events, index, this.meter);
    this.#songs = withRoom(this.#songs, index, this.meter);
  }

  /** @param step 0 or 1 */
  addStep(index: number, funnel: number, step: number, itemInSession: number): void {
    const steps = (step === 0 ? this.#firstSteps : this.#lastSteps)[funnel]!;
    const known = steps.get(index);
    if (known === undefined) this.meter.take(MAP_ENTRY_BYTES);
    else if (step === 0 ? known <= itemInSession : known >= itemInSession) return;
    steps.set(index, itemInSession);
  }

  get count(): number {
    return this.#table.size;
  }

  /** Milliseconds since 1970 of the first event of each. */
  get firstTs(): Float64Array {
    return this.#first.subarray(0, this.count);
  }

  get eventCounts(): Uint32Array {
    return this.#events.subarray(0, this.count);
  }

  get songCounts(): Uint32Array {
    return this.#songs.subarray(0, this.count);
  }

  /** Milliseconds from the first event of each to its last one. */
  lengths(): Float64Array {
    this.meter.take(8 * this.count);
    return Float64Array.from({ length: this.count }, (_, index) => this.#last[index]! - this.#first[index]!);
  }

  /** The sessions that came to each page of a funnel. */
  stepsOf(funnel: number): [first: number, second: number] {
    const [firsts, lasts] = [this.#firstSteps[funnel]!, this.#lastSteps[funnel]!];
    let both = 0;
    for (const [index, item] of firsts) if ((lasts.get(index) ?? Number.NEGATIVE_INFINITY) > item) both++;
    return [firsts.size, both];
  }
}
