import { RunError } from "../../system/errors.ts";
import { Days, dayOf, hourOf, MOST_LEVELS } from "./days.ts";
import { EventTexts, NO_TEXT, type SeenEvent } from "./event.ts";
import { type MemoryMeter, withRoom } from "./memory.ts";
import { NumberTable } from "./number-table.ts";
import { FUNNELS, Sessions } from "./sessions.ts";
import { Users } from "./users.ts";

const SONG_PAGE = "NextSong";
/** Artist and song as one key: songs are fewer than this, and artists too. */
const MOST_SONGS = 2 ** 26;

/** What a page means: 0 is nothing. */
const SONG_ROLE = 1;
const FIRST_STEP_ROLE = 2;

/** Counts events in any order: every count is that of a set of events, so files may be read in any order too. */
export class Collector {
  readonly texts: EventTexts;
  readonly days: Days;
  readonly sessions: Sessions;
  readonly users: Users;
  events = 0;
  songs = 0;
  anonymousEvents = 0;
  firstTs = Number.POSITIVE_INFINITY;
  lastTs = Number.NEGATIVE_INFINITY;
  readonly tracks: NumberTable;
  #trackPlays = new Uint32Array(0);
  #pageEvents = new Float64Array(0);
  #locationEvents = new Float64Array(0);
  /** By the page's number: its role and 1, as far as the page is known. */
  #roles = new Int32Array(0);

  constructor(private readonly meter: MemoryMeter) {
    this.texts = new EventTexts(meter);
    this.days = new Days(meter);
    this.sessions = new Sessions(meter);
    this.users = new Users(meter);
    this.tracks = new NumberTable(meter);
  }

  /** Throws RunError if the numbers would need more memory than they may. */
  add(event: SeenEvent): void {
    const { ts, page, level } = event;
    this.events++;
    if (ts < this.firstTs) this.firstTs = ts;
    if (ts > this.lastTs) this.lastTs = ts;
    const number = dayOf(ts);
    const day = this.days.at(number);
    day.hours[hourOf(ts, number)]!++;
    if (level >= MOST_LEVELS) throw this.#tooManyLevels();
    const levelUsers = day.usersOf(level);
    day.levelEvents[level]!++;
    if (Number.isNaN(event.user)) this.anonymousEvents++;
    else levelUsers.add(this.users.add(event.user, event.registration, event.location));
    if (event.location !== NO_TEXT) this.#countLocation(event.location);
    const role = this.#countPage(page);
    const isSong = role === SONG_ROLE;
    const session = this.sessions.add(event.sessionId, ts, isSong);
    if (isSong) {
      this.songs++;
      day.songs++;
      if (event.artist !== NO_TEXT && event.song !== NO_TEXT) {
        day.week.addPlay(event.artist);
        this.#countTrack(event.artist, event.song);
      }
    } else if (role >= FIRST_STEP_ROLE) {
      const step = role - FIRST_STEP_ROLE;
      this.sessions.addStep(session, step >> 1, step & 1, event.itemInSession);
    }
  }

  #tooManyLevels(): RunError {
    return new RunError(
      `the events have more than ${MOST_LEVELS} values of level, such as free and paid; a report is made for levels of a subscription`,
    );
  }

  #countLocation(location: number): void {
    if (location >= this.#locationEvents.length)
      this.#locationEvents = withRoom(this.#locationEvents, location, this.meter);
    this.#locationEvents[location]!++;
  }

  /** Returns the page's role. */
  #countPage(page: number): number {
    if (page >= this.#pageEvents.length) {
      this.#pageEvents = withRoom(this.#pageEvents, page, this.meter);
      this.#roles = withRoom(this.#roles, page, this.meter);
    }
    this.#pageEvents[page]!++;
    if (this.#roles[page] === 0) this.#roles[page] = roleOf(this.texts.pages.list[page]!) + 1;
    return this.#roles[page]! - 1;
  }

  #countTrack(artist: number, song: number): void {
    const track = this.tracks.indexOf(artist * MOST_SONGS + song);
    if (track >= this.#trackPlays.length) this.#trackPlays = withRoom(this.#trackPlays, track, this.meter);
    this.#trackPlays[track]!++;
  }

  /** Events by the page's number. */
  get pageEvents(): Float64Array {
    return this.#pageEvents.subarray(0, this.texts.pages.list.length);
  }

  /** Events by the location's number. */
  get locationEvents(): Float64Array {
    return this.#locationEvents.subarray(0, this.texts.locations.list.length);
  }

  /** Plays by the track's number. */
  get trackPlays(): Uint32Array {
    return this.#trackPlays.subarray(0, this.tracks.size);
  }

  trackAt(index: number): { artist: string; song: string } {
    const key = this.tracks.keyAt(index);
    const { artists, songs } = this.texts;
    return { artist: artists.list[Math.floor(key / MOST_SONGS)]!, song: songs.list[key % MOST_SONGS]! };
  }
}

function roleOf(page: string): number {
  if (page === SONG_PAGE) return SONG_ROLE;
  const steps: readonly string[] = FUNNELS.flatMap(({ pages }) => pages);
  return steps.includes(page) ? FIRST_STEP_ROLE + steps.indexOf(page) : 0;
}
