import { TALLY_SECOND, TALLY_SESSIONS, TALLY_SKIP, TALLY_USERS } from "../../../assembly/layout/control.ts";
import type { Songs } from "../../catalog/types.ts";
import type { State } from "../../config/types.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import type { TallyPlan } from "../../memory/tally.ts";
import type { Batch } from "../formats/encoder.ts";
import { type ManifestTotals, MOST_TRACKS } from "./manifest.ts";

const HOUR_MS = 3_600_000;
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
  readonly #past: BigUint64Array[] = [];

  constructor(
    memory: WebAssembly.Memory,
    private readonly kernel: Kernel,
    private readonly plan: TallyPlan,
  ) {
    this.#bytes = new Uint8Array(memory.buffer, plan.start, plan.byteLength);
    this.#counts = new BigUint64Array(memory.buffer, plan.start, Math.floor(plan.byteLength / 8));
  }

  count({ records, events, originSeconds = 0 }: Batch): void {
    while (this.#past.length * this.#eraHours * HOUR_SECONDS < originSeconds) this.#leaveEra();
    this.kernel.tallyRecords(records, events, originSeconds);
  }

  snapshot(): Uint8Array {
    return Buffer.concat([this.#bytes, ...this.#past.map((hours) => new Uint8Array(hours.buffer))]);
  }

  /** Returns false if the snapshot has another size, and so belongs to another tally. */
  restore(snapshot: Uint8Array): boolean {
    const eraBytes = this.#eraHours * COUNT_BYTES;
    const pastBytes = snapshot.byteLength - this.#bytes.byteLength;
    if (pastBytes < 0 || (pastBytes > 0 && !(pastBytes % eraBytes === 0))) return false;
    const { byteLength } = this.#bytes;
    this.#bytes.set(snapshot.subarray(0, byteLength));
    for (let start = byteLength; start < snapshot.byteLength; start += eraBytes)
      this.#past.push(new BigUint64Array(Uint8Array.from(snapshot.subarray(start, start + eraBytes)).buffer));
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
    this.#past.push(table.slice(0, this.#eraHours));
    table.copyWithin(0, this.#eraHours);
    table.fill(0n, hourCount - this.#eraHours);
  }

  /** @param firstHourMs start of the hour in which the window begins, in milliseconds since 1970 */
  totals(
    states: readonly State[],
    songs: Songs,
    firstHourMs: number,
  ): Omit<ManifestTotals, "events" | "bytes" | "rawBytes"> {
    const byState = this.#column(this.plan.states, states.length);
    const bySong = this.#column(this.plan.songs, songs.title.length);
    const byHour = [
      ...this.#past.flatMap((counts) => Array.from(counts, Number)),
      ...this.#column(this.plan.hours, this.plan.hourCount),
    ];
    return {
      users: Number(this.#counts[TALLY_USERS / 8]),
      sessions: Number(this.#counts[TALLY_SESSIONS / 8]),
      songs: bySong.reduce((sum, plays) => sum + plays, 0),
      pages: sumBy(states, byState, ({ page }) => page),
      levels: sumBy(states, byState, ({ level }) => level),
      hours: Object.fromEntries(
        byHour.flatMap((count, hour) => (count > 0 ? [[hourName(firstHourMs + hour * HOUR_MS), count]] : [])),
      ),
      topTracks: topTracks(bySong, songs),
    };
  }

  #column(address: number, length: number): number[] {
    const first = (address - this.plan.start) / 8;
    return Array.from(this.#counts.subarray(first, first + length), Number);
  }
}

function sumBy(states: readonly State[], counts: number[], nameOf: (state: State) => string): Record<string, number> {
  const sums = new Map<string, number>();
  states.forEach((state, index) => {
    const count = counts[index] as number;
    if (count > 0) sums.set(nameOf(state), (sums.get(nameOf(state)) ?? 0) + count);
  });
  return Object.fromEntries([...sums].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** `2026-01-31T17`, UTC. */
function hourName(instantMs: number): string {
  return new Date(instantMs).toISOString().slice(0, "2026-01-31T17".length);
}

/** The most played tracks, in descending order; ties in the order of the catalog. */
function topTracks(plays: number[], { artist, title }: Songs): ManifestTotals["topTracks"] {
  return plays
    .map((count, song) => ({ song, count }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || a.song - b.song)
    .slice(0, MOST_TRACKS)
    .map(({ song, count }) => ({ artist: artist[song] as string, song: title[song] as string, plays: count }));
}
