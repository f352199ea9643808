/** What identifies the partition of an event: all events with the same key have the same one, in order. */
export const MESSAGE_KEYS = ["userId", "sessionId", "none"] as const;
export type MessageKey = (typeof MESSAGE_KEYS)[number];

/** Whether a message has the time at which it is sent, or that of its event. */
export const MESSAGE_TIMES = ["now", "event"] as const;
export type MessageTimes = (typeof MESSAGE_TIMES)[number];

/** How events become messages of a broker. */
export interface MessagesEncoding {
  /** Number of the topic's partitions; 0 until the topic is known. */
  partitions: number;
  key: MessageKey;
  times: MessageTimes;
  /** Name and value of each header; every message has them. */
  headers: readonly (readonly [name: string, value: string])[];
  /** Most bytes of a batch that the topic takes, if that is known (max.message.bytes). */
  mostBatchBytes?: number;
  /** Bytes before each value, such as the id of its schema; none if absent. */
  prefix?: Uint8Array;
}
