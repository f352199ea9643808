import type { FileContainer, Put } from "../../containers/container.ts";
import type { Batch } from "../encoder.ts";
import { type ArrowColumn, type Block, blockOf, END, footer } from "./messages.ts";

/** A file has a footer with the places of its batches; a stream can be read while it is written. */
export type ArrowContainer = "file" | "stream";

/** What a stream and a file begin with: the schema and the dictionaries. */
export interface ArrowStart {
  columns: readonly ArrowColumn[];
  /** Keys and values for readers. */
  metadata: Readonly<Record<string, string>>;
  bytes: Uint8Array;
  /** The dictionaries in these bytes. */
  dictionaries: readonly Block[];
}

const MAGIC = Buffer.from("ARROW1");
/** The magic, aligned. */
const HEAD = Buffer.concat([MAGIC, Buffer.alloc(2)]);
const SIZE_BYTES = 4;
const BLOCK_BYTES = 24;

/** A file: a stream between the magic and a footer that has the places of its batches. */
export class ArrowFile implements FileContainer {
  readonly passesThrough = false;
  readonly #records: Block[] = [];
  readonly #dictionaries: readonly Block[];
  readonly #emptyFooterBytes: number;
  #offset: number;
  #hasBegun = false;

  constructor(
    private readonly start: ArrowStart,
    private readonly put: Put,
  ) {
    this.#dictionaries = start.dictionaries.map((block) => ({ ...block, offset: block.offset + HEAD.byteLength }));
    this.#offset = HEAD.byteLength + start.bytes.byteLength;
    this.#emptyFooterBytes = this.#footer().byteLength;
  }

  /** With room for what one more batch adds to the footer, since whoever asks is about to add one. */
  get lengthIfEnded(): number {
    const footerBytes = this.#emptyFooterBytes + (this.#records.length + 1) * BLOCK_BYTES;
    return this.#offset + END.byteLength + footerBytes + SIZE_BYTES + MAGIC.byteLength;
  }

  take(batches: readonly Batch[]): Promise<void> | void {
    const bytes = this.#beginning();
    for (const range of batches.flatMap(({ ranges }) => ranges)) {
      this.#records.push(blockOf(range.bytes, this.#offset));
      this.#offset += range.bytes.byteLength;
      bytes.push(range.bytes);
    }
    return this.put(bytes);
  }

  finish(): Promise<void> | void {
    const end = this.#footer();
    const size = Buffer.alloc(SIZE_BYTES);
    size.writeUInt32LE(end.byteLength);
    return this.put([...this.#beginning(), END, end, size, MAGIC]);
  }

  abort(): void {}

  #beginning(): Uint8Array[] {
    if (this.#hasBegun) return [];
    this.#hasBegun = true;
    return [HEAD, this.start.bytes];
  }

  #footer(): Uint8Array {
    const { columns, metadata } = this.start;
    return footer(columns, metadata, { dictionaries: this.#dictionaries, records: this.#records });
  }
}
