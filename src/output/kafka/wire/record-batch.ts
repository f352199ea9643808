import { BATCH_HEADER_BYTES, BatchField } from "../../formats/messages/batch.ts";
import { combineCrc32c, crc32c } from "./crc.ts";

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
    this.#header = new DataView(bytes.buffer, bytes.byteOffset, BATCH_HEADER_BYTES);
    this.#recordsCrc = this.#header.getUint32(BatchField.Checksum);
    this.count = this.#header.getInt32(BatchField.Count);
  }

  /** Gives all records this time. Their differences from the first one's must be 0. @param milliseconds since 1970 */
  stampTime(milliseconds: number): void {
    this.#header.setBigInt64(BatchField.BaseTime, BigInt(milliseconds));
    this.#header.setBigInt64(BatchField.MostTime, BigInt(milliseconds));
  }

  /** Completes the header. May be called again with another origin. */
  seal({ producerId, epoch, baseSequence }: Origin): void {
    this.#header.setBigInt64(BatchField.Producer, BigInt(producerId));
    this.#header.setInt16(BatchField.Epoch, epoch);
    this.#header.setInt32(BatchField.Sequence, baseSequence);
    const headerCrc = crc32c(this.bytes.subarray(BatchField.Attributes, BATCH_HEADER_BYTES));
    this.#header.setUint32(
      BatchField.Checksum,
      combineCrc32c(headerCrc, this.#recordsCrc, this.bytes.byteLength - BATCH_HEADER_BYTES),
    );
  }
}
