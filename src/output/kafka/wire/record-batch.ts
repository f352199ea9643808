import { combineCrc32c, crc32c } from "./crc.ts";

/** Bytes before the records: https://kafka.apache.org/documentation/#recordbatch */
export const HEADER_BYTES = 61;
const CRC = 17;
/** The CRC covers everything from here on. */
const ATTRIBUTES = 21;
const BASE_TIME = 27;
const MOST_TIME = 35;
const PRODUCER_ID = 43;
const PRODUCER_EPOCH = 51;
const BASE_SEQUENCE = 53;
const RECORD_COUNT = 57;

/** Who has sent a batch, for brokers that refuse what they have already. */
export interface Origin {
  producerId: number;
  epoch: number;
  /** Number of the batch's first record among those of this producer, epoch and partition. */
  baseSequence: number;
}

/** For batches that a broker may have twice. */
export const NO_ORIGIN: Origin = { producerId: -1, epoch: -1, baseSequence: -1 };

/**
 * A batch of records in the shared memory, whose header is completed in place. A worker leaves the CRC-32C of the
 * records, as they are written, in the CRC's field, and the sender combines it with that of the header.
 */
export class RecordBatch {
  readonly count: number;
  readonly #header: DataView;
  readonly #recordsCrc: number;

  constructor(readonly bytes: Uint8Array) {
    this.#header = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES);
    this.#recordsCrc = this.#header.getUint32(CRC);
    this.count = this.#header.getInt32(RECORD_COUNT);
  }

  /** Gives all records this time. Their differences from the first one's must be 0. @param milliseconds since 1970 */
  stampTime(milliseconds: number): void {
    this.#header.setBigInt64(BASE_TIME, BigInt(milliseconds));
    this.#header.setBigInt64(MOST_TIME, BigInt(milliseconds));
  }

  /** Completes the header. May be called again with another origin. */
  seal({ producerId, epoch, baseSequence }: Origin): void {
    this.#header.setBigInt64(PRODUCER_ID, BigInt(producerId));
    this.#header.setInt16(PRODUCER_EPOCH, epoch);
    this.#header.setInt32(BASE_SEQUENCE, baseSequence);
    const headerCrc = crc32c(this.bytes.subarray(ATTRIBUTES, HEADER_BYTES));
    this.#header.setUint32(CRC, combineCrc32c(headerCrc, this.#recordsCrc, this.bytes.byteLength - HEADER_BYTES));
  }
}
