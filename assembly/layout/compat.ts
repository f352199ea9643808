// The memory map (rules in run.ts): the original's engine.

// --- The block of the original's engine: its generator, its counters, and why it stopped before the window's end. ---
export const COMPAT_POSITION: usize = 0; // u32, address of the next output
export const COMPAT_HAS_GAUSSIAN: usize = 4; // u32, 1 if the second one of a pair is kept
export const COMPAT_GAUSSIAN: usize = 8; // f64
export const COMPAT_SESSIONS: usize = 16; // u32, the last session's id
export const COMPAT_ENDED: usize = 20; // u32, 1 after the last event
export const COMPAT_STOP: usize = 24; // u32, STOP_...
export const COMPAT_STOP_PAIR: usize = 28; // u32, the (auth, level) pair that it concerns
export const COMPAT_TOUCHED: usize = 32; // u64, the sum of the words that were read in advance
export const COMPAT_ARRIVED: usize = 40; // i64, when the last user arrived, in seconds after the start
export const COMPAT_WORDS: usize = 64; // u32, the generator's state, and its first four words again
export const COMPAT_OUTPUTS: usize = 2624; // u32, the same number of outputs
export const COMPAT_BYTES: usize = 5120;
export const TWISTER_WORDS: u32 = 624;

export const STOP_NONE: u32 = 0;
export const STOP_NO_START: u32 = 1; // no session can start with this auth and level
export const STOP_ALL_GONE: u32 = 2; // no user is left
export const STOP_GAP: u32 = 3; // the time between two sessions is not positive
export const STOP_UNKNOWN_AUTH: u32 = 4; // an event of an auth that show-user-details lacks
export const STOP_NO_SONG: u32 = 5; // a song page without a song
export const STOP_UNHEARD: u32 = 6; // similar songs with no listeners
export const STOP_ITEMS: u32 = 7; // a session reached ITEM_LIMIT events
export const STOP_SESSIONS: u32 = 8; // the session ids are used up
export const STOP_FAR: u32 = 9; // the event after the end is too far away to be written

// A heap node is a time and a user in 64 bits: signed seconds relative to the start, above the user's index.
export const NODE_USER_BITS: u32 = 28;
