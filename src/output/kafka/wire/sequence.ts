/** Sequence numbers are 31 bits wide and begin again at 0, as in Kafka's `DefaultRecordBatch.incrementSequence`. */
const NUMBERS = 2 ** 31;
/**
 * Numbers whose distance is this or more are in the other order: there are never so many unacknowledged records, and the
 * numbers begin again.
 */
export const FAR = 2 ** 30;

/** The number that follows those of `count` records. */
export function sequenceAfter(base: number, count: number): number {
  return (base + count) % NUMBERS;
}

/** How many records there are from one number to another, the second one excluded. */
export function sequenceDistance(from: number, to: number): number {
  return (to - from + NUMBERS) % NUMBERS;
}
