import type { Codec } from "../codecs/codec.ts";
import { type Batch, bytesOf } from "../formats/encoder.ts";
import type { FileContainer, Put } from "./container.ts";

/** First and last bytes of a file, and all bytes of a file without ranges. */
type Edges = Pick<Codec, "fileStart" | "fileEnd" | "emptyFile" | "headerBytes">;

/** Concatenates ranges between a start and an end: lines, messages, frames and members of a codec. */
export class Concatenation implements FileContainer {
  readonly passesThrough = true;
  #written = 0;
  #hasBegun = false;

  constructor(
    private readonly edges: Edges,
    private readonly put: Put,
  ) {}

  get headerBytes(): number | undefined {
    return this.edges.headerBytes;
  }

  get lengthIfEnded(): number {
    const { fileStart, fileEnd } = this.edges;
    return (this.#hasBegun ? this.#written : fileStart.byteLength) + fileEnd.byteLength;
  }

  take(batches: readonly Batch[]): Promise<void> | void {
    const bytes = bytesOf(batches);
    if (!this.#hasBegun && this.edges.fileStart.byteLength > 0) bytes.unshift(this.edges.fileStart);
    this.#hasBegun = true;
    for (const { byteLength } of bytes) this.#written += byteLength;
    return this.put(bytes);
  }

  finish(): Promise<void> | void {
    const last = this.#hasBegun ? this.edges.fileEnd : this.edges.emptyFile;
    if (last.byteLength > 0) return this.put([last]);
  }

  abort(): void {}
}
