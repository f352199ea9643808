// Relations between the numbers of the memory map that the kernel relies on. A broken one stops the compiler.
import { JSON_KEY_REGISTRATION } from "./encode/formats/json/keys";
import {
  COMPAT_ARRIVED,
  COMPAT_BYTES,
  COMPAT_OUTPUTS,
  COMPAT_TOUCHED,
  COMPAT_WORDS,
  TWISTER_WORDS,
} from "./layout/compat";
import { CONTROL, CONTROL_END, CONTROL_HOST, CONTROL_POOL_NEXT } from "./layout/control";
import {
  DISORDER_BYTES,
  DISORDER_COUNTED,
  DISORDER_COUNTS,
  DISORDER_SHIFTS,
  DISORDER_SHIFT_COUNT,
  DISORDER_TRUTH_COUNT,
  MOST_SHIFTS,
  SHIFT_BYTES,
  SHIFT_RELEASE,
  TRUTH_ARRIVAL,
  TRUTH_BYTES,
  TRUTH_FATE,
  WAITING_BYTES,
  WAITING_COPY,
  WAITING_NEXT,
} from "./layout/disorder";
import {
  EMITTER_HEADS,
  EMITTER_MATCHES,
  EMITTER_RECENT,
  EMITTER_RECENT_COUNT,
  EMITTER_SEQUENCES,
  EMITTER_SONGS,
  EMITTER_SONG_COUNT,
  HEAD_BYTES,
  KEY_BYTES,
  MATCH_BYTES,
  MATCH_CAPACITY,
  MATCH_END,
  MATCH_OFFSET,
  MATCH_START,
  NODE_KEY_SESSION,
  NODE_MODEL,
  NODE_NEVER,
  NODE_REGISTRATIONS,
  NODE_TAILS,
  RECENT_BYTES,
  SEQUENCES_BYTES,
  SONG_INLINE,
  SONG_LENGTH,
  SONG_TITLE,
  STATE_NODES_BYTES,
  STATE_SESSIONS,
  VALUE_INLINE,
  VALUE_OWN,
  VALUE_SHORT,
  VALUE_SUFFIX,
} from "./layout/emission";
import {
  GUIDE_END,
  GUIDE_SPLIT,
  LIST_BYTES,
  LIST_RECIPROCAL_SHIFT,
  LONG_SPLIT_BYTES,
  LONG_SPLIT_DEST,
  SPLIT_BYTES,
  SPLIT_DEST,
  STATE_BYTES,
  STATE_FRAGMENT_BYTES,
} from "./layout/model";
import {
  LIST_CAPACITY,
  PAGE_BYTES,
  PAGE_CAPACITY,
  PAGE_RECORDS,
  RECORD_BYTES,
  RECORD_ITEM,
  RECORD_STATE,
  SCRATCH_BYTES,
  SCRATCH_HEAD,
  SCRATCH_LIST,
  SCRATCH_MESSAGES,
  SCRATCH_TOUCHED,
} from "./layout/record";
import { MESSAGES_BYTES, MESSAGES_HEADERS, PARTITIONED_BYTES } from "./layout/messages";
import {
  CRC_PLANES,
  CRC_SHIFT,
  CRC_TABLES,
  DAY_CURVE,
  DAY_SECONDS,
  LOGARITHMS,
  P_BYTES,
  P_ORIGIN,
  P_DISORDER,
  P_MESSAGES,
  P_REGISTRATION_BASE,
  PARAMETERS,
  P_KEYS,
  TABLES_END,
} from "./layout/run";
import { FRAGMENT_BYTES, FRAGMENT_CLASS, TAILS_LIMIT } from "./layout/text";
import {
  FAR,
  NEVER_AGAIN,
  USER_AGENT,
  USER_BYTES,
  USER_FAR,
  USER_REGISTRATION,
  USER_SESSION,
  USER_SONG_END,
} from "./layout/user";

// Regions follow each other.
if (PARAMETERS + P_BYTES > CONTROL) ERROR("the parameter block runs into the control block");
if (CONTROL_POOL_NEXT != CONTROL || CONTROL_HOST > CONTROL_END) ERROR("the control block's words are out of place");
if (CONTROL_END > LOGARITHMS) ERROR("the control block runs into the logarithms");
if (LOGARITHMS + 256 * 16 > DAY_CURVE) ERROR("the logarithms run into the day curve");
if (DAY_CURVE + <usize>DAY_SECONDS * 4 > CRC_TABLES) ERROR("the day curve runs into the tables of the checksum");
if (CRC_TABLES + 16 * 256 * 4 > CRC_PLANES || CRC_PLANES + 128 > CRC_SHIFT || CRC_SHIFT + 4096 > TABLES_END) ERROR("the checksum's tables run over their ends");

// Fields fit into what they are fields of.
if (P_ORIGIN + 8 > P_BYTES || P_REGISTRATION_BASE + 8 > P_BYTES || P_MESSAGES + 4 > P_DISORDER || P_DISORDER + 8 > P_BYTES) ERROR("a parameter lies outside of its block");
if (LIST_RECIPROCAL_SHIFT + 4 > LIST_BYTES) ERROR("a list's field lies outside of its descriptor");
if (STATE_FRAGMENT_BYTES + 4 > STATE_BYTES) ERROR("a state's field lies outside of its entry");
if (SPLIT_DEST + 4 > SPLIT_BYTES || LONG_SPLIT_DEST + 4 > LONG_SPLIT_BYTES || FRAGMENT_CLASS + 2 > FRAGMENT_BYTES) ERROR("an entry is too small");
if (USER_AGENT + 2 > USER_REGISTRATION || USER_REGISTRATION + 6 > USER_BYTES) ERROR("a user's fields overlap or run over");
if (USER_FAR != USER_SONG_END || USER_FAR + 8 > USER_SESSION) ERROR("a far time takes the place of a song and its end");
if (FAR >= NEVER_AGAIN) ERROR("a far time is before never");
if (RECORD_STATE + 4 > RECORD_BYTES || RECORD_BYTES != 24) ERROR("placing copies records as 16 and 8 bytes");
if (COMPAT_TOUCHED + 8 > COMPAT_ARRIVED || COMPAT_ARRIVED + 8 > COMPAT_WORDS || COMPAT_WORDS + <usize>(TWISTER_WORDS + 4) * 4 > COMPAT_OUTPUTS)
  ERROR("the generator's words overlap what is beside them");
if (COMPAT_OUTPUTS + <usize>TWISTER_WORDS * 4 > COMPAT_BYTES) ERROR("the generator's outputs run over their block");

if (MESSAGES_HEADERS + 4 > MESSAGES_BYTES) ERROR("a field of the messages lies outside of its block");

// Sizes that the code assumes.
if (PARTITIONED_BYTES != RECORD_BYTES + 4) ERROR("a partitioned record is a record and a word");
if (TWISTER_WORDS % 4 != 0 || COMPAT_WORDS % 16 != 0) ERROR("the generator works on four words at a time");
if (USER_BYTES != 64) ERROR("a user is one cache line");
if ((PAGE_BYTES & (PAGE_BYTES - 1)) != 0) ERROR("a record's address tells its page only if the size is a power of two");
if (PAGE_RECORDS + <usize>PAGE_CAPACITY * RECORD_BYTES > PAGE_BYTES) ERROR("a page's records run over its end");
if (GUIDE_SPLIT != 0x8000 || GUIDE_END >= GUIDE_SPLIT) ERROR("a guide entry tells destinations and splits by its top bit");
if (SCRATCH_TOUCHED + 8 > SCRATCH_MESSAGES || SCRATCH_MESSAGES + 4 > SCRATCH_HEAD || SCRATCH_HEAD + 48 > SCRATCH_LIST) ERROR("a scratch field overlaps the next");
if (SCRATCH_LIST + <usize>LIST_CAPACITY * 4 > SCRATCH_BYTES) ERROR("the list of users runs over the scratch");

// Disorder.
if (WAITING_NEXT != RECORD_BYTES || WAITING_COPY + 4 > WAITING_BYTES) ERROR("a waiting record is a record and two words");
if (RECORD_ITEM + 4 != TRUTH_FATE || TRUTH_ARRIVAL + 4 > TRUTH_BYTES) ERROR("an entry of the truth begins as a record does");
if (DISORDER_TRUTH_COUNT + 4 > DISORDER_COUNTS || DISORDER_COUNTS + <usize>DISORDER_COUNTED * 8 > DISORDER_SHIFT_COUNT) ERROR("the counts of disorder overlap what is beside them");
if (DISORDER_SHIFTS + <usize>MOST_SHIFTS * SHIFT_BYTES > DISORDER_BYTES || SHIFT_RELEASE + 4 > SHIFT_BYTES) ERROR("the shifts run over the block of disorder");

// Emitted LZ4.
if (P_KEYS + 4 > P_BYTES) ERROR("a parameter lies outside of its block");
if (EMITTER_HEADS + 4 * HEAD_BYTES > EMITTER_SONGS) ERROR("the heads run into the songs");
if (EMITTER_SONGS + <usize>EMITTER_SONG_COUNT * 8 > EMITTER_MATCHES) ERROR("the songs run into the matches");
if ((<usize>MATCH_CAPACITY + 1) * MATCH_BYTES > MATCH_START) ERROR("a match's end runs into the column of the starts");
if (EMITTER_MATCHES + 2 * MATCH_START > EMITTER_SEQUENCES) ERROR("the matches run into the planned sequences");
if (EMITTER_SEQUENCES + 2 * SEQUENCES_BYTES > EMITTER_RECENT) ERROR("the planned sequences run into the recent users");
if (EMITTER_RECENT + <usize>EMITTER_RECENT_COUNT * RECENT_BYTES > <usize>NODE_NEVER) ERROR("the recent users run into the nodes");
if (MATCH_OFFSET != MATCH_END + 4 || MATCH_BYTES != 8) ERROR("a match's end and offset are read as one word");
if (NODE_REGISTRATIONS + 4725 * 4 > NODE_MODEL) ERROR("the registrations' nodes run into the model's");
if (NODE_TAILS + TAILS_LIMIT * 2 * 4 > NODE_REGISTRATIONS || NODE_KEY_SESSION + 3 * 4 > NODE_TAILS) ERROR("nodes overlap");
if (VALUE_OWN + 4 > VALUE_INLINE || SONG_TITLE + VALUE_SUFFIX + 4 > SONG_LENGTH) ERROR("a value's fields overlap");
if (SONG_LENGTH + VALUE_SHORT + 4 > SONG_INLINE || STATE_NODES_BYTES != 4 + STATE_SESSIONS * 8) ERROR("an entry is too small");
if (<usize>JSON_KEY_REGISTRATION > KEY_BYTES || KEY_BYTES != 32) ERROR("a key is copied as two words of 16 bytes");
