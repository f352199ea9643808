import { join } from "node:path";
import { printable } from "../../system/printable.ts";
import { Damage } from "../damage.ts";
import { findInput } from "../lines/input.ts";
import { Sorter } from "../sorting/sorter.ts";
import type { Listener } from "../watch.ts";
import { Watch } from "../watch.ts";
import { joinTracks, withCounts } from "./join.ts";
import { javaHash, placeKey } from "./original-order.ts";
import { readDurations, readListens, readTracks } from "./read.ts";
import { foldedSums, Sums } from "./sums.ts";
import { Texts } from "./texts.ts";

const SONGS = "of the Million Song Dataset (http://millionsongdataset.com)";
const INPUTS = {
  analysis: {
    name: "songs_analysis.txt",
    what: "it has a line for each track with its duration in column 4 and its id in column 31, and comes as songs_analysis.txt.gz with the original program, in its folder data",
  },
  triplets: {
    name: "train_triplets.txt",
    what: `it has lines of user, song and listen count with tabs between: the Taste Profile subset ${SONGS}`,
  },
  tracks: {
    name: "unique_tracks.txt",
    what: `it has lines of track<SEP>song<SEP>artist<SEP>title: one of the additional files ${SONGS}`,
  },
};

export interface CountsRequest {
  folder: string;
  likeOriginal: boolean;
  listener: Listener;
}

export interface CountsReport {
  songCount: number;
  /** For the user. */
  notes: string[];
}

/** A track's line without its count, by the rank of its first line. */
interface Ranked {
  track: Buffer;
  /** 0 if nobody listened. */
  count: number;
  line: Buffer;
}

class CountsGenerator {
  readonly #damage: Damage;
  readonly #watch: Watch;
  readonly #texts: Texts;

  constructor(private readonly request: CountsRequest) {
    this.#damage = new Damage(request.likeOriginal);
    this.#watch = new Watch(request.listener);
    this.#texts = new Texts(request.likeOriginal);
  }

  /** The tracks in the order of their first lines. */
  async #ranked(): Promise<{ sorter: Sorter; total: number }> {
    const { folder, likeOriginal } = this.request;
    const paths = {
      analysis: findInput(folder, INPUTS.analysis),
      triplets: findInput(folder, INPUTS.triplets),
      tracks: findInput(folder, INPUTS.tracks),
    };
    const reading = { damage: this.#damage, watch: this.#watch, likeOriginal };
    const [durations, listens, tracks] = [new Sorter(folder), new Sorter(folder), new Sorter(folder)];
    await readDurations(paths.analysis, durations, reading);
    await readListens(paths.triplets, new Sums(listens, likeOriginal), reading);
    await readTracks(paths.tracks, tracks, reading);
    this.#watch.begin("sorting");
    const bySong = new Sorter(folder);
    for (const { song, value } of joinTracks(tracks, durations, this.#texts, this.#damage)) {
      bySong.add(song, value);
      if (this.#watch.isDue) await this.#watch.pause();
    }
    const sorter = new Sorter(folder);
    let total = 0;
    for (const { rank, value, count } of withCounts(bySong, foldedSums(listens, likeOriginal))) {
      if (count <= 0 && !likeOriginal) continue;
      total++;
      sorter.add(rank, value);
      if (this.#watch.isDue) await this.#watch.pause();
    }
    return { sorter, total };
  }

  async *#inOriginalOrder({ sorter, total }: { sorter: Sorter; total: number }): AsyncGenerator<Ranked> {
    const placed = new Sorter(this.request.folder);
    let rank = 0;
    for (const { value } of sorter.sorted()) {
      rank++;
      placed.add(placeKey(javaHash(rankedOf(value).track), rank, total), value);
      if (this.#watch.isDue) await this.#watch.pause();
    }
    for (const { value } of placed.sorted()) yield rankedOf(value);
  }

  async *lines(report: CountsReport): AsyncGenerator<Buffer> {
    const ranked = await this.#ranked();
    const tracks = this.request.likeOriginal ? this.#inOriginalOrder(ranked) : inOrder(ranked.sorter);
    for await (const { line, count } of tracks) {
      if (count <= 0) continue;
      report.songCount++;
      yield Buffer.concat([line, Buffer.from(`\t${count}\n`)]);
    }
    report.notes.push(...this.#damage.lines);
    if (this.#texts.latinCount > 0)
      report.notes.push(`read as Latin-1: ${this.#texts.latinCount} tracks whose texts are no UTF-8`);
    if (report.songCount === 0)
      report.notes.push(
        `no song has a listen: do the files of ${printable(join(this.request.folder, ""))} belong together?`,
      );
  }
}

function* inOrder(sorter: Sorter): Generator<Ranked> {
  for (const { value } of sorter.sorted()) yield rankedOf(value);
}

/** A value of `withCounts`: count, length of the track's id, and the line, which begins with it. */
function rankedOf(value: Buffer): Ranked {
  const count = value.readDoubleLE(0);
  const line = value.subarray(12);
  return { count, line, track: line.subarray(0, value.readUInt32LE(8)) };
}

/** The lines of the listen counts file, from the three files of the folder. Throws UsageError if one is missing. */
export function generateCounts(request: CountsRequest): { lines: AsyncGenerator<Buffer>; report: CountsReport } {
  const report: CountsReport = { songCount: 0, notes: [] };
  return { lines: new CountsGenerator(request).lines(report), report };
}
