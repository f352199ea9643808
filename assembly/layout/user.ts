// The memory map (rules in run.ts): the state of a user.

// --- A user: one cache line. The time of the next event is in a separate column. ---
export const USER_POSITION: usize = 0; // u64, behaviour stream
export const USER_GAMMA: usize = 8; // u64
export const USER_ALPHA: usize = 16; // f64, seconds
export const USER_BETA: usize = 24; // f64, seconds
export const USER_SONG_END: usize = 32; // i32, seconds; NEVER_BEFORE without a song
export const USER_SONG: usize = 36; // u32, or NO_SONG
// While the next session is far, or the arrival: USER_ITEM is then the session's (auth, level).
export const USER_FAR: usize = 32; // i64, seconds since the origin
export const USER_SESSION: usize = 40; // u32, counted from 1
export const USER_ITEM: usize = 44; // u32
export const USER_STATE: usize = 48; // u16
export const USER_FIRST_NAME: usize = 50; // u16
export const USER_LAST_NAME: usize = 52; // u16
export const USER_LOCATION: usize = 54; // u16
export const USER_AGENT: usize = 56; // u16
export const USER_REGISTRATION: usize = 58; // 48 bits, signed, seconds relative to P_REGISTRATION_BASE
export const USER_BYTES: usize = 64;

export const NO_SONG: u32 = 0xffffffff;
export const NEVER_BEFORE: i32 = -2147483648;
export const NEVER_AGAIN: i32 = 2147483647;
export const FAR: i32 = 2147483646; // in the column of next times: at USER_FAR, P_HORIZON or later
export const SECONDS_LIMIT: i32 = 1073741823; // 2^30 - 1, the longest gap
