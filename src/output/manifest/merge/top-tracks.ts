import { type ManifestTotals, MOST_TRACKS } from "../manifest.ts";

type Track = ManifestTotals["topTracks"][number];

/** Plays of a track in the lists that have it, and the most plays that it can have where a list does not. */
interface Known {
  artist: string;
  song: string;
  plays: number;
  /** Sum of the last entries' plays of the lists that have it: no track that such a list lacks was played more often. */
  lastPlays: number;
}

function checked(value: unknown): Track[] {
  if (!Array.isArray(value) || value.length > MOST_TRACKS)
    throw new Error(`totals.topTracks must be a list of at most ${MOST_TRACKS} tracks`);
  value.forEach((track: Partial<Track> | null, index) => {
    const isTrack = typeof track?.artist === "string" && typeof track.song === "string";
    if (isTrack && Number.isSafeInteger(track.plays) && track.plays! >= 0) return;
    throw new Error(`totals.topTracks[${index}] must have an artist, a song and a number of plays`);
  });
  return value as Track[];
}

/**
 * The most played tracks of several shares. Each share lists only its first hundred, so a track's plays are known only if every
 * list has it, or is complete; elsewhere it may have as many plays as the list's last track. The result has the tracks from the first
 * on whose place and plays are certain, and ends where they are not: it may have fewer than a hundred, and has none that is wrong. Tracks of
 * one artist and name count as one, and are ordered by name where they have equally many plays.
 */
export class TopTracks {
  readonly #known = new Map<string, Known>();
  /** The most plays of a track that no list has. */
  #unlisted = 0;

  /** Adds a share's list. Throws an error that names the key if it is not one. */
  add(list: unknown): void {
    const tracks = checked(list);
    const lastPlays =
      tracks.length < MOST_TRACKS ? 0 : tracks.reduce((least, { plays }) => Math.min(least, plays), Infinity);
    this.#unlisted += lastPlays;
    const listed = new Set<string>();
    for (const { artist, song, plays } of tracks) {
      const key = JSON.stringify([artist, song]);
      const known = this.#known.get(key) ?? { artist, song, plays: 0, lastPlays: 0 };
      known.plays += plays;
      if (!listed.has(key)) known.lastPlays += lastPlays;
      listed.add(key);
      this.#known.set(key, known);
    }
  }

  result(): Track[] {
    const mostOf = ({ plays, lastPlays }: Known) => plays + this.#unlisted - lastPlays;
    const byMost = [...this.#known.values()].sort(
      (one, other) => mostOf(other) - mostOf(one) || other.plays - one.plays || (nameOf(one) < nameOf(other) ? -1 : 1),
    );
    const end = byMost.findIndex((track) => mostOf(track) > track.plays || track.plays < this.#unlisted);
    const certain = byMost.slice(0, end < 0 ? MOST_TRACKS : Math.min(end, MOST_TRACKS));
    return certain.map(({ artist, song, plays }) => ({ artist, song, plays }));
  }
}

function nameOf({ artist, song }: Known): string {
  return JSON.stringify([artist, song]);
}
