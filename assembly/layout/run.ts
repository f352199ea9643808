// The one map of the shared memory, a file for each subject; this one has what holds for a whole run. asc and tsc both
// compile these files: annotated constants only, each a number and no expression of others, and no imports.
// assembly/checks.ts has the relations between them.
//
// Below TABLES_END the addresses are fixed; above it the host plans them (src/memory/plan.ts) and writes each into a field
// of the parameter block.
//
//   0        1 KiB        2 KiB     20 KiB       24 KiB                       TABLES_END
//   | unused | parameters | control | logarithms | day curve                  | planned regions ... |
//   (address 0 is unused, so that a null pointer is never valid)

// --- Parameter block: what the kernel knows about the run. The host writes it before it calls the kernel. ---
export const PARAMETERS: usize = 1024;
export const P_SEED: usize = 0; // u64
export const P_ALPHA: usize = 8; // f64, seconds
export const P_BETA: usize = 16; // f64, seconds
export const P_DAMPING: usize = 24; // f64
export const P_WEEKEND_DAMPING: usize = 32; // f64
export const P_WEEKEND_SCALE_MINUTES: usize = 40; // f64
export const P_GROWTH: usize = 48; // f64, share a year
export const P_ATTRITION: usize = 56; // f64, share a year
export const P_WEEKEND_OFFSET_SECONDS: usize = 64; // i32
export const P_WEEKEND_SCALE_SECONDS: usize = 68; // i32
export const P_SESSION_GAP: usize = 72; // i32, seconds
export const P_HORIZON: usize = 76; // i32, what happens at this second or later is kept as a far time, see FAR
export const P_START_SECOND_OF_DAY: usize = 80; // i32
export const P_START_DAY: usize = 84; // i32, index of the origin's day in the days table
export const P_START_SECONDS: usize = 88; // i64, the origin, since 1970
export const P_FIRST_USER_ID: usize = 100; // u32
export const P_INITIAL_USERS: usize = 104; // u32
export const P_USER_OFFSET: usize = 108; // u32, index of the first user in memory
export const P_USERS: usize = 112; // u32, users in memory
export const P_CHUNK_USERS: usize = 116; // u32, a multiple of 4
export const P_NEW_USER_PAIR: usize = 120; // u32, (auth, level) of users who arrive later
export const P_LEVELS: usize = 124; // u32, number of levels; a pair is auth * levels + level
// Addresses of planned regions, u32 each.
export const P_NEXT_TIMES: usize = 136; // i32 for each user
export const P_LEAVE_TIMES: usize = 140; // i32 for each user; 0 if nobody leaves
export const P_USER_TABLE: usize = 144; // USER_BYTES for each user: an entry in the table of users
export const P_DAYS: usize = 148; // u8 for each day, 1 on weekends and holidays
export const P_DAY_COUNT: usize = 152;
export const P_STATES: usize = 156; // STATE_BYTES for each state
export const P_GUIDE: usize = 160; // u16 for each (state, top byte)
export const P_LISTS: usize = 164; // LIST_BYTES for each weighted list, see LIST_...
export const P_DURATIONS: usize = 168; // u32 seconds for each song
export const P_SIMILAR_LISTS: usize = 172; // LIST_BYTES for each song, 0 without similar songs
export const P_FIRST_NAMES: usize = 176; // FRAGMENT_BYTES for each, likewise below
export const P_LAST_NAMES: usize = 180;
export const P_LOCATIONS: usize = 184;
export const P_USER_AGENTS: usize = 188;
export const P_TAILS: usize = 192; // gender and tag for F, for M, the tag alone for hidden details, and gender and tag for others
export const P_SONGS: usize = 196; // one more than there are songs: the last is the end of an event without song
export const P_NO_SONG: usize = 200; // u32, the number of songs, which a record without song contains
export const P_POOL: usize = 204; // record pages
export const P_POOL_PAGES: usize = 208; // number of pages
export const P_CHUNK_PAGES: usize = 212; // u32 first page for each chunk, u32 records in it
export const P_COUNTS: usize = 216; // u32 for each (chunk, second of the slice)
export const P_TOTALS: usize = 220; // u32 for each second of the slice
export const P_ORDERED: usize = 224; // two buffers of records
export const P_ORDERED_BYTES: usize = 228; // of one
export const P_SCRATCH: usize = 232; // SCRATCH_BYTES for each worker
export const P_MILLISECOND_DIGITS: usize = 236; // u32, three ASCII digits, the first one lowest
// Needed by the original's engine only (assembly/compat/).
export const P_COMPAT: usize = 256; // u32, address of its block, see COMPAT_...; 0 in the default engine
export const P_HEAP: usize = 260; // i64 nodes; the first one is at P_HEAP + 8
export const P_REGISTRATION_GROWTH: usize = 264; // f64, growth for the draw of the registration
export const P_ATTRITION_CHANCE: usize = 272; // f64, chance that a user does not come back after a session
export const P_MILLISECONDS_DOWN: usize = 280; // i32, the start's fraction of a second, rounded down
export const P_MILLISECONDS_UP: usize = 284; // i32, rounded up
export const P_HAS_FRACTION: usize = 288; // u32, 1 if the start has a fraction of a second
// Read by the encoder in both engines.
export const P_COMMON_IDS: usize = 292; // u32, ids from 1 to this one are written the fast way
export const P_REGISTRATION_BASE: usize = 296; // i64, seconds since 1970; USER_REGISTRATION is relative to it
export const P_USER_STRIDE: usize = 384; // u32, distance between the indexes of users who are next to each other in memory
export const P_FIRST_SECOND: usize = 388; // i32, since the origin; events before it are simulated while users are made, and not written
export const P_TALLY: usize = 392; // totals for the manifest, see TALLY_...; 0 without a manifest
export const P_TALLY_HOURS: usize = 396; // u64 for each hour since the origin
export const P_TALLY_SONGS: usize = 400; // u64 for each song, and for events without one
export const P_TALLY_USERS: usize = 404; // a bit for each user
export const P_TALLY_START_SECOND: usize = 408; // i32, second within the hour in which the window starts, and each origin
// Where LZ4 is emitted, else 0: addresses in the model and in each worker's memory.
export const P_EMITTERS: usize = 416; // EMITTER_..., one for each worker
export const P_EMITTER_BYTES: usize = 420; // u32, of one
export const P_NODES_END: usize = 424; // u32, offset in an emitter at which the nodes end
export const P_STATE_VALUES: usize = 428; // VALUE_BYTES for each, likewise below
export const P_LOCATION_VALUES: usize = 432;
export const P_AGENT_VALUES: usize = 436;
export const P_LAST_NAME_VALUES: usize = 440;
export const P_FIRST_NAME_VALUES: usize = 444;
export const P_SONG_VALUES: usize = 448; // SONG_BYTES for each
export const P_KEYS: usize = 452; // KEY_BYTES for each key, in the order of their nodes
export const P_PEOPLE: usize = 456; // PERSON_BYTES for each user; 0 if everything is looked up for each event
export const P_SONG_TEXTS: usize = 460; // SONG_TEXT_BYTES for each song
export const P_PERSON_VALUES: usize = 468; // PERSON_VALUES_BYTES for each user, where LZ4 is emitted; 0 if everything is looked up
export const P_FORMAT: usize = 464; // u32, FORMAT_...
export const P_MESSAGES: usize = 472; // MESSAGES_..., address; 0 where events do not become messages
export const P_DISORDER: usize = 476; // DISORDER_..., address; 0 where events leave in the order of time
export const P_TALLY_ARRIVALS: usize = 480; // u32, distance from a copy of a batch's records to their arrivals; 0 where events leave in the order of time
// Seconds from the origin, 2^30: the last one at which the longest gap leads to no greater number than 32 bits have.
export const HORIZON_SECONDS: i32 = 1073741824;
export const P_WINDOW: usize = 488; // i64, seconds from the origin to the window's end
// Times are 32-bit seconds since the run's origin: the window's start, and later on an instant that follows the run in steps of whole days.
export const P_ORIGIN: usize = 496; // f64, seconds from the window's start to the origin
export const P_BYTES: usize = 512;

export const FORMAT_JSON: u32 = 0;
export const FORMAT_MSGPACK: u32 = 1;
export const FORMAT_AVRO: u32 = 2;
export const FORMAT_COLUMNS: u32 = 3; // the host puts numbers of columns together, and no texts are made
export const FORMAT_CSV: u32 = 4;

// --- Fixed tables, computed by the kernel's `prepareTables`. ---
export const LOGARITHMS: usize = 20480; // 256 times (f64 inverse, f64 logarithm)
export const DAY_CURVE: usize = 24576; // 86400 times i32 seconds
export const DAY_SECONDS: u32 = 86400;
// The calendar repeats after 400 years, which are a whole number of weeks.
export const PERIOD_DAYS: u32 = 146097;
export const CRC_TABLES: usize = 370176; // 16 times 256 u32: the CRC-32C of each byte with 0 to 15 zeros after it
export const CRC_PLANES: usize = 386560; // 4 times 2 times 16 u8: what each half of a byte contributes to each byte of a checksum
export const CRC_SHIFT: usize = 386688; // 4 times 256 u32: what the zeros of a stream make of each byte of a checksum
export const TABLES_END: usize = 390784;
