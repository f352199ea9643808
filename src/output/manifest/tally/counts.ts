import { TALLY_SESSIONS, TALLY_USERS } from "../../../../assembly/layout/control.ts";
import type { Songs } from "../../../catalog/types.ts";
import type { State } from "../../../config/types.ts";
import type { TallyPlan } from "../../../memory/tally.ts";
import { type ManifestTotals, MOST_TRACKS } from "../manifest.ts";

export const HOUR_MS = 3_600_000;
const COUNT_BYTES = 8;

/** What was counted, for any thread that has the memory. Others may count meanwhile: each number is right, the sums are of about the same time. */
export class Counts {
  readonly #counts: BigUint64Array;

  /** @param past events by hour of the eras that the origin of times has left */
  constructor(
    memory: WebAssembly.Memory,
    private readonly plan: TallyPlan,
    private readonly past: readonly BigUint64Array[] = [],
  ) {
    this.#counts = new BigUint64Array(memory.buffer, plan.start, Math.floor(plan.byteLength / COUNT_BYTES));
  }

  /** @param firstHourMs start of the hour in which the window begins, in milliseconds since 1970 */
  totals(
    states: readonly State[],
    songs: Pick<Songs, "artist" | "title">,
    firstHourMs: number,
  ): Omit<ManifestTotals, "events" | "bytes" | "rawBytes"> {
    const byState = this.#column(this.plan.states, states.length);
    const bySong = this.#column(this.plan.songs, songs.title.length);
    const byHour = [
      ...this.past.flatMap((counts) => Array.from(counts, Number)),
      ...this.#column(this.plan.hours, this.plan.hourCount),
    ];
    return {
      users: Number(this.#counts[TALLY_USERS / COUNT_BYTES]),
      sessions: Number(this.#counts[TALLY_SESSIONS / COUNT_BYTES]),
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
    const first = (address - this.plan.start) / COUNT_BYTES;
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
function topTracks(plays: number[], { artist, title }: Pick<Songs, "artist" | "title">): ManifestTotals["topTracks"] {
  return plays
    .map((count, song) => ({ song, count }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || a.song - b.song)
    .slice(0, MOST_TRACKS)
    .map(({ song, count }) => ({ artist: artist[song] as string, song: title[song] as string, plays: count }));
}
