// Columns of a row group against the lines of JSON that the kernel writes of the same records. The dictionaries are made here, from the
// catalog and the configuration.
import { expect, test } from "vitest";
import {
  GROUP_BYTES,
  GROUP_NEXT_SESSION,
  GROUP_NEXT_USER,
  GROUP_PLACES,
  GROUP_PLAYED,
  GROUP_SESSIONS,
  GROUP_SHOWN,
  GROUP_SONG_ROWS,
  GROUP_STATE_ROWS,
  GROUP_USED_SONGS,
  GROUP_USER_ROWS,
  GROUP_USERS,
  NUMBERS_BYTES,
  PLACE_BYTES,
  SONG_ROW_BYTES,
  STATE_ROW_BYTES,
  STATE_ROW_SHOWN,
  STRIP_AGENT,
  STRIP_ARTIST,
  STRIP_COLUMN_BYTES,
  STRIP_COLUMNS,
  STRIP_FIRST_NAME,
  STRIP_ITEM,
  STRIP_LAST_NAME,
  STRIP_LENGTH,
  STRIP_LEVEL,
  STRIP_LOCATION,
  STRIP_PAGE,
  STRIP_PLAYED,
  STRIP_REGISTRATION,
  STRIP_ROWS,
  STRIP_SESSION,
  STRIP_SHOWN,
  STRIP_STATUS,
  STRIP_TITLE,
  STRIP_USER,
  USER_ROW_BYTES,
} from "../../../assembly/layout/columns.ts";
import { RECORD_BYTES } from "../../../assembly/layout/record.ts";
import { P_ORDERED, P_USER_TABLE, PARAMETERS } from "../../../assembly/layout/run.ts";
import {
  USER_AGENT,
  USER_BYTES,
  USER_FIRST_NAME,
  USER_LAST_NAME,
  USER_LOCATION,
} from "../../../assembly/layout/user.ts";
import { type Inputs, KernelRun, smallInputs } from "../../support/kernel/kernel-run.ts";

const USERS = 300;
const INPUTS = smallInputs({ userCount: USERS, windowSeconds: 86400 });
/** The same, with all users shown or hidden. */
const inputsWith = (isShown: boolean) => ({
  ...INPUTS,
  config: { ...INPUTS.config, showUserDetails: new Map([["Logged In", isShown]]) },
});
const GROUP_ROWS = 700;

type Event = Record<string, string | number>;

/** A group's regions after each other, in a ring slot. */
class Group {
  readonly #view: DataView;
  readonly address: number;
  #next: number;
  readonly places: Record<"sessions" | "users" | "userRows" | "numbers" | "strip", number>;

  constructor(
    private readonly run: KernelRun,
    { config }: Inputs,
  ) {
    const { memory, plan } = run.opened;
    this.#view = new DataView(memory.buffer);
    this.#next = plan.slots;
    const { stateTable, songCount } = run.model;
    this.address = this.#take(GROUP_BYTES);
    const states = this.#take(stateTable.length * STATE_ROW_BYTES);
    const songs = this.#take((songCount + 1) * SONG_ROW_BYTES);
    const sessions = this.#take(GROUP_ROWS * 8);
    const users = this.#take(GROUP_ROWS * 4);
    const userRows = this.#take(GROUP_ROWS * USER_ROW_BYTES);
    const fields = {
      [GROUP_PLACES]: this.#take(USERS * PLACE_BYTES),
      [GROUP_SESSIONS]: sessions,
      [GROUP_USERS]: users,
      [GROUP_USED_SONGS]: this.#take(songCount + 1),
      [GROUP_STATE_ROWS]: states,
      [GROUP_USER_ROWS]: userRows,
      [GROUP_SONG_ROWS]: songs,
      [GROUP_NEXT_SESSION]: 1,
      [GROUP_NEXT_USER]: 1,
    };
    for (const [field, value] of Object.entries(fields)) this.setWord(this.address + Number(field), value);
    this.places = {
      ...{ sessions, users, userRows },
      numbers: this.#take(GROUP_ROWS * NUMBERS_BYTES),
      strip: this.#take(STRIP_COLUMNS * STRIP_COLUMN_BYTES),
    };
    stateTable.forEach(({ auth }, index) => {
      const entry = states + index * STATE_ROW_BYTES;
      // The number of a state stands for each of its five texts.
      for (let field = 0; field < 5; field++) this.#view.setUint16(entry + field * 2, index, true);
      this.#view.setUint16(entry + STATE_ROW_SHOWN, config.showUserDetails.get(auth) ? 1 : 0, true);
    });
    for (let song = 0; song <= songCount; song++)
      for (let field = 0; field < 3; field++) this.setWord(songs + song * SONG_ROW_BYTES + field * 4, song);
  }

  #take(byteLength: number): number {
    const address = this.#next;
    this.#next += (byteLength + 63) & -64;
    const { plan } = this.run.opened;
    if (this.#next > plan.slots + plan.slotCount * plan.slotBytes)
      throw new Error("the ring is too small for the test");
    return address;
  }

  setWord(address: number, value: number): void {
    this.#view.setUint32(address, value, true);
  }

  word(address: number): number {
    return this.#view.getUint32(address, true);
  }

  column(column: number, row: number): number {
    return this.word(this.places.strip + column * STRIP_COLUMN_BYTES + row * 4);
  }

  session(number: number): number {
    return Number(this.#view.getBigInt64(this.places.sessions + number * 8, true));
  }

  /** Makes the rows of the group's users, from their entries. */
  putUserRows(users: number): void {
    const table = this.word(PARAMETERS + P_USER_TABLE);
    for (let number = 0; number < users; number++) {
      const entry = table + this.word(this.places.users + number * 4) * USER_BYTES;
      [USER_LOCATION, USER_AGENT, USER_LAST_NAME, USER_FIRST_NAME].forEach((field, index) => {
        const value = this.#view.getUint16(entry + field, true);
        this.#view.setUint16(this.places.userRows + number * USER_ROW_BYTES + index * 2, value, true);
      });
    }
  }
}

/** Returns the events of a strip, with keys of JSON. */
function eventsOf(group: Group, run: KernelRun, rows: number): Event[] {
  const { catalog } = INPUTS;
  const { stateTable } = run.model;
  let shown = 0;
  let played = 0;
  const events = Array.from({ length: rows }, (_, row) => {
    const user = group.column(STRIP_USER, row);
    const { page } = stateTable[group.column(STRIP_PAGE, row)]!;
    const { status } = stateTable[group.column(STRIP_STATUS, row)]!;
    const { level } = stateTable[group.column(STRIP_LEVEL, row)]!;
    const event: Event = {
      userId: user === 0 ? "" : String(group.word(group.places.users + (user - 1) * 4) + 1),
      sessionId: group.session(group.column(STRIP_SESSION, row)),
      ...{ page, status, level },
      itemInSession: group.column(STRIP_ITEM, row),
    };
    if (group.column(STRIP_SHOWN, row) === 1) {
      event.location = catalog.locations.text[group.column(STRIP_LOCATION, shown)]!;
      event.userAgent = catalog.userAgents.text[group.column(STRIP_AGENT, shown)]!;
      event.lastName = catalog.lastNames.text[group.column(STRIP_LAST_NAME, shown)]!;
      event.firstName = catalog.firstNames.text[group.column(STRIP_FIRST_NAME, shown)]!;
      expect(group.column(STRIP_REGISTRATION, shown)).toBe(user - 1);
      shown++;
    }
    if (group.column(STRIP_PLAYED, row) === 1) {
      const { artist, title, duration } = catalog.songs;
      event.artist = artist[group.column(STRIP_ARTIST, played)]!;
      event.song = title[group.column(STRIP_TITLE, played)]!;
      event.length = duration[group.column(STRIP_LENGTH, played)]!;
      played++;
    }
    return event;
  });
  expect([GROUP_SHOWN, GROUP_PLAYED].map((field) => group.word(group.address + field))).toEqual([shown, played]);
  return events;
}

const LEFT_OUT = new Set(["ts", "auth", "method", "registration", "gender"]);

test.each([true, false])(
  "columns and lines of JSON have the same values, where users are shown: %s",
  async (isShown) => {
    const inputs = inputsWith(isShown);
    const run = await KernelRun.open(inputs, {}, GROUP_ROWS);
    const group = new Group(run, inputs);
    const { kernel } = run;
    let groups = 0;
    let hidden = 0;
    let songs = 0;
    expect(GROUP_ROWS).toBeLessThanOrEqual(STRIP_ROWS);
    run.eachBatch((first, count) => {
      const { places, address } = group;
      const ordered = group.word(PARAMETERS + P_ORDERED);
      const record = ordered + first * RECORD_BYTES;
      const before = [GROUP_NEXT_SESSION, GROUP_NEXT_USER].map((field) => group.word(address + field));
      kernel.beginGroup(address, run.model.songCount);
      kernel.numberRecords(address, record, count, places.numbers);
      const [sessions, users] = [GROUP_NEXT_SESSION, GROUP_NEXT_USER].map(
        (field, index) => group.word(address + field) - before[index]!,
      ) as [number, number];
      group.putUserRows(users);
      kernel.gatherStrip(address, record, places.numbers, count, places.strip);
      const actual = eventsOf(group, run, count);
      const afterGroup = places.strip + STRIP_COLUMNS * STRIP_COLUMN_BYTES;
      const lines = run.encode(kernel.encodeJson, first, count, afterGroup).toString().trimEnd().split("\n");
      const expected = lines.map((line) => {
        const event = JSON.parse(line) as Event;
        return Object.fromEntries(Object.entries(event).filter(([key]) => !LEFT_OUT.has(key)));
      });
      expect(actual).toEqual(expected);
      expect(sessions).toBe(new Set(expected.map(({ sessionId }) => sessionId)).size);
      expect(users).toBe(new Set(expected.map(({ sessionId }) => Math.floor(Number(sessionId) / 1e6))).size);
      groups++;
      hidden += expected.filter(({ userId }) => userId === "").length;
      songs += expected.filter((event) => "song" in event).length;
    });
    expect(groups).toBeGreaterThan(5);
    expect(hidden > 0).toBe(!isShown);
    expect(songs).toBeGreaterThan(0);
  },
);

test("marked entries are numbered in their order", async () => {
  const run = await KernelRun.open(INPUTS, {});
  const at = run.opened.plan.slots;
  const bytes = Buffer.from(run.opened.memory.buffer);
  const marks = [0, 1, 1, 0, 0, 1];
  bytes.set(marks, at);
  expect(run.kernel.numberMarked(at, marks.length, at + 64, at + 128)).toBe(3);
  expect([1, 2, 5].map((index) => bytes.readUInt32LE(at + 64 + index * 4))).toEqual([0, 1, 2]);
  expect([0, 1, 2].map((number) => bytes.readUInt32LE(at + 128 + number * 4))).toEqual([1, 2, 5]);
});
