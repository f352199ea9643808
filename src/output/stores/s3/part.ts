import { ALIGNED_BYTES, GAPS_BYTES } from "./parts.ts";
import type { Summed, Sums } from "./request/signing.ts";

/** Shorter ranges are copied where the one before ends: a piece of its own would take longer. */
const LEAST_PIECE_BYTES = 1 << 14;

/**
 * A part that is being filled, in memory that it does not own. Ranges come from memory that threads share, and V8 copies from
 * there word by word if both places have the same remainder by 8, else byte by byte. So each range begins where its remainder
 * allows, and the part is sent in pieces:
 *
 * ```
 * buffer  [ piece 1 ][gap][ piece 2 ][gap][ piece 3 | short | short ] ... room for gaps
 * ```
 */
export class FilledPart {
  /** What has been copied, in order. Valid until the buffer is used for something else. */
  readonly pieces: Uint8Array[] = [];
  #byteLength = 0;
  #end = 0;
  readonly #size: number;

  /** @param buffer of the part's size and GAPS_BYTES */
  constructor(
    readonly buffer: Buffer,
    private readonly sums: Sums,
  ) {
    this.#size = buffer.length - GAPS_BYTES;
  }

  /** Bytes of the pieces. */
  get byteLength(): number {
    return this.#byteLength;
  }

  get isFull(): boolean {
    return this.#byteLength === this.#size;
  }

  /** Copies as much of a range as fits. Returns how much that is, in bytes. */
  add(range: Uint8Array): number {
    const count = Math.min(range.length, this.#size - this.#byteLength);
    const gap = this.#gapBefore(range);
    const start = this.#end + gap;
    this.buffer.set(count === range.length ? range : range.subarray(0, count), start);
    this.#end = start + count;
    this.#byteLength += count;
    const copied = this.buffer.subarray(start, this.#end);
    this.sums.add(copied);
    const last = this.pieces.at(-1);
    if (last === undefined || gap > 0) this.pieces.push(copied);
    else this.pieces[this.pieces.length - 1] = this.buffer.subarray(start - last.length, this.#end);
    return count;
  }

  /** Returns the bytes to leave out, so that the range and its copy have the same remainder; 0 where no room for gaps is left. */
  #gapBefore({ byteOffset, length }: Uint8Array): number {
    if (length < LEAST_PIECE_BYTES) return 0;
    const gap = (byteOffset - this.buffer.byteOffset - this.#end) & (ALIGNED_BYTES - 1);
    const room = this.buffer.length - this.#end - (this.#size - this.#byteLength);
    return gap <= room ? gap : 0;
  }

  /** The sums of the whole part, which is not filled any more. */
  end(): Summed {
    return this.sums.end();
  }
}
