import { expect, test } from "vitest";
import {
  GROUP_BYTES,
  GROUP_NEXT_SESSION,
  GROUP_NEXT_USER,
  GROUP_PLACES,
  GROUP_SESSIONS,
  GROUP_SHOWN_USERS,
  GROUP_STATE_ROWS,
  GROUP_USED_SONGS,
  GROUP_USED_STATES,
  GROUP_USERS,
  NUMBERS_BYTES,
  NUMBERS_SESSION,
  NUMBERS_USER,
  PLACE_BYTES,
  STATE_ROW_BYTES,
} from "../../../assembly/layout/columns.ts";
import { RECORD_BYTES, RECORD_SESSION, RECORD_USER } from "../../../assembly/layout/record.ts";
import { P_ORDERED, PARAMETERS } from "../../../assembly/layout/run.ts";
import { KernelRun, smallInputs } from "../../support/kernel/kernel-run.ts";

const USERS = 40;
const ROWS = 300;
const INPUTS = smallInputs({ userCount: USERS, windowSeconds: 86400 });

/** The regions of a group in a ring slot, of which the numbers are the last. */
function putGroup(run: KernelRun, next: number): { group: number; numbers: number } {
  const { memory, plan } = run.opened;
  const words = new Uint32Array(memory.buffer);
  const group = plan.slots;
  let end = group + GROUP_BYTES;
  const take = (byteLength: number): number => {
    const start = Math.ceil(end / 64) * 64;
    end = start + byteLength;
    new Uint8Array(memory.buffer).fill(0, start, end);
    return start;
  };
  const put = (offset: number, value: number) => {
    words[(group + offset) / 4] = value;
  };
  const { songCount, stateTable } = run.model;
  put(GROUP_PLACES, take(USERS * PLACE_BYTES));
  put(GROUP_SESSIONS, take(ROWS * 8));
  put(GROUP_USERS, take(ROWS * 4));
  put(GROUP_SHOWN_USERS, take(ROWS));
  put(GROUP_USED_SONGS, take(songCount + 1));
  put(GROUP_USED_STATES, take(stateTable.length));
  put(GROUP_STATE_ROWS, take(stateTable.length * STATE_ROW_BYTES));
  put(GROUP_NEXT_SESSION, next);
  put(GROUP_NEXT_USER, next);
  return { group, numbers: take(ROWS * NUMBERS_BYTES) };
}

/** Numbers from 0 by first appearance. */
function numbered(keys: readonly string[]): number[] {
  const seen = new Map<string, number>();
  return keys.map((key) => {
    if (!seen.has(key)) seen.set(key, seen.size);
    return seen.get(key) as number;
  });
}

test.each([1, 0xff800000, 0xff800001, 0xffffffff])(
  "users and sessions are numbered by first appearance in each group, also if the next number is %i",
  async (next) => {
    const run = await KernelRun.open(INPUTS, {}, ROWS);
    const { kernel, opened } = run;
    const { group, numbers } = putGroup(run, next);
    const words = new Uint32Array(opened.memory.buffer);
    const ordered = words[(PARAMETERS + P_ORDERED) / 4] as number;
    let groups = 0;
    run.eachBatch((first, count) => {
      const records = ordered + first * RECORD_BYTES;
      kernel.numberRecords(group, records, count, run.model.stateTable.length, numbers);
      const rows = Array.from({ length: count }, (_, row) => {
        const word = (address: number) => words[address / 4] as number;
        const record = records + row * RECORD_BYTES;
        const entry = numbers + row * NUMBERS_BYTES;
        const [user, session] = [word(record + RECORD_USER), word(record + RECORD_SESSION)];
        return { user, session, numbers: [word(entry + NUMBERS_USER), word(entry + NUMBERS_SESSION)] };
      });
      const users = numbered(rows.map(({ user }) => String(user)));
      const sessions = numbered(rows.map(({ user, session }) => `${user}-${session}`));
      expect(rows.map((row) => row.numbers)).toEqual(rows.map((_, row) => [users[row], sessions[row]]));
      groups++;
    });
    expect(groups).toBeGreaterThan(3);
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
