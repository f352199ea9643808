import {
  STRIP_AGENT,
  STRIP_ARTIST,
  STRIP_AUTH,
  STRIP_COLUMNS,
  STRIP_FIRST_NAME,
  STRIP_GENDER,
  STRIP_ITEM,
  STRIP_LAST_NAME,
  STRIP_LENGTH,
  STRIP_LEVEL,
  STRIP_LOCATION,
  STRIP_METHOD,
  STRIP_PAGE,
  STRIP_PLAYED,
  STRIP_REGISTRATION,
  STRIP_SESSION,
  STRIP_SHOWN,
  STRIP_STATUS,
  STRIP_TITLE,
  STRIP_USER,
  WIDTH_PLAIN,
} from "../../../../assembly/layout/columns.ts";
import type { DictionaryName } from "../../../model/columns/dictionaries.ts";
import type { StateField } from "../../../model/columns/states.ts";
import type { GroupSizes, Shape } from "./shape.ts";

/** Most bits of a packed value, for each column of a strip. */
export type Widest = number[];

/** Returns the bits of the numbers below `count`. */
export function bitsBelow(count: number): number {
  return count <= 1 ? 0 : 32 - Math.clz32(count - 1);
}

/** What a group has of each dictionary. */
interface GroupCounts {
  users: number;
  sessions: number;
  registrations: number;
  itemBits: number;
  usedOf(name: DictionaryName): number;
}

/** Returns the bits of each column of a strip. Numbers of states' values are those of the run, all others those of the group. */
export function widthsOf({ states }: Shape, group: GroupCounts): number[] {
  const ofState = (field: StateField) => bitsBelow(states.fields[field].values.length);
  const ofGroup = (name: DictionaryName) => bitsBelow(group.usedOf(name));
  const widths: Record<number, number> = {
    [STRIP_USER]: bitsBelow(group.users + 1),
    [STRIP_SESSION]: bitsBelow(group.sessions),
    [STRIP_PAGE]: ofState("page"),
    [STRIP_AUTH]: ofState("auth"),
    [STRIP_METHOD]: ofState("method"),
    [STRIP_STATUS]: ofState("status"),
    [STRIP_LEVEL]: ofState("level"),
    [STRIP_ITEM]: group.itemBits,
    [STRIP_LOCATION]: ofGroup("location"),
    [STRIP_AGENT]: ofGroup("userAgent"),
    [STRIP_LAST_NAME]: ofGroup("lastName"),
    [STRIP_FIRST_NAME]: ofGroup("firstName"),
    [STRIP_REGISTRATION]: bitsBelow(group.registrations),
    [STRIP_GENDER]: ofGroup("gender"),
    [STRIP_ARTIST]: ofGroup("artist"),
    [STRIP_TITLE]: ofGroup("song"),
    [STRIP_LENGTH]: ofGroup("length"),
    [STRIP_SHOWN]: 1,
    [STRIP_PLAYED]: 1,
  };
  return Array.from({ length: STRIP_COLUMNS }, (_, column) => widths[column] as number);
}

/** Returns the most bits of each column of a strip in any group. */
export function widestOf({ shape, users, rows }: GroupSizes): Widest {
  const groupUsers = Math.min(users, rows);
  return widthsOf(shape, {
    users: groupUsers,
    sessions: rows,
    registrations: groupUsers,
    itemBits: WIDTH_PLAIN,
    usedOf: (name) => Math.min(shape.dictionaries[name].count, rows),
  });
}
