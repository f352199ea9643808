import type { Batch, EncodedRange } from "../formats/encoder.ts";
import type { FileContainer, Put } from "./container.ts";

/** What a format has around the ranges of a file: a start, and a footer that knows where each range is. */
export interface Footing {
  /** First bytes of a file. */
  readonly start: readonly Uint8Array[];
  /** Notes a range that begins at an offset of the file. */
  add(range: EncodedRange, offset: number): void;
  /** Returns all bytes after the last range, which ends at an offset. */
  end(offset: number): Uint8Array[];
  /** Most bytes after the last range if one more were added. */
  mostEndBytes(offset: number): number;
}

/** A file whose footer has the places of its ranges. */
export class FootedFile implements FileContainer {
  readonly passesThrough = false;
  #offset: number;
  #hasBegun = false;

  constructor(
    private readonly footing: Footing,
    private readonly put: Put,
  ) {
    this.#offset = footing.start.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  /** With room for what one more range adds to the footer, since whoever asks is about to add one. */
  get lengthIfEnded(): number {
    return this.#offset + this.footing.mostEndBytes(this.#offset);
  }

  take(batches: readonly Batch[]): Promise<void> | void {
    const bytes = this.#beginning();
    for (const range of batches.flatMap(({ ranges }) => ranges)) {
      this.footing.add(range, this.#offset);
      this.#offset += range.bytes.byteLength;
      bytes.push(range.bytes);
    }
    return this.put(bytes);
  }

  finish(): Promise<void> | void {
    return this.put([...this.#beginning(), ...this.footing.end(this.#offset)]);
  }

  abort(): void {}

  #beginning(): Uint8Array[] {
    if (this.#hasBegun) return [];
    this.#hasBegun = true;
    return [...this.footing.start];
  }
}
