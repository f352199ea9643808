import { printable } from "../../system/printable.ts";
import type { Damage } from "../damage.ts";
import type { Record } from "../sorting/records.ts";
import type { Sorter } from "../sorting/sorter.ts";
import { javaDouble, separatedColumns } from "./fields.ts";
import { RANK_BYTES } from "./read.ts";
import type { Texts } from "./texts.ts";

/** Steps through records in order of their keys, and answers which of them have a key that is asked for, in order too. */
class Follower {
  #current: IteratorResult<Record>;

  constructor(private readonly records: Iterator<Record>) {
    this.#current = records.next();
  }

  /** The last value of a key. */
  lastOf(key: Buffer): Buffer | undefined {
    let found: Buffer | undefined;
    while (!this.#current.done) {
      const difference = this.#current.value.key.compare(key);
      if (difference > 0) break;
      if (difference === 0) found = Buffer.from(this.#current.value.value);
      this.#current = this.records.next();
    }
    return found;
  }

  end(): void {
    this.records.return?.();
  }
}

/** The lines of each track: the number of the first, and the text of the last. */
function* foldedTracks(tracks: Sorter): Generator<{ track: Buffer; rank: Buffer; text: Buffer }> {
  let known: { track: Buffer; rank: Buffer; text: Buffer } | undefined;
  for (const { key, value } of tracks.sorted()) {
    const text = Buffer.from(value.subarray(RANK_BYTES));
    if (known?.track.equals(key)) {
      known.text = text;
      continue;
    }
    if (known !== undefined) yield known;
    known = { track: Buffer.from(key), rank: Buffer.from(value.subarray(0, RANK_BYTES)), text };
  }
  if (known !== undefined) yield known;
}

const TAB = Buffer.from("\t");

/**
 * Each track with its duration: its song, and as value the rank, the length of the track's id, and the line without its count. A track
 * without a duration is counted and left out.
 */
export function* joinTracks(tracks: Sorter, durations: Sorter, texts: Texts, damage: Damage) {
  const follower = new Follower(durations.sorted());
  try {
    for (const { track, rank, text } of foldedTracks(tracks)) {
      const duration = follower.lastOf(track);
      if (duration === undefined) {
        damage.add("tracks without a duration in songs_analysis.txt", `track ${printable(track.toString("latin1"))}`);
        continue;
      }
      const [, song, artist, title] = separatedColumns(text)!;
      const shown = texts.of(track, artist, title);
      const seconds = Buffer.from(javaDouble(duration.readDoubleLE()));
      const length = Buffer.alloc(4);
      length.writeUInt32LE(shown[0].length);
      const line = shown.flatMap((text) => [text, TAB]);
      yield { song, value: Buffer.concat([rank, length, ...line, seconds]) };
    }
  } finally {
    follower.end();
  }
}

/** The tracks of `joinTracks`, sorted by song, with the counts of their songs: by rank, the count, the length of the id, and the line. */
export function* withCounts(bySong: Sorter, sums: Iterator<{ key: Buffer; sum: number }>) {
  let current = sums.next();
  try {
    for (const { key, value } of bySong.sorted()) {
      while (!current.done && current.value.key.compare(key) < 0) current = sums.next();
      const count = !current.done && current.value.key.equals(key) ? current.value.sum : 0;
      const head = Buffer.alloc(8);
      head.writeDoubleLE(count);
      yield {
        rank: value.subarray(0, RANK_BYTES),
        value: Buffer.concat([head, value.subarray(RANK_BYTES)]),
        count,
      };
    }
  } finally {
    sums.return?.();
  }
}
