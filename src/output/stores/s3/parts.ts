import { RunError } from "../../../system/errors.ts";

const MEBIBYTE = 2 ** 20;

/** Limit of S3: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const MOST_PARTS = 10_000;
/** One request in 8 MiB costs little, and eight of them fit into 64 MiB. S3 wants 5 MiB at least. */
const LEAST_BYTES = 8 * MEBIBYTE;
/** With parts of a thousandth of what is before them, from 8 GiB on, and of this size, from a tebibyte on, 10,000 make 5 TiB. */
const MOST_BYTES = 1024 * MEBIBYTE;
const SHARE = 1000;
/** For stores whose parts all have one size, with 10,000 of them for 312 GiB. */
const EVEN_BYTES = 32 * MEBIBYTE;

/** How a file is cut into parts. */
export interface PartSizes {
  /** Returns the size of the part that begins at an offset, in bytes. @param number of the part, from 1 */
  at(offset: number, number: number, name: string): number;
}

function checkNumber(number: number, name: string, most: string): void {
  if (number > MOST_PARTS)
    throw new RunError(`${name}: a file of this store has at most ${most}; write several files with --split`);
}

/** Parts that grow with the file, so that small files take little memory. */
export const GROWING: PartSizes = {
  at(offset, number, name) {
    checkNumber(number, name, "5 TiB");
    const share = Math.ceil(offset / SHARE / MEBIBYTE) * MEBIBYTE;
    return Math.min(MOST_BYTES, Math.max(LEAST_BYTES, share));
  },
};

/** Parts of one size. */
export const EVEN: PartSizes = {
  at(_, number, name) {
    checkNumber(number, name, `${MOST_PARTS} parts of ${EVEN_BYTES / MEBIBYTE} MiB`);
    return EVEN_BYTES;
  },
};

/**
 * Parts that are being filled and sent, of all files of a store, in bytes, outside of what `-Xmx` plans. A file has two parts all
 * the same, one that is filled and one that is sent: files of more than 32 GiB take more, which is a five hundredth of their
 * size.
 */
export const PART_MEMORY_BYTES = 64 * MEBIBYTE;
/** Parts that a file has in any case. */
const LEAST_PARTS = 2;
/** A part's ranges begin at places with the remainders that they had (part.ts); the gaps between them take so many bytes at most. */
export const ALIGNED_BYTES = 8;
export const GAPS_BYTES = 1024 * ALIGNED_BYTES;

/** The memory of parts. Buffers of the usual size are used again. */
export class PartMemory {
  readonly #free: Buffer[] = [];
  readonly #waiting: (() => void)[] = [];
  #usedBytes = 0;

  constructor(private readonly limitBytes = PART_MEMORY_BYTES) {}

  get usedBytes(): number {
    return this.#usedBytes;
  }

  /** Returns a buffer of so many bytes and GAPS_BYTES; undefined if there is no room now. @param held buffers that the file has already */
  take(bytes: number, held: number): Buffer | undefined {
    if (held >= LEAST_PARTS && this.#usedBytes + bytes > this.limitBytes) return undefined;
    this.#usedBytes += bytes;
    const isUsual = bytes === LEAST_BYTES;
    // Pages that are never written take no memory: a small file's part is no larger than the file.
    return (isUsual ? this.#free.pop() : undefined) ?? Buffer.allocUnsafeSlow(bytes + GAPS_BYTES);
  }

  give(buffer: Buffer): void {
    const bytes = buffer.length - GAPS_BYTES;
    this.#usedBytes -= bytes;
    if (bytes === LEAST_BYTES) this.#free.push(buffer);
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** Resolves when a buffer was given back. */
  get room(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
