// The memory map (rules in run.ts): events that leave in another order than they happen.

// --- The block at P_DISORDER. ---
export const DISORDER_KEY: usize = 0; // u64, of the draws
// The least draw (53 bits) that is above each share: lost events, those that are late and doubled, late, doubled.
export const DISORDER_LOST: usize = 8; // u64
export const DISORDER_BOTH: usize = 16; // u64
export const DISORDER_LATE: usize = 24; // u64
export const DISORDER_DUPLICATE: usize = 32; // u64
export const DISORDER_LATE_MEAN: usize = 40; // u32, seconds, at least 1
export const DISORDER_LATE_MOST: usize = 44; // u32, seconds
export const DISORDER_DUPLICATE_MEAN: usize = 48; // u32, seconds, at least 1
export const DISORDER_DUPLICATE_MOST: usize = 52; // u32, seconds
export const DISORDER_LATE_SCALE: usize = 56; // f64, by which an exponential deviate becomes seconds; from the mean
export const DISORDER_DUPLICATE_SCALE: usize = 64; // f64
// The slice that is put into the order of arrival.
export const DISORDER_INPUT: usize = 72; // u32, address of its records
export const DISORDER_INPUT_NEXT: usize = 76; // u32, how many of them have had their turn
export const DISORDER_INPUT_COUNT: usize = 80; // u32
export const DISORDER_SECOND: usize = 84; // i32, all arrivals before it are in the buffers
export const DISORDER_ARRIVALS: usize = 88; // u32, address of a column for each buffer: ARRIVAL_...
export const DISORDER_ARRIVAL_BYTES: usize = 92; // u32, of one
// The records that wait.
export const DISORDER_BUCKETS: usize = 96; // u32, address: BUCKET_BYTES for each second of the longest wait
export const DISORDER_BUCKET_COUNT: usize = 100; // u32
export const DISORDER_NODES: usize = 104; // u32, address: WAITING_BYTES for each
export const DISORDER_NODE_LIMIT: usize = 108; // u32, how many there is room for
export const DISORDER_NODES_USED: usize = 112; // u32, how many have been used so far
export const DISORDER_FREE: usize = 116; // u32, address of the first that is free again, or 0
// What is told.
export const DISORDER_TRUTH: usize = 120; // u32, address of entries: TRUTH_...; 0 if nobody wants them
export const DISORDER_TRUTH_LIMIT: usize = 124; // u32, entries
export const DISORDER_TRUTH_COUNT: usize = 128; // u32
export const DISORDER_COUNTS: usize = 136; // u64 for each: late, doubled, lost, held by an outage or a burst
export const DISORDER_COUNTED: u32 = 4;
// Stretches of time whose arrivals move.
export const DISORDER_SHIFT_COUNT: usize = 168; // u32
export const DISORDER_PHASE: usize = 172; // u32, the list of the origin's second
export const DISORDER_SHIFTS: usize = 176; // SHIFT_BYTES for each
export const MOST_SHIFTS: u32 = 32;
export const DISORDER_BYTES: usize = 944;

// A stretch holds the arrivals of `hold` seconds, and lets them go evenly in its last `release` ones; all at its end if that is 0.
export const SHIFT_START: usize = 0; // f64, seconds relative to the window's start
export const SHIFT_PERIOD: usize = 8; // u32, seconds after which it comes again; 0 if it does not
export const SHIFT_HOLD: usize = 12; // u32, seconds
export const SHIFT_RELEASE: usize = 16; // u32, seconds
export const SHIFT_BYTES: usize = 24;

// A list of records that leave in the same second, in the order in which they came.
export const BUCKET_FIRST: usize = 0; // u32, address of the first node, or 0
export const BUCKET_LAST: usize = 4; // u32
export const BUCKET_BYTES: usize = 8;

export const WAITING_NEXT: usize = 24; // u32, address of the next node, or 0; the record is before it
export const WAITING_COPY: usize = 28; // u32, ARRIVAL_COPY or 0
export const WAITING_BYTES: usize = 32;

// An arrival, ARRIVAL_BYTES: the second since the origin, and whether it is that of a second copy.
export const ARRIVAL_SECOND: u32 = 0x7fffffff;
export const ARRIVAL_COPY: u32 = 0x80000000;
export const ARRIVAL_BYTES: usize = 4;

// What happened to an event.
export const TRUTH_TIME: usize = 0; // u32, the first fields of its record
export const TRUTH_USER: usize = 4; // u32
export const TRUTH_SESSION: usize = 8; // u32
export const TRUTH_ITEM: usize = 12; // u32
export const TRUTH_FATE: usize = 16; // u32, FATE_...
export const TRUTH_ARRIVAL: usize = 20; // u32, second since the origin
export const TRUTH_BYTES: usize = 24;
export const TRUTH_ENTRIES_OF_EVENT: u32 = 2; // at most

export const FATE_LATE: u32 = 0;
export const FATE_DUPLICATE: u32 = 1;
export const FATE_LOST: u32 = 2;
export const FATE_OUTAGE: u32 = 3;
export const FATE_BURST: u32 = 4;
