import type { Collector } from "../collect/collector.ts";
import type { ReportMusic, ReportRank, ReportTail, ReportTrack } from "../model.ts";
import { compareTexts } from "./order.ts";
import { share } from "./sessions.ts";

const MOST_TOP = 100;
const RANKS_A_POWER = 10;

/** What is played most, ties in the order of `compare`. */
function topOf<Item extends { plays: number }>(
  items: Iterable<Item>,
  most: number,
  compare: (one: Item, other: Item) => number,
): Item[] {
  return [...items].sort((one, other) => other.plays - one.plays || compare(one, other)).slice(0, most);
}

export interface ArtistPlays {
  artist: string;
  plays: number;
}

/** The artists with the most plays. @param plays by the artist's number */
export function topArtistsOf(plays: ArrayLike<number>, names: readonly string[], most: number): ArtistPlays[] {
  const artists = Array.from(plays, (count, id) => ({ artist: names[id]!, plays: count })).filter(
    (one) => one.plays > 0,
  );
  return topOf(artists, most, (one, other) => compareTexts(one.artist, other.artist));
}

/** The tracks with the most plays. */
export function topTracksOf(collector: Collector, most: number): ReportTrack[] {
  const { trackPlays } = collector;
  // Most tracks are far from the top: their texts are not needed.
  const least = trackPlays.slice().sort().at(-most) ?? 0;
  const candidates = Array.from(trackPlays.keys())
    .filter((track) => trackPlays[track]! >= least)
    .map((track) => ({ ...collector.trackAt(track), plays: trackPlays[track]! }));
  return topOf(
    candidates,
    most,
    (one, other) => compareTexts(one.artist, other.artist) || compareTexts(one.song, other.song),
  );
}

/** All plays of each artist, by the artist's number. */
export function artistPlays({ days, texts }: Collector): Float64Array {
  const sums = new Float64Array(texts.artists.list.length);
  for (const { plays } of days.weeks)
    for (const [artist, count] of plays.entries()) if (count > 0) sums[artist]! += count;
  return sums;
}

/** Ranks that are evenly apart on a logarithmic scale. */
function ranksUpTo(last: number): number[] {
  const ranks = new Set<number>();
  for (let step = 0; 10 ** (step / RANKS_A_POWER) < last; step++) ranks.add(Math.round(10 ** (step / RANKS_A_POWER)));
  for (let rank = 1; rank <= Math.min(10, last); rank++) ranks.add(rank);
  ranks.add(last);
  return [...ranks].sort((one, other) => one - other);
}

function tailOf(plays: Float64Array): ReportTail {
  const sorted = plays
    .filter((count) => count > 0)
    .sort()
    .reverse();
  const total = sorted.reduce((sum, count) => sum + count, 0);
  const top = (most: number) =>
    share(
      sorted.subarray(0, most).reduce((sum, count) => sum + count, 0),
      total,
    );
  const ranks = sorted.length === 0 ? [] : ranksUpTo(sorted.length);
  return {
    distinct: sorted.length,
    ranks: ranks.map((rank): ReportRank => ({ rank, plays: sorted[rank - 1]! })),
    shareOfTop: { top1: top(1), top10: top(10), top100: top(100) },
  };
}

export function musicOf(collector: Collector): ReportMusic {
  const artists = artistPlays(collector);
  return {
    plays: collector.songs,
    topTracks: topTracksOf(collector, MOST_TOP),
    topArtists: topArtistsOf(artists, collector.texts.artists.list, MOST_TOP),
    tracks: tailOf(Float64Array.from(collector.trackPlays)),
    artists: tailOf(artists),
  };
}
