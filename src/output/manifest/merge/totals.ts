import type { DisorderTotals } from "../../../memory/disorder.ts";
import type { ManifestTotals } from "../manifest.ts";
import { TopTracks } from "./top-tracks.ts";

/** Names and hours of a manifest's counts: more than any configuration and window have. */
const MOST_KEYS = 1_000_000;

const COUNTS = ["events", "bytes", "rawBytes", "users", "sessions", "songs"] as const;
const MAPS = ["pages", "levels", "hours"] as const;
const DISORDER = ["late", "duplicated", "lost", "held"] as const satisfies (keyof DisorderTotals)[];

function countIn(value: unknown, place: string): number {
  if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
  throw new Error(`${place} is ${JSON.stringify(value)?.slice(0, 60)} and must be a whole number >= 0`);
}

function entriesOf(value: unknown, place: string): [string, unknown][] {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return Object.entries(value);
  throw new Error(`${place} must be an object`);
}

/**
 * The totals of shares, added up. Each user is in one share, with all sessions and events, so all counts are sums: also those of
 * users and sessions, and of events by page, level and hour. Only the most played tracks are not (see TopTracks).
 */
export class SummedTotals {
  readonly #counts = new Map<string, number>();
  readonly #maps = new Map(MAPS.map((name) => [name, new Map<string, number>()]));
  readonly #disorder = new Map<string, number>();
  readonly #tracks = new TopTracks();

  /** Adds a share's totals. Throws an error that names the key if they are not those of a manifest. */
  add(totals: ManifestTotals): void {
    for (const name of COUNTS) this.#add(this.#counts, name, totals[name], `totals.${name}`);
    for (const name of MAPS)
      for (const [key, count] of entriesOf(totals[name], `totals.${name}`))
        this.#add(this.#maps.get(name)!, key, count, `totals.${name}.${key}`);
    if (totals.disorder !== undefined) {
      const given = Object.fromEntries(entriesOf(totals.disorder, "totals.disorder"));
      for (const name of DISORDER) this.#add(this.#disorder, name, given[name], `totals.disorder.${name}`);
    }
    this.#tracks.add(totals.topTracks);
  }

  #add(sums: Map<string, number>, key: string, value: unknown, place: string): void {
    const sum = (sums.get(key) ?? 0) + countIn(value, place);
    if (!Number.isSafeInteger(sum)) throw new Error(`${place} is too large to be added to those of the other shares`);
    sums.set(key, sum);
    if (sums.size > MOST_KEYS) throw new Error(`${place} is one name more than the ${MOST_KEYS} that a site can have`);
  }

  get events(): number {
    return this.#counts.get("events") ?? 0;
  }

  /** In the order in which a run writes them. */
  result(): ManifestTotals {
    const sorted = (sums: ReadonlyMap<string, number>) =>
      Object.fromEntries([...sums].sort(([one], [other]) => (one < other ? -1 : 1)));
    return {
      ...(Object.fromEntries(this.#counts) as Record<(typeof COUNTS)[number], number>),
      ...(Object.fromEntries(MAPS.map((name) => [name, sorted(this.#maps.get(name)!)])) as Pick<
        ManifestTotals,
        (typeof MAPS)[number]
      >),
      ...(this.#disorder.size > 0 && { disorder: Object.fromEntries(this.#disorder) as unknown as DisorderTotals }),
      topTracks: this.#tracks.result(),
    };
  }
}
