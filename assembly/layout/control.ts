// The memory map (rules in run.ts): what workers and host tell each other during a run, and what is counted for the manifest.

// --- Control block: 32-bit words that the workers and the host share through atomics (src/workers/control/words.ts). ---
export const CONTROL: usize = 2048;
export const CONTROL_POOL_NEXT: usize = 2048; // u32, number of pages taken from the pool; the kernel adds to it
export const CONTROL_FAULT: usize = 2052; // u32, FAULT_...; the first fault is kept
export const CONTROL_HOST: usize = 2056; // from here on the host's words
export const CONTROL_END: usize = 20480;

export const FAULT_NONE: u32 = 0;
export const FAULT_POOL: u32 = 1; // a slice produced more records than the pool holds
export const FAULT_SESSIONS: u32 = 2; // a user's sessions reached SESSION_LIMIT

export const FAULT_ITEMS: u32 = 3; // a session reached ITEM_LIMIT events: it may never end, and its time may not advance

export const FAULT_WAITING: u32 = 4; // more events waited to arrive than there is room for

export const SESSION_LIMIT: u32 = 1000000;
export const ITEM_LIMIT: u32 = 100000000;

// --- Totals for the manifest, at P_TALLY. ---
export const TALLY_SESSIONS: usize = 0; // u64
export const TALLY_USERS: usize = 8; // u64
export const TALLY_SECOND: usize = 16; // i64, of the last event, since the window's start
export const TALLY_SKIP: usize = 24; // u64, events in that second
export const TALLY_STATES: usize = 32; // u64 for each state
