import { DAY_MS } from "../../system/day.ts";
import { BitSet, type MemoryMeter, withRoom } from "./memory.ts";

const HOURS = 24;
const HOUR_MS = 3_600_000;
/** Of a day apart from its sets: its object, arrays and places in maps. */
const DAY_BYTES = 1000;
/** A file of something else has as many levels as events; a day then would have a set for each. */
export const MOST_LEVELS = 64;

/** What happened on a day. */
export class Day {
  readonly hours = new Float64Array(HOURS);
  songs = 0;
  /** By the level's number: events, and the users who had one. */
  readonly levelEvents: number[] = [];
  readonly levelUsers: BitSet[] = [];

  /** @param number days since 1970 */
  constructor(
    readonly number: number,
    readonly week: Week,
    private readonly meter: MemoryMeter,
  ) {
    meter.take(DAY_BYTES);
  }

  usersOf(level: number): BitSet {
    for (let next = this.levelUsers.length; next <= level; next++) {
      this.levelEvents.push(0);
      this.levelUsers.push(new BitSet(this.meter));
    }
    return this.levelUsers[level]!;
  }

  get events(): number {
    return this.hours.reduce((sum, count) => sum + count, 0);
  }
}

/** A week from Monday on. */
export class Week {
  /** Plays by the artist's number. */
  plays = new Uint32Array(0);

  /** @param number weeks since that of 1970-01-01 */
  constructor(
    readonly number: number,
    private readonly meter: MemoryMeter,
  ) {
    meter.take(DAY_BYTES);
  }

  addPlay(artist: number): void {
    if (artist >= this.plays.length) this.plays = withRoom(this.plays, artist, this.meter);
    this.plays[artist]!++;
  }
}

/** 1970-01-01 was a Thursday. */
const DAYS_AFTER_MONDAY = 3;

export const weekOfDay = (day: number): number => Math.floor((day + DAYS_AFTER_MONDAY) / 7);
export const dayOfWeek = (week: number): number => week * 7 - DAYS_AFTER_MONDAY;
/** 0 is Monday. */
export const weekdayOf = (day: number): number => day + DAYS_AFTER_MONDAY - 7 * weekOfDay(day);
export const dayOf = (ts: number): number => Math.floor(ts / DAY_MS);
export const hourOf = (ts: number, day: number): number => Math.floor((ts - day * DAY_MS) / HOUR_MS);

/** The days and weeks that have events. Most events are of the day of the event before them. */
export class Days {
  readonly #days = new Map<number, Day>();
  readonly #weeks = new Map<number, Week>();
  #last: Day | undefined;

  constructor(private readonly meter: MemoryMeter) {}

  at(number: number): Day {
    if (this.#last?.number === number) return this.#last;
    const day = this.#days.get(number) ?? this.#add(number);
    this.#last = day;
    return day;
  }

  #add(number: number): Day {
    const weekNumber = weekOfDay(number);
    const week = this.#weeks.get(weekNumber) ?? new Week(weekNumber, this.meter);
    this.#weeks.set(weekNumber, week);
    const day = new Day(number, week, this.meter);
    this.#days.set(number, day);
    return day;
  }

  /** In order of time. */
  get list(): Day[] {
    return [...this.#days.values()].sort((one, other) => one.number - other.number);
  }

  get weeks(): Week[] {
    return [...this.#weeks.values()].sort((one, other) => one.number - other.number);
  }
}
