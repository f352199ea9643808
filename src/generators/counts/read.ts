import { parseJavaDouble } from "../../catalog/original/java-numbers.ts";
import type { Damage } from "../damage.ts";
import { readLines } from "../lines/input.ts";
import type { Sorter } from "../sorting/sorter.ts";
import type { Watch } from "../watch.ts";
import { intAt, separatedColumns, spacedColumns, tabbedColumns } from "./fields.ts";
import type { Sums } from "./sums.ts";

const DURATION_COLUMN = 3;
const TRACK_COLUMN = 30;
/** A Double of a file is a dozen characters. */
const MOST_DIGITS = 400;

interface Reading {
  damage: Damage;
  watch: Watch;
  /** Whether a duration may be any number, as in the original: a run of ours needs a positive one. */
  likeOriginal: boolean;
}

const TOO_LONG = "lines of more than a mebibyte";

/** Durations by track, in the file's order, as doubles. */
export async function readDurations(path: string, to: Sorter, { damage, watch, likeOriginal }: Reading): Promise<void> {
  const value = Buffer.alloc(8);
  const sink = {
    line(bytes: Buffer, start: number, end: number, line: number) {
      const at = spacedColumns(bytes, start, end, DURATION_COLUMN, TRACK_COLUMN);
      if (at === undefined) return damage.add("lines of fewer than 31 columns", `${path}:${line}`);
      const text = bytes.toString("latin1", at[0], Math.min(at[1], at[0] + MOST_DIGITS));
      const seconds = parseJavaDouble(text);
      if (seconds === undefined || (!likeOriginal && !(seconds > 0 && Number.isFinite(seconds))))
        return damage.add("lines whose column 4, the duration, is no number of seconds", `${path}:${line}`);
      value.writeDoubleLE(seconds);
      to.add(bytes.subarray(at[2], at[3]), value);
    },
    tooLong: (line: number) => damage.add(TOO_LONG, `${path}:${line}`),
  };
  await readLines(path, sink, watch);
}

/** Listen counts, added up by song. */
export async function readListens(path: string, to: Sums, { damage, watch }: Reading): Promise<void> {
  const sink = {
    line(bytes: Buffer, start: number, end: number, line: number) {
      const at = tabbedColumns(bytes, start, end);
      const listens = at === undefined ? Number.NaN : intAt(bytes, at.end + 1, at.countEnd);
      if (at === undefined || Number.isNaN(listens))
        return damage.add("lines that are not user, song and whole listen count with tabs between", `${path}:${line}`);
      to.add(bytes, at.start, at.end, listens);
    },
    tooLong: (line: number) => damage.add(TOO_LONG, `${path}:${line}`),
  };
  await readLines(path, sink, watch);
  to.flush();
}

/** Bytes of a line's number before its text. */
export const RANK_BYTES = 6;

/** Lines of tracks by track, each with its number before it. */
export async function readTracks(path: string, to: Sorter, { damage, watch }: Reading): Promise<void> {
  const sink = {
    line(bytes: Buffer, start: number, end: number, line: number) {
      const text = bytes.subarray(start, end);
      const columns = separatedColumns(text);
      if (columns === undefined)
        return damage.note("lines that are not track<SEP>song<SEP>artist<SEP>title", `${path}:${line}`);
      const value = Buffer.allocUnsafe(RANK_BYTES + text.length);
      value.writeUIntBE(line, 0, RANK_BYTES);
      text.copy(value, RANK_BYTES);
      to.add(columns[0], value);
    },
    tooLong: (line: number) => damage.note(TOO_LONG, `${path}:${line}`),
  };
  await readLines(path, sink, watch);
}
