import { Source } from "./input.ts";

const NOTHING = Buffer.alloc(0);

/** Bytes that arrive in pieces, such as unpacked ones, read in order. Returned bytes are valid until the next call. */
export class PieceSource extends Source {
  #piece: Buffer = NOTHING;

  /** @param pieces each is valid until the next is requested @param name of the file, for messages */
  constructor(
    private readonly pieces: AsyncGenerator<Buffer>,
    name: string,
    mostFrameBytes: number,
  ) {
    super(name, mostFrameBytes);
  }

  async peek(length: number): Promise<Buffer> {
    if (this.#piece.length < length) await this.#collect(length);
    return this.#piece.subarray(0, length);
  }

  protected async available(): Promise<Buffer> {
    return (await this.peek(1)).length === 0 ? NOTHING : this.#piece;
  }

  protected drop(length: number): void {
    this.#piece = this.#piece.subarray(length);
  }

  /** Makes one piece of those with the next bytes; an own copy, since the next piece may overwrite the one before it. */
  async #collect(length: number): Promise<void> {
    const parts = [Buffer.from(this.#piece)];
    let sum = this.#piece.length;
    while (sum < length) {
      const { value, done } = await this.pieces.next();
      if (done) break;
      // The last piece is used at once, without a copy, if it is all there is.
      if (sum === 0 && value.length >= length) {
        this.#piece = value;
        return;
      }
      parts.push(Buffer.from(value));
      sum += value.length;
    }
    this.#piece = Buffer.concat(parts);
  }
}
