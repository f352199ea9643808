import { Calendar } from "./calendar.ts";
import type { Command } from "./command.ts";
import { encode, type Session, type User } from "./encode.ts";
import { Queue } from "./queue.ts";
import { Crash, Random, toInt, type WeightedList, weightedList, wrapInt } from "./random.ts";
import { pairOf, readSite, type Site, type State } from "./read-site.ts";

const YEAR = 31_557_600;
const FIVE_YEARS = 157_788_000;

export interface Outcome {
  lines: string[];
  /** The reason why the original stops with a stack trace after these lines. */
  crash?: string;
  /** The limit of steps was reached. */
  isCut?: boolean;
}

class Cut extends Error {}

/** A plain model of the original, from ../shared/spec/original.md. */
class Original {
  readonly site: Site;
  readonly random: Random;
  readonly calendar: Calendar;
  readonly lines: string[] = [];
  readonly #lists: Record<"firstNames" | "lastNames" | "locations" | "userAgents" | "songs", WeightedList>;
  readonly #similarLists = new Map<number, WeightedList>();
  #sessions = 0;
  #lastId: number;
  #users: number;

  #steps = 0;

  constructor(
    readonly command: Command,
    private readonly mostSteps: number,
  ) {
    const { site } = command;
    this.site = readSite(site);
    this.random = new Random(BigInt(command.randomseed ?? site.seed ?? 0));
    this.calendar = new Calendar(this.site, command.start.nanoseconds, this.random);
    const { firstNames, lastNames, locations, userAgents, songs } = command.catalog;
    const listOf = ({ weight }: { weight: Uint32Array }) => weightedList(weight);
    this.#lists = {
      firstNames: listOf(firstNames),
      lastNames: listOf(lastNames),
      locations: listOf(locations),
      userAgents: listOf(userAgents),
      songs: listOf(songs),
    };
    this.#lastId = site["first-user-id"] ?? command.userid ?? 1;
    this.#users = site["n-users"] ?? command.nusers ?? 1;
  }

  #newSession(time: number, auth: string, level: string): Session {
    const id = ++this.#sessions;
    const starts = this.site.starts.get(pairOf(auth, level));
    if (starts === undefined) throw new Crash("no start");
    const state = this.site.states.get(starts.states[this.random.pick(starts.list)]!)!;
    const session: Session = { id, time, state, item: 0, song: undefined, songEnd: 0 };
    if (state.page === "NextSong") this.#play(session, undefined);
    return session;
  }

  /** @param last the song to be like */
  #play(session: Session, last: number | undefined): void {
    const { songs, similar } = this.command.catalog;
    const first = last === undefined ? 0 : (similar?.first[last] ?? 0);
    const like = last === undefined ? undefined : similar?.song.subarray(first, similar.first[last + 1]);
    if (like === undefined || like.length === 0) session.song = this.random.pick(this.#lists.songs);
    else {
      const list = this.#similarLists.get(last!) ?? weightedList([...like].map((song) => songs.weight[song]!));
      this.#similarLists.set(last!, list);
      session.song = like[this.random.pick(list)]!;
    }
    session.songEnd = session.time! + toInt(songs.duration[session.song]!);
  }

  /** Users and events are steps. */
  #step(): void {
    if (++this.#steps > this.mostSteps) throw new Cut();
  }

  /** @param arrival undefined for those who are there at the start */
  #newUser(arrival: number | undefined): User {
    this.#step();
    const { site, random, command } = this;
    const { start } = command;
    const alpha = site.alpha * random.logNormal();
    const beta = site.beta * random.logNormal();
    const auth = arrival === undefined ? site.auths.names[random.pick(site.auths.list)]! : site.newUserAuth;
    const registrationGrowth = command.growthRate ?? command.site["growth-rate"] ?? 0;
    const before = Math.min(random.seconds(registrationGrowth * YEAR), FIVE_YEARS);
    const firstName = random.pick(this.#lists.firstNames);
    const location = random.pick(this.#lists.locations);
    const lastName = random.pick(this.#lists.lastNames);
    const userAgent = random.pick(this.#lists.userAgents);
    random.pick(this.#lists.locations);
    random.pick(this.#lists.userAgents);
    const level = arrival === undefined ? site.levels.names[random.pick(site.levels.list)]! : site.newUserLevel;
    // A Java int: after the largest comes the least.
    this.#lastId = wrapInt(this.#lastId + 1);
    const id = this.#lastId;
    const time = this.calendar.pickFirst(arrival ?? start.seconds, beta);
    const session = this.#newSession(time, auth, level);
    const registration = arrival ?? start.seconds - before;
    return { id, alpha, beta, registration, firstName, lastName, location, userAgent, session };
  }

  #isBeforeEnd(seconds: number): boolean {
    const { start, end } = this.command;
    return seconds < end.seconds || (seconds === end.seconds && start.nanoseconds < end.nanoseconds);
  }

  #makeUsers(queue: Queue<User>): void {
    const { site, growthRate, start } = this.command;
    const growth = site["growth-rate"] ?? growthRate ?? 0;
    for (let user = 0; user < this.#users; user++) queue.add(this.#newUser(undefined));
    if (growth <= 0) return;
    for (let current = start.seconds; this.#isBeforeEnd(current); this.#users++) {
      current += this.random.seconds(YEAR / (this.#users * growth));
      queue.add(this.#newUser(current));
    }
  }

  #nextState(state: State): State | undefined {
    const x = this.random.double();
    const ranges = this.site.ranges.get(
      JSON.stringify([state.page, state.auth, state.status, state.method, state.level]),
    );
    const range = ranges?.find(({ low, high }) => low <= x && x < high);
    return range && this.site.states.get(range.dest);
  }

  #advance(user: User): void {
    const { session } = user;
    const next = this.#nextState(session.state);
    if (next === undefined) {
      this.#endSession(user);
      return;
    }
    session.item++;
    session.state = next;
    const gap = () => this.random.seconds(user.alpha);
    const time = session.time!;
    if (next.status >= 300 && next.status <= 398) {
      session.time = time + 1;
    } else if (next.page === "NextSong") {
      const plays = session.song !== undefined && time < session.songEnd;
      session.time = plays ? session.songEnd : time + gap();
      this.#play(session, session.song);
    } else {
      session.time = time + gap();
    }
  }

  #endSession(user: User): void {
    const { attritionRate = 0, start, end } = this.command;
    const attrition = this.#users * attritionRate * (end.seconds - start.seconds / YEAR);
    const { state, time } = user.session;
    if (this.random.double() < attrition || state.auth === this.site.churnedState) user.session.time = undefined;
    else user.session = this.#newSession(this.calendar.pick(time!, user.beta), state.auth, state.level);
  }

  run(): void {
    const soonest = ({ session: { time } }: User) => time ?? Number.POSITIVE_INFINITY;
    const queue = new Queue<User>((one, other) => soonest(one) > soonest(other));
    this.#makeUsers(queue);
    const { start } = this.command;
    for (let clock = start.seconds; this.#isBeforeEnd(clock); ) {
      this.#step();
      const user = queue.take();
      if (user?.session.time === undefined) throw new Crash("everybody is gone");
      clock = user.session.time;
      if (clock > start.seconds) this.lines.push(encode(this.command, this.site, user));
      // The original advances the user of the last event as well, which shows only if it stops with a stack trace
      // there.
      if (!this.#isBeforeEnd(clock)) return;
      this.#advance(user);
      queue.add(user);
    }
  }
}

/** Returns the original's output for a command, and whether it reaches the end. */
export function simulate(command: Command, mostSteps = Number.POSITIVE_INFINITY): Outcome {
  const original = new Original(command, mostSteps);
  try {
    original.run();
    return { lines: original.lines };
  } catch (error) {
    if (error instanceof Cut) return { lines: original.lines, isCut: true };
    if (error instanceof Crash) return { lines: original.lines, crash: error.message };
    throw error;
  }
}
