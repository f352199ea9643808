// A strict decoder of LZ4 blocks, from https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md

const LEAST_MATCH = 4;
/** "The last 5 bytes of input are always literals." */
const LAST_LITERALS = 5;
/** "The last match must start at least 12 bytes before the end of block." */
const LAST_MATCH_DISTANCE = 12;

export interface Sequence {
  literals: number;
  offset: number;
  match: number;
}

export interface DecodedBlock {
  bytes: Buffer;
  sequences: Sequence[];
}

class Reader {
  at = 0;
  constructor(private readonly bytes: Uint8Array) {}

  get isAtEnd(): boolean {
    return this.at === this.bytes.length;
  }

  byte(): number {
    if (this.isAtEnd) throw new Error(`the block ends in the middle of a sequence, at byte ${this.at}`);
    return this.bytes[this.at++] as number;
  }

  /** A length of which a token holds at most 15. */
  length(inToken: number): number {
    if (inToken < 15) return inToken;
    let length = 15;
    for (let more = 255; more === 255; length += more) more = this.byte();
    return length;
  }

  take(length: number): Uint8Array {
    if (this.at + length > this.bytes.length) throw new Error(`${length} literals at byte ${this.at} run over the end`);
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
}

/** Decodes a block of `rawBytes` uncompressed bytes; throws where it breaks a rule of the format. */
export function decodeBlock(block: Uint8Array, rawBytes: number): DecodedBlock {
  const reader = new Reader(block);
  const bytes = Buffer.alloc(rawBytes);
  const sequences: Sequence[] = [];
  let done = 0;
  for (;;) {
    const token = reader.byte();
    const literals = reader.take(reader.length(token >> 4));
    if (done + literals.length > rawBytes) throw new Error("more bytes than were announced");
    bytes.set(literals, done);
    done += literals.length;
    if (reader.isAtEnd) break;
    const offset = reader.byte() | (reader.byte() << 8);
    const match = reader.length(token & 15) + LEAST_MATCH;
    if (offset === 0 || offset > done) throw new Error(`offset ${offset} at byte ${done} of the text`);
    if (done + match > rawBytes - LAST_LITERALS) throw new Error("a match reaches into the last 5 bytes");
    if (done > rawBytes - LAST_MATCH_DISTANCE) throw new Error("a match starts within the last 12 bytes");
    for (const end = done + match; done < end; done++) bytes[done] = bytes[done - offset] as number;
    sequences.push({ literals: literals.length, offset, match });
  }
  if (done !== rawBytes) throw new Error(`${done} bytes instead of ${rawBytes}`);
  return { bytes, sequences };
}
