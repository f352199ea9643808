// CRC-32C (RFC 3720, appendix B.4), the checksum of a batch of Kafka, for fewer bytes than streams have (crc32c-streams.ts): sixteen
// at a time. What each byte contributes to the checksum after the bytes that follow it is in a table.
// Michael E. Kounavis and Frank L. Berry, "Novel Table Lookup-Based Algorithms for High-Performance CRC Generation", IEEE Transactions
// on Computers 57 (2008).
import { CRC_TABLES, P_MESSAGES, PARAMETERS } from "../layout/run";
import { addStreams, prepareStreams, STREAMS_BYTES } from "./crc32c-streams";

/** The polynomial 0x1edc6f41 with its bits in reverse order. */
const POLYNOMIAL: u32 = 0x82f63b78;
const TABLE_BYTES: usize = 1024;
const STEP_BYTES: usize = 16;

/** Fills the tables, if there are messages: it takes some milliseconds while the code is new. */
export function prepareCrc(): void {
  if (load<u32>(PARAMETERS, P_MESSAGES) == 0) return;
  for (let byte: u32 = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (POLYNOMIAL & (0 - (crc & 1)));
    store<u32>(CRC_TABLES + (<usize>byte << 2), crc);
  }
  for (let at = CRC_TABLES + TABLE_BYTES; at < CRC_TABLES + STEP_BYTES * TABLE_BYTES; at += 4) {
    store<u32>(at, addByte(load<u32>(at - TABLE_BYTES), 0));
  }
  prepareStreams();
}

/** A state after one more byte. */
// @ts-ignore: decorator
@inline
function addByte(crc: u32, byte: u32): u32 {
  return (crc >>> 8) ^ load<u32>(CRC_TABLES + (<usize>((crc ^ byte) & 255) << 2));
}

/** What eight bytes contribute if `after` more bytes of the step follow them. */
// @ts-ignore: decorator
@inline
function lookUp(bytes: u64, after: usize): u32 {
  const tables = CRC_TABLES + after * TABLE_BYTES;
  const low = <u32>bytes;
  const high = <u32>(bytes >> 32);
  const first = load<u32>(tables + ((low & 255) << 2), 7168) ^ load<u32>(tables + (((low >>> 8) & 255) << 2), 6144);
  const second = load<u32>(tables + (((low >>> 16) & 255) << 2), 5120) ^ load<u32>(tables + ((low >>> 24) << 2), 4096);
  const third = load<u32>(tables + ((high & 255) << 2), 3072) ^ load<u32>(tables + (((high >>> 8) & 255) << 2), 2048);
  const fourth = load<u32>(tables + (((high >>> 16) & 255) << 2), 1024) ^ load<u32>(tables + ((high >>> 24) << 2));
  return first ^ second ^ (third ^ fourth);
}

/** The CRC-32C of `byteLength` bytes at an address. The run must have messages. */
export function crc32c(address: usize, byteLength: u32): u32 {
  const end = address + <usize>byteLength;
  let at = address;
  let crc: u32 = 0xffffffff;
  for (; at + STREAMS_BYTES <= end; at += STREAMS_BYTES) crc = addStreams(crc, at);
  for (; at + STEP_BYTES <= end; at += STEP_BYTES) {
    crc = lookUp(load<u64>(at) ^ <u64>crc, 8) ^ lookUp(load<u64>(at, 8), 0);
  }
  for (; at < end; at++) crc = addByte(crc, <u32>load<u8>(at));
  return ~crc;
}
