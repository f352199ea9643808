// The memory map (rules in run.ts): events as messages, the records of a batch of Kafka. The host writes this block.
export const MESSAGES_PARTITIONS: usize = 0; // u32, of the topic
export const MESSAGES_KEY: usize = 4; // u32, KEY_...
export const MESSAGES_EVENT_TIMES: usize = 8; // u32, 1: times are those of the events, 0: all are that of the batch
export const MESSAGES_MOST_RECORD_BYTES: usize = 12; // u32, the most that a record can take with its key, headers and lengths
// Addresses of bytes. Up to 16 bytes after them are read; what these are has no meaning.
export const MESSAGES_PREFIX_BYTES: usize = 16; // u32, before each value, at most 16; may be 0
export const MESSAGES_PREFIX: usize = 20; // u32, address
export const MESSAGES_HEADERS_BYTES: usize = 24; // u32, at least 1
export const MESSAGES_HEADERS: usize = 28; // u32, address of the number of headers and the headers, as a record ends with them
export const MESSAGES_BYTES: usize = 32;

export const KEY_NONE: u32 = 0;
export const KEY_USER: u32 = 1; // null where the event shows no user
export const KEY_SESSION: u32 = 2;

// partitionRecords works in a region of this number of bytes for each record: the record, then a word for its partition.
export const PARTITIONED_BYTES: usize = 28;
