/**
 * The tables of users and songs. Columns rather than objects: a catalog may hold hundreds of thousands of songs.
 * All weights are integers >= 0; the sum of each weight column is at least 1 and below 2^32. Where a catalog is read for the original's
 * engine, weights are 32-bit integers with a sign, in two's complement, and their sum is below 2^31.
 */
export interface Catalog {
  /** The origin of each part, one line each, for reports and the data set id ("built-in" or a path). */
  origin: {
    firstNames: string;
    lastNames: string;
    locations: string;
    userAgents: string;
    songs: string;
    similar: string;
  };
  firstNames: { text: string[]; gender: string[]; weight: Uint32Array };
  lastNames: { text: string[]; weight: Uint32Array };
  locations: { text: string[]; weight: Uint32Array };
  userAgents: { text: string[]; weight: Uint32Array };
  songs: Songs;
  /** Absent if no similar songs are loaded. */
  similar?: SimilarSongs;
  /** What `catalogHash` returns, where it is known before the catalog is read. */
  hash?: string;
}

export interface Songs {
  artist: string[];
  title: string[];
  /** Seconds; > 0, except for the original's engine, which accepts any number and NaN. */
  duration: Float64Array;
  /** Listen counts. */
  weight: Uint32Array;
  /** For the original's engine, if a file lists tracks twice: for each song the last one of the same track, which the original plays. */
  lastOfTrack?: Uint32Array;
}

/** For song i, entries first[i] to first[i + 1] - 1 of `song` are its similar songs, in the file's order. */
export interface SimilarSongs {
  /** Length: songs + 1. */
  first: Uint32Array;
  song: Uint32Array;
}
