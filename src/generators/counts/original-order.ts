/**
 * The order of the original's lines, which is that of a hash table of its tracks (Scala 2.10's mutable HashMap). The table begins with 16
 * buckets; a new track is put at the front of its bucket, and when there are more than three quarters as many tracks as buckets, the
 * buckets double and each of them is turned round while it is shared out. Lines are in order of buckets from the highest down, from front
 * to back.
 *
 * So a track's place follows from four numbers, without the table: its hash, its rank n among the tracks (from 1), the number of doublings
 * before it came, and that of all doublings D. Of a final bucket, a doubling turns round all that are there, and later tracks come before it:
 *
 *   those since D, latest first, those since D - 2, latest first, ... those since D - 3, earliest first, those since D - 1, earliest first
 */
const FIRST_BUCKETS = 16;
const FACTOR = 0x9e3775cd;

/** h = 31 h + unit, over the units of a text in ISO-8859-1, which are its bytes. */
export function javaHash(bytes: Uint8Array): number {
  let hash = 0;
  for (const byte of bytes) hash = (Math.imul(hash, 31) + byte) | 0;
  return hash;
}

function reversedBytes(value: number): number {
  return (value << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24);
}

/** The 32 bits of which the first name the bucket. */
export function spread(hash: number): number {
  const mixed = Math.imul(reversedBytes(Math.imul(hash, FACTOR)), FACTOR);
  return ((mixed >>> 4) | (mixed << 28)) >>> 0;
}

/** The doublings that have happened when so many tracks are there. */
function doublings(count: number): number {
  let times = 0;
  for (let buckets = FIRST_BUCKETS; 4 * count > 3 * buckets; buckets *= 2) times++;
  return times;
}

/**
 * A key of 9 bytes that sorts a track to its place.
 * @param rank among the tracks in the order in which they came, from 1
 * @param total of all tracks
 */
export function placeKey(hash: number, rank: number, total: number): Buffer {
  const all = doublings(total);
  const bits = Math.log2(FIRST_BUCKETS) + all;
  // A shift by 32 would be none; there are at least 16 buckets.
  const bucket = bits >= 32 ? spread(hash) : spread(hash) >>> (32 - bits);
  const isTurned = (all - doublings(rank - 1)) % 2 === 1;
  const key = Buffer.alloc(9);
  key.writeUInt32BE(~bucket >>> 0, 0);
  key[4] = isTurned ? 1 : 0;
  key.writeUInt32BE((isTurned ? rank : ~rank) >>> 0, 5);
  return key;
}
