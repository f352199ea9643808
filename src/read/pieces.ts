const NOTHING = Buffer.alloc(0);

/** Bytes that arrive in pieces; an item that a piece cuts is read again from its beginning. */
export class Pieces {
  /** Offset of the next item. */
  at = 0;
  bytes: Buffer = NOTHING;
  /** Bytes after the beginning of an incomplete item, too few to read that again. */
  #waiting: Buffer[] = [];
  #waitingLength = 0;

  /**
   * Appends bytes to the remainder. Returns whether to read it: an incomplete item is read again from its beginning only when twice
   * as many bytes are there; otherwise an item of many megabytes in small pieces would take minutes.
   */
  add(bytes: Buffer): boolean {
    if (this.#waitingLength + bytes.length < this.bytes.length - this.at) {
      this.#waiting.push(Buffer.from(bytes));
      this.#waitingLength += bytes.length;
      return false;
    }
    this.#take(bytes);
    return true;
  }

  /** The input has ended: the waiting bytes are to be read. */
  end(): void {
    this.#take(NOTHING);
  }

  /** Keeps a copy of the remainder; the caller may then reuse the bytes it added. */
  keepRest(): void {
    this.bytes = Buffer.from(this.bytes.subarray(this.at));
    this.at = 0;
  }

  /** Bytes after the last complete item. */
  get restLength(): number {
    return this.bytes.length - this.at + this.#waitingLength;
  }

  #take(bytes: Buffer): void {
    const rest = this.bytes.subarray(this.at);
    this.bytes = rest.length === 0 ? bytes : Buffer.concat([rest, ...this.#waiting, bytes]);
    this.at = 0;
    this.#waiting = [];
    this.#waitingLength = 0;
  }
}
