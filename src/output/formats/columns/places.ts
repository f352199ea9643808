import {
  GROUP_BYTES,
  NUMBERS_BYTES,
  PLACE_BYTES,
  SONG_ROW_BYTES,
  STRIP_BYTES,
  STRIP_ROWS,
  USER_ROW_BYTES,
} from "../../../../assembly/layout/columns.ts";
import { Addresses } from "../../../memory/regions.ts";
import { roundUp } from "../../../memory/sizes.ts";
import { DICTIONARY_NAMES, type DictionaryName } from "../../../model/columns/dictionaries.ts";
import type { GroupSizes } from "./shape.ts";
import { type Widest, widestOf } from "./widths.ts";

/** Addresses of a worker's regions for its row group. */
export interface GroupPlaces {
  group: number;
  places: number;
  sessions: number;
  users: number;
  shownUsers: number;
  userRows: number;
  songRows: number;
  usedSongs: number;
  usedStates: number;
  numbers: number;
  registrations: number;
  registrationSlots: number;
  dictionaries: Record<DictionaryName, { marks: number; numbers: number; entries: number }>;
  strip: number;
  /** The streams of the columns of a strip, in their order. */
  streams: number[];
  /** Pages of times, one after the other. */
  times: number;
  /** Dictionary pages, one after the other. */
  pages: number;
  /** Address after the last region. */
  end: number;
}

/** Copies and packing may write past an end. */
const SPARE_BYTES = 64;
/** A header of a run has up to 5 bytes; the values after a stream's last whole eight have a run each. */
const RUN_BYTES = 5;

/** Most bytes of a stream of `rows` values in strips. */
export function streamBytes(rows: number, widthBits: number): number {
  const strips = Math.ceil(rows / STRIP_ROWS);
  return Math.ceil((rows * widthBits) / 8) + strips * RUN_BYTES + 8 * (RUN_BYTES + 4) + SPARE_BYTES;
}

/** Rows of a page of times, of which a group has several: rows are in their order, so that readers can leave out the others. */
export const TIMES_PAGE_ROWS = 16 * STRIP_ROWS;
/** Bits of the longest difference: 2^31 seconds in microseconds. */
const TIME_BITS = 52;
const TIME_BLOCK_ROWS = 128;
const TIME_BLOCK_BYTES = 5;
/** A page's header has up to 4 numbers of 10 bytes, and its last miniblock is filled up with up to 31 values. */
const TIME_PAGE_BYTES = 40 + 31 * 8;

/** Most bytes of a group's pages of times. */
export function timesBytes(rows: number): number {
  const packed = Math.ceil((rows * TIME_BITS) / 8) + (Math.ceil(rows / TIME_BLOCK_ROWS) + 1) * TIME_BLOCK_BYTES;
  return packed + Math.ceil(rows / TIMES_PAGE_ROWS) * (TIME_PAGE_BYTES + TIME_BLOCK_BYTES) + SPARE_BYTES;
}

/**
 * Times are numbers of a dictionary where that is smaller than differences. Each distinct time has 8 bytes in the dictionary and a run of
 * at least 3; 32 differences have 80, whether there is one second between them or more.
 */
export const MOST_TIMES_FOR_A_ROW = 80 / 32 / (8 + 3);

/** A user id has up to 11 characters after its length. */
const USER_ID_BYTES = 15;

/** Most bytes of a group's dictionary pages. */
export function dictionaryBytes({ shape, users, rows }: GroupSizes): number {
  const catalog = DICTIONARY_NAMES.reduce((sum, name) => {
    const { byteLength, longestBytes } = shape.dictionaries[name];
    return sum + Math.min(byteLength, rows * longestBytes);
  }, 0);
  const groupUsers = Math.min(users, rows);
  const ids = 4 + groupUsers * USER_ID_BYTES;
  const times = 8 * Math.ceil(rows * MOST_TIMES_FOR_A_ROW);
  return catalog + ids + times + 8 + SPARE_BYTES;
}

function planDictionaries(addresses: Addresses, { shape }: GroupSizes): GroupPlaces["dictionaries"] {
  const entries = DICTIONARY_NAMES.map((name) => {
    const { count } = shape.dictionaries[name];
    const places = {
      marks: addresses.next(count),
      numbers: addresses.next(count * 4),
      entries: addresses.next((count + 1) * 4),
    };
    return [name, places] as const;
  });
  return Object.fromEntries(entries) as GroupPlaces["dictionaries"];
}

/** Plans a worker's regions from an address on. */
export function planGroup(start: number, sizes: GroupSizes): GroupPlaces {
  const { shape, users, rows } = sizes;
  const addresses = new Addresses(start);
  const groupUsers = Math.min(users, rows);
  const widest: Widest = widestOf(sizes);
  const places = {
    group: addresses.next(GROUP_BYTES),
    places: addresses.next(users * PLACE_BYTES),
    sessions: addresses.next(rows * 8),
    users: addresses.next(groupUsers * 4),
    shownUsers: addresses.next(groupUsers),
    userRows: addresses.next(groupUsers * USER_ROW_BYTES),
    songRows: addresses.next((shape.songs + 1) * SONG_ROW_BYTES),
    usedSongs: addresses.next(shape.songs + 1),
    usedStates: addresses.next(shape.stateCount),
    numbers: addresses.next(rows * NUMBERS_BYTES),
    registrations: addresses.next(groupUsers * 8),
    // The least power of two above twice the users.
    registrationSlots: addresses.next(4 * 4 * groupUsers),
    dictionaries: planDictionaries(addresses, sizes),
    strip: addresses.next(STRIP_BYTES),
    streams: widest.map((width) => addresses.next(streamBytes(rows, width))),
    times: addresses.next(timesBytes(rows)),
    pages: addresses.next(dictionaryBytes(sizes)),
  };
  return { ...places, end: addresses.end + SPARE_BYTES };
}

/** Bytes of a worker's regions. */
export function groupBytes(sizes: GroupSizes): number {
  return roundUp(planGroup(0, sizes).end, 4096);
}

/** Times of rows that are next to each other, packed. */
export interface TimesPage {
  rows: number;
  values: Uint8Array;
  minimum: bigint;
  maximum: bigint;
}
