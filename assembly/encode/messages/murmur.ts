// MurmurHash2 as Kafka uses it (Utils.murmur2 of its clients): 32 bits, one seed for all.
const SEED: u32 = 0x9747b28c;
const MULTIPLIER: u32 = 0x5bd1e995;
const SHIFT: u32 = 24;

// @ts-ignore: decorator
@inline
function addWord(hash: u32, word: u32): u32 {
  const product = word * MULTIPLIER;
  return (hash * MULTIPLIER) ^ ((product ^ (product >>> SHIFT)) * MULTIPLIER);
}

/** The last one to three bytes of a text, with zeros after them, or none. */
// @ts-ignore: decorator
@inline
function addRest(hash: u32, rest: u32, length: u32): u32 {
  return (length & 3) == 0 ? hash : (hash ^ rest) * MULTIPLIER;
}

// @ts-ignore: decorator
@inline
function finish(hash: u32): u32 {
  const mixed = (hash ^ (hash >>> 13)) * MULTIPLIER;
  return mixed ^ (mixed >>> 15);
}

/** The hash of a text of up to eight bytes, which are in a word with zeros after them. */
// @ts-ignore: decorator
@inline
export function murmurOfWord(text: u64, length: u32): u32 {
  const low = <u32>text;
  const high = <u32>(text >> 32);
  const start = SEED ^ length;
  if (length < 4) return finish(addRest(start, low, length));
  const hash = addWord(start, low);
  return finish(length == 8 ? addWord(hash, high) : addRest(hash, high, length));
}

/** The hash of a text of any length; up to three bytes after it are read. */
export function murmur(text: usize, length: u32): u32 {
  const end = text + <usize>(length & ~3);
  let hash = SEED ^ length;
  let at = text;
  for (; at < end; at += 4) hash = addWord(hash, load<u32>(at));
  const rest = load<u32>(at) & (((<u32>1) << ((length & 3) << 3)) - 1);
  return finish(addRest(hash, rest, length));
}
