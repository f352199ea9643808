/** A message as a reader returns it. */
export interface Message {
  partition: number;
  offset: number;
  /** Milliseconds since 1970. */
  timestamp: number;
  key: string | null;
  value: Buffer;
  headers: [string, string][];
}

/** By partition and offset: readers return the partitions in any order. */
export function inOrder(messages: readonly Message[]): Message[] {
  return [...messages].sort((one, other) => one.partition - other.partition || one.offset - other.offset);
}

/** What Clients.java and read.py print for a message. */
export type PrintedMessage = [number, number, number, string | null, string, [string, string][]];

export function messageOf([partition, offset, timestamp, key, value, headers]: PrintedMessage): Message {
  return { partition, offset, timestamp, key, value: Buffer.from(value, "base64"), headers };
}
