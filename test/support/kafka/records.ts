// Records of a batch of Kafka, and the hash of their keys, from the protocol's description: https://kafka.apache.org/documentation/#record

export interface KafkaRecord {
  byteLength: number;
  timeDelta: number;
  offsetDelta: number;
  key: string | null;
  value: Buffer;
  headers: [string, string][];
}

class Reader {
  at = 0;
  constructor(readonly bytes: Buffer) {}

  byte(): number {
    return this.bytes.readUInt8(this.at++);
  }

  /** A signed number: zigzag, in groups of seven bits, the lowest first. It must have no more bytes than it needs. */
  varint(): number {
    let zigzag = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.byte();
      zigzag |= BigInt(byte & 0x7f) << shift;
      if (byte >= 0x80) continue;
      if (byte === 0 && shift > 0n) throw new Error(`the number that ends at ${this.at} has more bytes than it needs`);
      return Number((zigzag >> 1n) ^ -(zigzag & 1n));
    }
  }

  /** Bytes after their length, or null for the length -1. */
  bytesOrNull(): Buffer | null {
    const length = this.varint();
    if (length === -1) return null;
    if (length < 0 || this.at + length > this.bytes.length) throw new Error(`length ${length} at ${this.at}`);
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  bytesThere(): Buffer {
    const bytes = this.bytesOrNull();
    if (bytes === null) throw new Error(`null at ${this.at}`);
    return bytes;
  }
}

function readRecord(reader: Reader): KafkaRecord {
  const start = reader.at;
  const length = reader.varint();
  const end = reader.at + length;
  const attributes = reader.byte();
  if (attributes !== 0) throw new Error(`attributes ${attributes} at ${reader.at}`);
  const timeDelta = reader.varint();
  const offsetDelta = reader.varint();
  const key = reader.bytesOrNull()?.toString() ?? null;
  const value = Buffer.from(reader.bytesThere());
  const headers = Array.from({ length: reader.varint() }, (): [string, string] => [
    reader.bytesThere().toString(),
    reader.bytesThere().toString(),
  ]);
  if (reader.at !== end) throw new Error(`the record from ${start} ends at ${reader.at} instead of ${end}`);
  return { byteLength: end - start, timeDelta, offsetDelta, key, value, headers };
}

/** Reads all records of a batch, which must fill the bytes. */
export function readRecords(bytes: Buffer): KafkaRecord[] {
  const reader = new Reader(bytes);
  const records: KafkaRecord[] = [];
  while (reader.at < bytes.length) records.push(readRecord(reader));
  return records;
}

/** MurmurHash2 of 32 bits with the seed of Kafka's producers (Austin Appleby's description). */
export function murmur2(text: string): number {
  const bytes = Buffer.from(text);
  const multiplier = 0x5bd1e995;
  const words = bytes.length >> 2;
  let hash = 0x9747b28c ^ bytes.length;
  for (let word = 0; word < words; word++) {
    let mixed = Math.imul(bytes.readInt32LE(word * 4), multiplier);
    mixed ^= mixed >>> 24;
    hash = Math.imul(hash, multiplier) ^ Math.imul(mixed, multiplier);
  }
  const rest = bytes.subarray(words * 4);
  if (rest.length > 0) {
    rest.forEach((byte, index) => {
      hash ^= byte << (index * 8);
    });
    hash = Math.imul(hash, multiplier);
  }
  hash ^= hash >>> 13;
  hash = Math.imul(hash, multiplier);
  return hash ^ (hash >>> 15);
}

/** The partition that the default partitioner of a producer chooses for a key. */
export function partitionOfKey(key: string, partitions: number): number {
  return (murmur2(key) & 0x7fffffff) % partitions;
}
