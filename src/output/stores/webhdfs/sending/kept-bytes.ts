const BLOCK_BYTES = 1 << 20;
/** All that is kept of a file, sent or not. */
const MOST_BYTES = 32 * BLOCK_BYTES;
/**
 * Bytes that the system has taken may be lost with a connection or a data node: up to 4 MiB in the buffer of the one side and
 * 6 in that of the other (tcp_wmem, tcp_rmem), and 5 in the queue of the data node's client (80 packets of 64 KiB).
 */
const SENT_BYTES = 24 * BLOCK_BYTES;

/** The last bytes of a file, in blocks of 1 MiB that are used again, so that a connection that was cut can be made up for. */
export class KeptBytes {
  /** Bytes written so far. */
  written = 0;
  readonly #blocks: Buffer[] = [];

  /** The first byte that is still there. */
  get start(): number {
    return Math.max(0, this.written - MOST_BYTES);
  }

  /** Whether there is room for another byte. @param sent bytes that the system has taken */
  hasRoom(sent: number): boolean {
    return this.#room(sent) > 0;
  }

  /** Copies as many bytes as there is room for; returns how many. */
  append(bytes: Uint8Array, sent: number): number {
    const block = Math.floor(this.written / BLOCK_BYTES) % (MOST_BYTES / BLOCK_BYTES);
    this.#blocks[block] ??= Buffer.allocUnsafeSlow(BLOCK_BYTES);
    const from = this.written % BLOCK_BYTES;
    const count = Math.min(bytes.byteLength, BLOCK_BYTES - from, this.#room(sent));
    this.#blocks[block].set(bytes.subarray(0, count), from);
    this.written += count;
    return count;
  }

  /** Returns the bytes from a place on to the end of their block; undefined if there are none, or the block is not full. */
  piece(from: number, mayBePartial: boolean): Buffer | undefined {
    const inBlock = from % BLOCK_BYTES;
    const length = Math.min(BLOCK_BYTES - inBlock, this.written - from);
    if (length === 0 || (inBlock + length < BLOCK_BYTES && !mayBePartial)) return undefined;
    const block = this.#blocks[Math.floor(from / BLOCK_BYTES) % (MOST_BYTES / BLOCK_BYTES)]!;
    return block.subarray(inBlock, inBlock + length);
  }

  #room(sent: number): number {
    return MOST_BYTES - (this.written - Math.max(0, sent - SENT_BYTES));
  }
}
