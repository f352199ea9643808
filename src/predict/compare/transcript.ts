import { stateKey } from "../../config/states.ts";
import type { State } from "../../config/types.ts";
import type { Chain } from "../chain/chain.ts";

/** Above this many open sessions, those that have ended are taken out. */
const MOST_OPEN = 300_000;
/** Users fall into this many groups, whose differences tell the noise of a mean. */
export const GROUPS = 64;
const SESSIONS_A_USER = 1_000_000;
const BUCKETS = 4;

/** What is known of an event. */
export interface SeenEvent extends State {
  /** Milliseconds since 1970. */
  ts: number;
  sessionId: number;
  itemInSession: number;
}

interface OpenSession {
  state: number;
  item: number;
  second: number;
  /** State and second of its first event; the state is -1 if that was not seen. */
  firstState: number;
  firstSecond: number;
  events: number;
  songs: number;
}

/** What sessions did that started with a pair. */
export interface PairTotals {
  sessions: number;
  events: number;
  songs: number;
  /** For each group of users: sessions, and the seconds from their first event to the last. */
  groupSessions: Float64Array;
  groupSeconds: Float64Array;
}

/** Counts that are made at a time, and kept apart until it is known whether they are complete. */
interface Bucket {
  /** For each transition of the chain, then for each state's end. */
  ways: Float64Array;
  /** For each state, how many sessions started there. */
  starts: Float64Array;
  pairs: (PairTotals | undefined)[];
}

/** Follows the sessions of a run, event by event, in memory for those that are under way. */
export class Transcript {
  events = 0;
  /** Events with a state that the configuration does not have, and transitions between two states that it has, but never one after the other. */
  unknownStates = new Map<string, number>();
  unknownWays = new Map<string, number>();
  /** Events of sessions of which an earlier event is missing or comes later; the sessions are left out. */
  outOfOrder = 0;
  firstSecond = Number.POSITIVE_INFINITY;
  lastSecond = Number.NEGATIVE_INFINITY;
  readonly #states = new Map<string, number>();
  readonly #ways = new Map<number, number>();
  readonly #open = new Map<number, OpenSession>();
  readonly #bucketSeconds: number;
  readonly #buckets = new Map<number, Bucket>();
  readonly #whole: Bucket;
  #sweepAt = MOST_OPEN;

  /** @param marginSeconds after this time without an event a session has ended, and sessions that began earlier are complete */
  constructor(
    private readonly chain: Chain,
    private readonly marginSeconds: number,
    private readonly isSong: (state: number) => boolean,
  ) {
    for (const [index, state] of chain.states.entries()) this.#states.set(stateKey(state), index);
    for (let from = 0; from < chain.states.length; from++)
      for (let way = chain.first[from]!; way < chain.first[from + 1]!; way++)
        this.#ways.set(from * chain.states.length + chain.to[way]!, way);
    this.#bucketSeconds = marginSeconds / BUCKETS;
    this.#whole = this.#empty();
  }

  #empty(): Bucket {
    const { to, states, pairs } = this.chain;
    return {
      ways: new Float64Array(to.length + states.length),
      starts: new Float64Array(states.length),
      pairs: pairs.map(() => undefined),
    };
  }

  /** The counts of a time. Those that are older than the margin are complete and go together. */
  #at(second: number): Bucket {
    const number = Math.floor(second / this.#bucketSeconds);
    const oldest = Math.floor(this.lastSecond / this.#bucketSeconds) - 2 * BUCKETS;
    if (number < oldest) return this.#whole;
    let bucket = this.#buckets.get(number);
    if (bucket === undefined) {
      for (const [old, own] of this.#buckets) {
        if (old >= oldest) continue;
        addBucket(this.#whole, own);
        this.#buckets.delete(old);
      }
      bucket = this.#empty();
      this.#buckets.set(number, bucket);
    }
    return bucket;
  }

  add(event: SeenEvent): void {
    const second = Math.floor(event.ts / 1000);
    this.events++;
    this.firstSecond = Math.min(this.firstSecond, second);
    this.lastSecond = Math.max(this.lastSecond, second);
    const state = this.#states.get(stateKey(event));
    if (state === undefined) {
      countOne(this.unknownStates, stateKey(event));
      this.#open.delete(event.sessionId);
      return;
    }
    const session = this.#open.get(event.sessionId);
    const song = this.isSong(state) ? 1 : 0;
    if (session === undefined) {
      const isFirst = event.itemInSession === 0;
      if (isFirst) this.#at(second).starts[state]!++;
      const firstState = isFirst ? state : -1;
      const item = event.itemInSession;
      this.#open.set(event.sessionId, {
        ...{ state, item, second, firstState },
        firstSecond: second,
        events: 1,
        songs: song,
      });
      if (this.#open.size > this.#sweepAt) this.#sweep();
    } else this.#follow(session, event, state, second, song);
  }

  #follow(session: OpenSession, event: SeenEvent, state: number, second: number, song: number): void {
    if (event.itemInSession !== session.item + 1) {
      this.outOfOrder++;
      session.firstState = -1;
    } else {
      const way = this.#ways.get(session.state * this.chain.states.length + state);
      if (way !== undefined) this.#at(session.second).ways[way]!++;
      else countOne(this.unknownWays, JSON.stringify([session.state, state]));
    }
    session.state = state;
    session.item = Math.max(session.item, event.itemInSession);
    session.second = Math.max(session.second, second);
    session.events++;
    session.songs += song;
  }

  #sweep(): void {
    for (const [id, session] of this.#open) {
      if (session.second >= this.lastSecond - this.marginSeconds) continue;
      this.#end(id, session);
      this.#open.delete(id);
    }
    this.#sweepAt = Math.max(MOST_OPEN, 2 * this.#open.size);
  }

  #end(id: number, session: OpenSession): void {
    this.#at(session.second).ways[this.chain.to.length + session.state]!++;
    if (session.firstState < 0) return;
    const pair = this.chain.pairOf[session.firstState]!;
    const bucket = this.#at(session.firstSecond);
    const totals = bucket.pairs[pair] ?? emptyTotals();
    bucket.pairs[pair] = totals;
    totals.sessions++;
    totals.events += session.events;
    totals.songs += session.songs;
    const group = Math.floor(id / SESSIONS_A_USER) % GROUPS;
    totals.groupSessions[group]!++;
    totals.groupSeconds[group]! += session.second - session.firstSecond;
  }

  /** The counts of all times for which they are complete. @param endSecond end of the run's window, if it is known */
  finish(endSecond = this.lastSecond + 1): {
    ways: Float64Array;
    starts: Float64Array;
    pairs: (PairTotals | undefined)[];
  } {
    for (const [id, session] of this.#open) this.#end(id, session);
    this.#open.clear();
    const result = this.#whole;
    const last = Math.floor((endSecond - this.marginSeconds) / this.#bucketSeconds);
    for (const [number, bucket] of this.#buckets) if (number < last) addBucket(result, bucket);
    this.#buckets.clear();
    return result;
  }
}

function emptyTotals(): PairTotals {
  return {
    ...{ sessions: 0, events: 0, songs: 0 },
    groupSessions: new Float64Array(GROUPS),
    groupSeconds: new Float64Array(GROUPS),
  };
}

function addBucket(to: Bucket, from: Bucket): void {
  from.ways.forEach((count, way) => {
    to.ways[way]! += count;
  });
  from.starts.forEach((count, state) => {
    to.starts[state]! += count;
  });
  for (const [pair, totals] of from.pairs.entries()) {
    if (totals === undefined) continue;
    const sum = to.pairs[pair] ?? emptyTotals();
    to.pairs[pair] = sum;
    sum.sessions += totals.sessions;
    sum.events += totals.events;
    sum.songs += totals.songs;
    totals.groupSessions.forEach((count, group) => {
      sum.groupSessions[group]! += count;
      sum.groupSeconds[group]! += totals.groupSeconds[group]!;
    });
  }
}

const MOST_KINDS = 1000;

function countOne(counts: Map<string, number>, key: string): void {
  if (counts.size < MOST_KINDS || counts.has(key)) counts.set(key, (counts.get(key) ?? 0) + 1);
}
