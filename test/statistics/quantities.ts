import { tally } from "../support/statistics/measures.ts";
import type { Counts } from "../support/statistics/two-samples.ts";
import type { Events } from "./original.ts";

/** Quantities of runs. The comment of each function says which of its values are independent. */

/** Events closer to the window's end are not asked for their successor, which may lie after the end. */
const MARGIN_SECONDS = 86_400;
const NONE = -1;
const THE_END = "the session's end";

function add(counts: Map<string, Counts>, group: string, key: string): void {
  const own = counts.get(group) ?? new Map<string, number>();
  counts.set(group, own.set(key, (own.get(key) ?? 0) + 1));
}

function countsOf(values: number[]): Counts {
  return tally(values.map(String));
}

/** For each event the index of the next one with the same key, or -1. */
function followers(keys: Float64Array | Int32Array, count: number): Int32Array {
  const next = new Int32Array(count).fill(NONE);
  const last = new Map<number, number>();
  for (let i = 0; i < count; i++) {
    const before = last.get(keys[i]!);
    if (before !== undefined) next[before] = i;
    last.set(keys[i]!, i);
  }
  return next;
}

/** Calls `visit` with the events of each session that starts in the window, well before its end. */
function forEachSession(run: Events, visit: (events: number[]) => void): void {
  const next = followers(run.session, run.count);
  for (let start = 0; start < run.count; start++) {
    if (run.item[start] !== 0 || run.seconds[start]! >= run.windowSeconds - MARGIN_SECONDS) continue;
    const events: number[] = [];
    for (let i = start; i !== NONE; i = next[i]!) events.push(i);
    visit(events);
  }
}

/**
 * Where sessions of each auth and level start, and what followed each state, by the states' texts. Given where they come from, all
 * of these are drawn independently.
 */
export function transitionsOf(runs: Events[], texts: string[]): Map<string, Counts> {
  const membership = texts.map(
    (text) => `a session's start, ${/"auth":"[^"]*"/.exec(text)}, ${/"level":"[^"]*"/.exec(text)}`,
  );
  const counts = new Map<string, Counts>();
  for (const run of runs) {
    const next = followers(run.session, run.count);
    for (let i = 0; i < run.count; i++) {
      const state = run.state[i]!;
      if (run.item[i] === 0) add(counts, membership[state]!, texts[state]!);
      if (run.seconds[i]! >= run.windowSeconds - MARGIN_SECONDS) continue;
      add(counts, texts[state]!, next[i] === NONE ? THE_END : texts[run.state[next[i]!]!]!);
    }
  }
  return counts;
}

/** 0, 1, 2 to 3, 4 to 7, ...: few classes, so that a small change shows. */
function sizeClass(count: number): string {
  return String(32 - Math.clz32(count));
}

/**
 * In how many sessions each page was seen never, once, two or three times, ...; apart for each page and state that a session starts
 * in. Where sessions start alike they take their ways independently, also those of one user.
 */
export function pagesOf(runs: Events[], texts: string[]): Map<string, Counts> {
  const pageOf = texts.map((text) => /"page":("[^"]*")/.exec(text)![1]!);
  const pages = [...new Set(pageOf)];
  const counts = new Map<string, Counts>();
  for (const run of runs) {
    forEachSession(run, (events) => {
      const seen = new Map<string, number>();
      for (const event of events) {
        const page = pageOf[run.state[event]!]!;
        seen.set(page, (seen.get(page) ?? 0) + 1);
      }
      const start = texts[run.state[events[0]!]!]!;
      for (const page of pages) add(counts, `${page} in sessions from ${start}`, sizeClass(seen.get(page) ?? 0));
    });
  }
  return counts;
}

/** The seconds from the first event to the last of each session with `length` events. Independent where each user has one session. */
export function durationsOf(runs: Events[], length: number): Float64Array {
  const durations: number[] = [];
  for (const run of runs) {
    forEachSession(run, (events) => {
      if (events.length === length) durations.push(run.seconds[events[length - 1]!]! - run.seconds[events[0]!]!);
    });
  }
  return Float64Array.from(durations);
}

/** How many users had one session, two, ... in the window. Users are independent. */
export function visitsOf(runs: Events[]): Counts {
  return countsOf(
    runs.flatMap((run) => {
      const visits = new Map<number, number>();
      for (let i = 0; i < run.count; i++)
        if (run.item[i] === 0) visits.set(run.user[i]!, (visits.get(run.user[i]!) ?? 0) + 1);
      return [...visits.values()];
    }),
  );
}

/**
 * The seconds from each user's first event in the window to the third, infinite for those who are seen less often; for sessions of one
 * event. One value a user, hence independent. Two gaps say more of a user's pace than one, and three take more events than they are worth.
 */
export function returnsOf(runs: Events[]): Float64Array {
  return Float64Array.from(
    runs.flatMap((run) => {
      const next = followers(run.user, run.count);
      const seen = new Set<number>();
      const times: number[] = [];
      for (let i = 0; i < run.count; i++) {
        if (seen.has(run.user[i]!)) continue;
        seen.add(run.user[i]!);
        const third = next[i] === NONE ? NONE : next[next[i]!]!;
        times.push(third === NONE ? Number.POSITIVE_INFINITY : run.seconds[third]! - run.seconds[i]!);
      }
      return times;
    }),
  );
}

/** The seconds between the events of each user, for sessions of one event: all gaps that end in the window, those of one user alike. */
export function gapsOf(runs: Events[]): Float64Array {
  return Float64Array.from(
    runs.flatMap((run) => {
      const last = new Map<number, number>();
      const gaps: number[] = [];
      for (let i = 0; i < run.count; i++) {
        const before = last.get(run.user[i]!);
        if (before !== undefined) gaps.push(run.seconds[i]! - before);
        last.set(run.user[i]!, run.seconds[i]!);
      }
      return gaps;
    }),
  );
}

/** Starts of sessions by stretches of a period: an hour and a day give the hours of the day, a day and a week the days from Monday on. */
export function startsOf(runs: Events[], stretchSeconds: number, periodSeconds: number): Counts {
  return countsOf(
    runs.flatMap((run) => {
      const starts = run.seconds.subarray(0, run.count).filter((_, i) => run.item[i] === 0);
      return [...starts.map((second) => Math.floor((second % periodSeconds) / stretchSeconds))];
    }),
  );
}
