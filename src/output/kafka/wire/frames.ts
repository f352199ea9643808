import { MalformedAnswer } from "./cursor.ts";

export const SIZE_BYTES = 4;
const CORRELATION_BYTES = 4;
/** Metadata of a topic with a hundred thousand partitions has half of it. */
export const MOST_ANSWER_BYTES = 16 << 20;
/** First bytes of an alert of TLS (RFC 8446, 5.1): the type, and the major version. */
const TLS_ALERT = 0x1503;
/** "HTTP". */
const HTTP = 0x48545450;

/** The broker's first bytes are those of TLS. */
export class SpeaksTls extends MalformedAnswer {}

/** Cuts what a broker sends into answers. Each begins with its size, which is not counted in it. */
export class FrameReader {
  #size: Buffer = Buffer.alloc(0);
  #frame: Buffer | undefined;
  #have = 0;

  /** @param onFrame takes an answer with its size; false ends the reading */
  constructor(private readonly onFrame: (frame: Buffer) => boolean) {}

  /** Throws a MalformedAnswer. */
  push(chunk: Buffer): void {
    let rest = chunk;
    while (rest.byteLength > 0) {
      if (this.#frame === undefined) rest = this.#begin(rest);
      else rest = this.#continue(this.#frame, rest);
    }
  }

  /** Reads the size, and the answer if the bytes hold it whole. Returns what follows. */
  #begin(chunk: Buffer): Buffer {
    const bytes = this.#size.byteLength === 0 ? chunk : Buffer.concat([this.#size, chunk]);
    if (bytes.byteLength < SIZE_BYTES) {
      this.#size = Buffer.from(bytes);
      return bytes.subarray(bytes.byteLength);
    }
    this.#size = Buffer.alloc(0);
    const byteLength = SIZE_BYTES + checkedSize(bytes.readInt32BE(0));
    if (bytes.byteLength >= byteLength) return this.#pass(bytes.subarray(0, byteLength), bytes.subarray(byteLength));
    this.#frame = Buffer.allocUnsafe(byteLength);
    this.#have = bytes.copy(this.#frame);
    return bytes.subarray(bytes.byteLength);
  }

  #continue(frame: Buffer, chunk: Buffer): Buffer {
    const byteLength = chunk.copy(frame, this.#have);
    this.#have += byteLength;
    const rest = chunk.subarray(byteLength);
    if (this.#have < frame.byteLength) return rest;
    this.#frame = undefined;
    return this.#pass(frame, rest);
  }

  #pass(frame: Buffer, rest: Buffer): Buffer {
    return this.onFrame(frame) ? rest : rest.subarray(rest.byteLength);
  }
}

function checkedSize(size: number): number {
  if (size >= CORRELATION_BYTES && size <= MOST_ANSWER_BYTES) return size;
  if (size >>> 16 === TLS_ALERT) throw new SpeaksTls("an alert of TLS");
  if (size === HTTP) throw new MalformedAnswer("an answer of HTTP");
  throw new MalformedAnswer(`an answer of ${size} bytes`);
}

/** The number by which an answer refers to its request. @param frame with its size */
export function correlationOf(frame: Buffer): number {
  return frame.readInt32BE(SIZE_BYTES);
}
