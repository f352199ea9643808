import type { Footing } from "../../containers/footed-file.ts";
import type { EncodedRange } from "../encoder.ts";
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

/** A stream between the magic and a footer that has the places of its batches. */
export class ArrowFooting implements Footing {
  readonly start: readonly Uint8Array[];
  readonly #records: Block[] = [];
  readonly #dictionaries: readonly Block[];
  readonly #emptyFooterBytes: number;

  constructor(private readonly beginning: ArrowStart) {
    this.start = [HEAD, beginning.bytes];
    this.#dictionaries = beginning.dictionaries.map((block) => ({ ...block, offset: block.offset + HEAD.byteLength }));
    this.#emptyFooterBytes = this.#footer().byteLength;
  }

  add(range: EncodedRange, offset: number): void {
    this.#records.push(blockOf(range.bytes, offset));
  }

  end(): Uint8Array[] {
    const bytes = this.#footer();
    const size = Buffer.alloc(SIZE_BYTES);
    size.writeUInt32LE(bytes.byteLength);
    return [END, bytes, size, MAGIC];
  }

  mostEndBytes(): number {
    const footerBytes = this.#emptyFooterBytes + (this.#records.length + 1) * BLOCK_BYTES;
    return END.byteLength + footerBytes + SIZE_BYTES + MAGIC.byteLength;
  }

  #footer(): Uint8Array {
    const { columns, metadata } = this.beginning;
    return footer(columns, metadata, { dictionaries: this.#dictionaries, records: this.#records });
  }
}
