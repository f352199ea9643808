import { TALLY_SECOND, TALLY_SESSIONS, TALLY_SKIP, TALLY_USERS } from "../../../assembly/layout/control.ts";
import type { Songs } from "../../catalog/types.ts";
import type { State } from "../../config/types.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import type { TallyPlan } from "../../memory/tally.ts";
import type { Batch } from "../formats/encoder.ts";
import type { ManifestTotals } from "./manifest.ts";

const TOP_TRACKS = 100;
const HOUR_MS = 3_600_000;

/** Position after the last counted event: its second, and the number of counted events in that second. */
export interface Reached {
  second: number;
  skip: number;
}

/** Counts events, batch by batch, in the kernel: the totals of a manifest. */
export class Tally {
  readonly #bytes: Uint8Array;
  readonly #counts: BigUint64Array;
  readonly #times: Int32Array;

  constructor(
    memory: WebAssembly.Memory,
    private readonly kernel: Kernel,
    private readonly plan: TallyPlan,
  ) {
    this.#bytes = new Uint8Array(memory.buffer, plan.start, plan.byteLength);
    this.#counts = new BigUint64Array(memory.buffer, plan.start, Math.floor(plan.byteLength / 8));
    this.#times = new Int32Array(memory.buffer);
  }

  count({ records, events }: Batch): void {
    this.kernel.tallyRecords(records, events);
  }

  snapshot(): Uint8Array {
    return this.#bytes.slice();
  }

  /** Returns false if the snapshot has another size, and so belongs to another tally. */
  restore(snapshot: Uint8Array): boolean {
    if (snapshot.byteLength !== this.#bytes.byteLength) return false;
    this.#bytes.set(snapshot);
    return true;
  }

  reached(): Reached {
    const word = (offset: number) => this.#times[(this.plan.start + offset) / 4] as number;
    return { second: word(TALLY_SECOND), skip: word(TALLY_SKIP) };
  }

  /** @param firstHourMs start of the hour in which the window begins, in milliseconds since 1970 */
  totals(
    states: readonly State[],
    songs: Songs,
    firstHourMs: number,
  ): Omit<ManifestTotals, "events" | "bytes" | "rawBytes"> {
    const byState = this.#column(this.plan.states, states.length);
    const bySong = this.#column(this.plan.songs, songs.title.length);
    const byHour = this.#column(this.plan.hours, this.plan.hourCount);
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
    .slice(0, TOP_TRACKS)
    .map(({ song, count }) => ({ artist: artist[song] as string, song: title[song] as string, plays: count }));
}
