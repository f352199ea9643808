import { type Chain, CLICK, REDIRECT, SONG } from "../chain/chain.ts";
import { sumOf } from "../vectors.ts";

/** More redirects than this between two songs count as this many; each takes a second. */
const MOST_REDIRECTS = 6;
/** Songs take at most some thousand seconds, so that after this many clicks they have ended. */
const MOST_CLICKS = 600;
const MOST_PRODUCTS = 3e8;
/** The share of songs whose successor is not looked for any further. */
const TOLERANCE = 1e-10;

/** What decides how long a session takes. */
export interface Steps {
  /** Pages that follow after a gap, by clicks; songs are not among them. */
  clicks: number;
  /** Pages that follow after a second. */
  redirects: number;
  /** First songs of a session that do not start it: they follow after a gap. */
  firstSongs: number;
  /** Songs after an earlier one, by the clicks in between, then by the redirects. */
  laterSongs: number[][];
}

/** Visits by state, as many as the redirects allow: index 0 for no redirect so far. */
type Layers = Float64Array[];

const emptyLayers = (size: number): Layers => Array.from({ length: MOST_REDIRECTS + 1 }, () => new Float64Array(size));

/** Moves each layer on by one page: songs are counted, redirects go to the next layer, clicks to `clicked`. */
function advance(chain: Chain, layers: Layers, clicked: Layers, redirected: Layers, songs: number[]): void {
  const { first, to, probability, kinds } = chain;
  for (const [redirects, layer] of layers.entries()) {
    const next = Math.min(redirects + 1, MOST_REDIRECTS);
    for (let state = 0; state < layer.length; state++) {
      const mass = layer[state]!;
      if (mass === 0) continue;
      for (let edge = first[state]!; edge < first[state + 1]!; edge++) {
        const target = to[edge]!;
        const moved = mass * probability[edge]!;
        if (kinds[target] === SONG) songs[redirects]! += moved;
        else if (kinds[target] === REDIRECT) redirected[next]![target]! += moved;
        else clicked[redirects]![target]! += moved;
      }
    }
  }
}

const massOf = (layers: Layers) => sumOf(layers.map(sumOf));

/** The number of songs that follow an earlier one, by the clicks and redirects between both. */
function laterSongs(chain: Chain, visits: Float64Array): number[][] {
  const size = chain.states.length;
  let layers = emptyLayers(size);
  layers[0]!.set(visits.map((count, state) => (chain.kinds[state] === SONG ? count : 0)));
  const least = massOf(layers) * TOLERANCE;
  const counts: number[][] = [];
  let products = 0;
  while (massOf(layers) > least && counts.length < MOST_CLICKS && products < MOST_PRODUCTS) {
    const songs = new Array<number>(MOST_REDIRECTS + 1).fill(0);
    const clicked = emptyLayers(size);
    // A redirect takes no click, so that all pages after one, two, ... redirects have as many clicks.
    for (let rest = layers; massOf(rest) > least; ) {
      const redirected = emptyLayers(size);
      advance(chain, rest, clicked, redirected, songs);
      rest = redirected;
      products += chain.to.length;
      if (products >= MOST_PRODUCTS) break;
    }
    counts.push(songs);
    layers = clicked;
  }
  return counts;
}

/** @param visits events by state, of one kind of session or of a mixture; @param starts of which states so many sessions start */
export function stepsOf(chain: Chain, visits: Float64Array, starts: Float64Array): Steps {
  const counts = laterSongs(chain, visits);
  const later = sumOf(counts.flat());
  const followersOf = (kind: number) =>
    visits.reduce((sum, count, state) => sum + (chain.kinds[state] === kind ? count - starts[state]! : 0), 0);
  return {
    clicks: followersOf(CLICK),
    redirects: followersOf(REDIRECT),
    firstSongs: Math.max(0, followersOf(SONG) - later),
    laterSongs: counts,
  };
}
