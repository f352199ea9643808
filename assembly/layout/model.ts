// The memory map (rules in run.ts): the input of the simulation: weighted lists, states, and where each state leads.

// --- A weighted list: `ends` are running sums; `guide` holds the first entry to look at for the top bits of a draw. ---
export const LIST_TOTAL: usize = 0; // u32
export const LIST_SHIFT: usize = 4; // u32, 32 minus the number of bits of the guide
export const LIST_GUIDE: usize = 8; // address of u32 entries
export const LIST_ENDS: usize = 12; // address of u32 sums
export const LIST_VALUES: usize = 16; // address of u32 values; 0 if the value is the index
// For the original's draws: the key of the next 31 bits is bits - (bits * reciprocal >>> shift) * total.
export const LIST_RECIPROCAL: usize = 20; // u32, 0 if the total is a power of two
export const LIST_RECIPROCAL_SHIFT: usize = 24; // u32
export const LIST_BYTES: usize = 32;
// The lists in P_LISTS, in order; after them a list of session starts for each (auth, level) pair.
export const LIST_AUTHS: u32 = 0;
export const LIST_LEVELS: u32 = 1;
export const LIST_FIRST_NAMES: u32 = 2;
export const LIST_LAST_NAMES: u32 = 3;
export const LIST_LOCATIONS: u32 = 4;
export const LIST_USER_AGENTS: u32 = 5;
export const LIST_SONGS: u32 = 6;
export const LIST_STARTS: u32 = 7;

// --- A state (page, auth, method, status, level). ---
export const STATE_KIND: usize = 0; // u32, KIND_...
export const STATE_PAIR: usize = 4; // u32, auth * levels + level
export const STATE_CHURNED: usize = 8; // u32, 1: a session that ends here is the user's last
export const STATE_SPLITS: usize = 12; // address of the state's splits
export const STATE_SHOWN: usize = 16; // u32, 1: user details are shown
export const STATE_FRAGMENT: usize = 20; // address of its text
export const STATE_FRAGMENT_BYTES: usize = 24; // u32
export const STATE_BYTES: usize = 32;
export const KIND_PAGE: u32 = 0;
export const KIND_REDIRECT: u32 = 1;
export const KIND_SONG: u32 = 2;
// Used only when the original's engine runs a configuration that the default engine refuses.
export const KIND_SONG_REDIRECT: u32 = 3;
export const KIND_UNKNOWN_AUTH: u32 = 4; // added: it is not known whether to show the user

// A guide entry is a destination, or GUIDE_SPLIT + the first of the state's splits to compare with.
export const GUIDE_SPLIT: u32 = 0x8000;
export const GUIDE_END: u32 = 0x7fff; // the session ends
export const SPLIT_LAST: usize = 0; // u32, the last value of bits 24 to 55 of the draw that leads to
export const SPLIT_DEST: usize = 4; // u32, this destination
export const SPLIT_BYTES: usize = 8;

// The original's engine compares the lower 44 bits of a 52-bit draw.
export const LONG_SPLIT_LAST: usize = 0; // u64, the last value of these bits that leads to
export const LONG_SPLIT_DEST: usize = 8; // u32, this destination
export const LONG_SPLIT_BYTES: usize = 16;
