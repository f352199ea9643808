import type { FileContainer, Put } from "../../containers/container.ts";
import type { Batch } from "../encoder.ts";
import type { Column } from "./structure/columns.ts";
import { buildFooter, MAGIC, type PlacedGroup } from "./structure/footer.ts";
import { parseGroup } from "./structure/row-group.ts";

export interface ParquetFacts {
  columns: readonly Column[];
  programVersion: string;
  /** Keys and values for readers. */
  metadata: Readonly<Record<string, string>>;
}

/** A file: row groups between the magic and a footer that has the metadata of them all. */
export class ParquetFile implements FileContainer {
  readonly passesThrough = false;
  readonly #groups: PlacedGroup[] = [];
  #offset = MAGIC.byteLength;
  /** Bytes of the largest facts of a group: more than it adds to the footer. */
  #largestFacts = 0;
  #hasBegun = false;

  constructor(
    private readonly facts: ParquetFacts,
    private readonly put: Put,
  ) {}

  /** With room for what one more group adds to the footer, since whoever asks is about to add one. */
  get lengthIfEnded(): number {
    return this.#offset + this.#footer().byteLength + this.#largestFacts;
  }

  take(batches: readonly Batch[]): Promise<void> | void {
    const bytes: Uint8Array[] = this.#hasBegun ? [] : [MAGIC];
    this.#hasBegun = true;
    for (const range of batches.flatMap(({ ranges }) => ranges)) {
      this.#groups.push({ offset: this.#offset, metadata: parseGroup(range.facts) });
      this.#largestFacts = Math.max(this.#largestFacts, range.facts.byteLength);
      this.#offset += range.bytes.byteLength;
      bytes.push(range.bytes);
    }
    return this.put(bytes);
  }

  finish(): Promise<void> | void {
    return this.put(this.#hasBegun ? [this.#footer()] : [MAGIC, this.#footer()]);
  }

  abort(): void {}

  #footer(): Uint8Array {
    return buildFooter({ ...this.facts, groups: this.#groups, offset: this.#offset });
  }
}
