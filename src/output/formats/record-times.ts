import { RECORD_BYTES, RECORD_TIME } from "../../../assembly/layout/record.ts";

type Words = Uint32Array | Int32Array;

/** Returns the second of the record at an address. @param words the memory */
export function secondOf(words: Words, record: number): number {
  return words[(record + RECORD_TIME) / 4] as number;
}

/** Returns the addresses of the earliest and the latest of records that are not in the order of time. */
export function leastAndGreatest(words: Words, first: number, count: number): [number, number] {
  let [least, greatest] = [first, first];
  for (let record = first; record < first + count * RECORD_BYTES; record += RECORD_BYTES) {
    if (secondOf(words, record) < secondOf(words, least)) least = record;
    if (secondOf(words, record) > secondOf(words, greatest)) greatest = record;
  }
  return [least, greatest];
}
