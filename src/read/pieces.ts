const NOTHING = Buffer.alloc(0);

/** Bytes that come in pieces, of which some are read more than once, as they did not end with what is read. */
export class Pieces {
  /** Where the next thing to read begins. */
  at = 0;
  bytes: Buffer = NOTHING;
  /** What came after the beginning of a thing that has not ended, and is too little to read that again. */
  #waiting: Buffer[] = [];
  #waitingLength = 0;

  /**
   * Adds bytes to what is left. Returns whether it is worth reading: what did not end is read from its beginning again only when twice
   * as much of it is there, else one of many megabytes that comes in small pieces would take minutes.
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

  /** No more is to come: what waits is worth reading. */
  end(): void {
    this.#take(NOTHING);
  }

  /** Keeps what is left; the bytes that were added may be used again after this. */
  keepRest(): void {
    this.bytes = Buffer.from(this.bytes.subarray(this.at));
    this.at = 0;
  }

  /** Bytes after the last thing that was whole. */
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
