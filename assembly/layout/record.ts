// The memory map (rules in run.ts): the records that the simulation hands to the encoders, and the scratch memory of a worker.

// --- A record: one event before it is text. ---
export const RECORD_TIME: usize = 0; // u32, seconds relative to the start; below 2^31 unless it is the original's last event
export const RECORD_USER: usize = 4; // u32, index of the user in memory
export const RECORD_SESSION: usize = 8; // u32, number
export const RECORD_ITEM: usize = 12; // u32
export const RECORD_SONG: usize = 16; // u32, or the value of P_NO_SONG
export const RECORD_STATE: usize = 20; // u32
export const RECORD_BYTES: usize = 24;

// A page of the pool: the address of the next page and the number of records, then the records.
export const PAGE_NEXT: usize = 0; // u32, 0 for the last page
export const PAGE_USED: usize = 4; // u32
export const PAGE_RECORDS: usize = 16;
export const PAGE_CAPACITY: u32 = 340; // records: (8192 - 16) / 24
export const PAGE_BYTES: usize = 8192;

// --- Each worker's scratch: the list of users to run, and the sum of the words that were read in advance. ---
export const SCRATCH_TOUCHED: usize = 0; // u64
export const SCRATCH_MESSAGES: usize = 8; // u32, number of messages that were written last
export const SCRATCH_HEAD: usize = 16; // 32 bytes: {"ts":...,"userId":"
export const SCRATCH_LIST: usize = 64; // u32 indexes of users
export const LIST_CAPACITY: u32 = 512;
export const SCRATCH_NUMBER: usize = 64; // while events are encoded: a number, before it is known how much of its text is new
export const SCRATCH_BYTES: usize = 4096;
