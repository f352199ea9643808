import type { Songs } from "../../catalog/types.ts";
import type { Steps } from "./between-songs.ts";

/** The whole seconds that songs take, ascending, with the share of the plays that take so many. */
export interface Durations {
  seconds: number[];
  shares: number[];
}

/** Songs are picked by their listen counts, each independently of the others where no similar songs are loaded. */
export function durationsOf({ duration, weight }: Pick<Songs, "duration" | "weight">): Durations {
  const counts = new Map<number, number>();
  for (const [song, plays] of weight.entries()) {
    const seconds = Math.trunc(duration[song]!);
    counts.set(seconds, (counts.get(seconds) ?? 0) + plays);
  }
  const total = [...counts.values()].reduce((sum, plays) => sum + plays, 0);
  const sorted = [...counts].sort(([one], [other]) => one - other);
  return { seconds: sorted.map(([seconds]) => seconds), shares: sorted.map(([, plays]) => plays / total) };
}

/** Mean of an exponential gap with this mean that is cut to whole seconds: these are geometric. */
export function meanGapSeconds(alphaSeconds: number): number {
  return 1 / Math.expm1(1 / alphaSeconds);
}

/**
 * The mean time from a song to the next one, by the clicks and redirects in between: X seconds pass in clicks, of which each takes a gap that
 * is geometric on 0, 1, 2, ..., and in redirects. If the song, of D seconds, ends later, the next one starts when it ends; otherwise a
 * gap follows. On top of the X seconds, which are counted as clicks and redirects, that is D - X or a gap.
 */
class NextSong {
  /** Probabilities that all clicks so far took 0, 1, 2, ... seconds. */
  #passed: Float64Array;
  readonly #stay: number;
  readonly #gap: number;

  constructor(
    private readonly durations: Durations,
    alphaSeconds: number,
  ) {
    this.#stay = Math.exp(-1 / alphaSeconds);
    this.#gap = meanGapSeconds(alphaSeconds);
    this.#passed = new Float64Array(Math.max(0, ...durations.seconds) + 1);
    this.#passed[0] = 1;
  }

  /** Adds a click. */
  click(): void {
    let before = 0;
    for (let second = 0; second < this.#passed.length; second++) {
      before = this.#stay * before + (1 - this.#stay) * this.#passed[second]!;
      this.#passed[second] = before;
    }
  }

  /** Mean time on top of X, after some redirects: for each number of them up to `most`. */
  meanSeconds(most: number): number[] {
    const below = new Float64Array(this.#passed.length + 1);
    const waits = new Float64Array(this.#passed.length + 1);
    for (let second = 0; second < this.#passed.length; second++) {
      below[second + 1] = below[second]! + this.#passed[second]!;
      waits[second + 1] = waits[second]! + below[second + 1]!;
    }
    const { seconds, shares } = this.durations;
    return Array.from({ length: most + 1 }, (_, redirects) =>
      seconds.reduce((sum, duration, index) => {
        const left = Math.max(0, duration - redirects);
        return sum + shares[index]! * (waits[left]! + this.#gap * (1 - below[left]!));
      }, 0),
    );
  }
}

/** Mean seconds from a session's first event to its last, for a user with this mean gap. */
export function lengthSeconds(steps: Steps, durations: Durations, alphaSeconds: number): number {
  const gap = meanGapSeconds(alphaSeconds);
  let seconds = (steps.clicks + steps.firstSongs) * gap + steps.redirects;
  const next = new NextSong(durations, alphaSeconds);
  for (const counts of steps.laterSongs) {
    const means = next.meanSeconds(counts.length - 1);
    for (const [redirects, count] of counts.entries()) seconds += count * means[redirects]!;
    next.click();
  }
  return seconds;
}
