import { GUIDE_END, GUIDE_SPLIT, SPLIT_BYTES, SPLIT_DEST, SPLIT_LAST } from "../../assembly/layout/model.ts";
import { showState } from "../config/states.ts";
import type { Config, State } from "../config/types.ts";
import { UsageError } from "../system/errors.ts";
import type { Image } from "./image.ts";

/**
 * The number of bits in which draws are compared, and the form of the splits: the top byte indexes the guide, and the other bits
 * are compared with the splits if a range ends inside a 256th.
 */
export interface DrawForm {
  range: number;
  splitBytes: number;
  putSplit(image: Image, address: number, last: number, dest: number): void;
}

const BUCKETS = 256;

/** The default engine's: 40 bits of a draw. */
const SHORT_FORM: DrawForm = {
  range: 2 ** 40,
  splitBytes: SPLIT_BYTES,
  putSplit(image, address, last, dest) {
    image.setWord(address + SPLIT_LAST, last);
    image.setWord(address + SPLIT_DEST, dest);
  },
};
/** A guide entry has 15 bits for the first split. */
const LARGEST_SPLIT = 32768;

export interface StateTable {
  states: State[];
  indexOf(state: State): number;
}

function keyOf(state: State): string {
  return JSON.stringify([state.page, state.auth, state.method, state.status, state.level]);
}

/** Every state that the configuration names, in the order in which it names them: session starts first. */
export function collectStates(config: Config): StateTable {
  const indexes = new Map<string, number>();
  const states: State[] = [];
  const add = ({ page, auth, method, status, level }: State) => {
    const state = { page, auth, method, status, level };
    if (indexes.has(keyOf(state))) return;
    indexes.set(keyOf(state), states.length);
    states.push(state);
  };
  config.newSession.forEach(add);
  for (const { source, dest } of config.transitions) {
    add(source);
    add(dest);
  }
  if (states.length >= GUIDE_END) {
    throw new UsageError(`${config.file}: ${states.length} states are too many; at most ${GUIDE_END - 1} are possible`);
  }
  return { states, indexOf: (state) => indexes.get(keyOf(state)) as number };
}

export interface Range {
  /** One past the last value that falls on it. */
  end: number;
  dest: number;
}

/** For each state its outgoing ranges in the file's order; the last one is the session's end. */
export function collectRanges(config: Config, table: StateTable): Range[][] {
  const outgoing = table.states.map((): { sum: number; sums: { sum: number; dest: number }[] } => ({
    sum: 0,
    sums: [],
  }));
  for (const { source, dest, probability } of config.transitions) {
    const from = outgoing[table.indexOf(source)] as (typeof outgoing)[number];
    from.sum += probability;
    from.sums.push({ sum: from.sum, dest: table.indexOf(dest) });
  }
  return outgoing.map(({ sum, sums }) => {
    const scale = Math.max(sum, 1);
    const ranges = sums.map((entry) => ({
      end: Math.floor((entry.sum / scale) * SHORT_FORM.range + 0.5),
      dest: entry.dest,
    }));
    ranges.push({ end: SHORT_FORM.range, dest: GUIDE_END });
    return ranges;
  });
}

/** The guide's row for one state, and the splits of those 256ths in which a range ends; undefined if these are too many. */
function compileRow(
  ranges: Range[],
  row: Uint16Array,
  { range }: DrawForm,
): { last: number; dest: number }[] | undefined {
  const width = range / BUCKETS;
  const splits: { last: number; dest: number }[] = [];
  let current = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    const begin = bucket * width;
    const end = begin + width;
    while ((ranges[current] as Range).end <= begin) current++;
    const first = ranges[current] as Range;
    if (first.end >= end) {
      row[bucket] = first.dest;
      continue;
    }
    if (splits.length >= LARGEST_SPLIT) return undefined;
    row[bucket] = GUIDE_SPLIT + splits.length;
    for (let index = current, reached = begin; reached < end; index++) {
      const { end: rangeEnd, dest } = ranges[index] as Range;
      if (rangeEnd <= reached) continue;
      reached = Math.min(rangeEnd, end);
      splits.push({ last: reached - begin - 1, dest });
    }
  }
  return splits;
}

/**
 * Writes guide and splits into the image; returns the guide's address and the address of each state's splits.
 * @throws UsageError if a state has more transitions than the guide can distinguish
 */
export function putTransitions(
  image: Image,
  ranges: Range[][],
  { file }: Pick<Config, "file">,
  { states }: Pick<StateTable, "states">,
  form = SHORT_FORM,
): { guide: number; splits: number[] } {
  const guide = new Uint16Array(ranges.length * BUCKETS);
  const splits = ranges.map((stateRanges, state) => {
    const list = compileRow(stateRanges, guide.subarray(state * BUCKETS, (state + 1) * BUCKETS), form);
    if (list === undefined) {
      throw new UsageError(
        `${file}: state ${showState(states[state] as State)} has too many transitions: its shares of a draw need more than ${LARGEST_SPLIT} places; leave its rarest transitions out`,
      );
    }
    const address = image.reserve(list.length * form.splitBytes, 8);
    list.forEach(({ last, dest }, index) => {
      form.putSplit(image, address + index * form.splitBytes, last, dest);
    });
    return address;
  });
  return { guide: image.putHalfWords(guide), splits };
}
