import { programVersion } from "../../../system/root.ts";
import type { Footing } from "../../containers/footed-file.ts";
import type { FileFacts } from "../columns/shape.ts";
import type { EncodedRange } from "../encoder.ts";
import { columnsOf } from "./structure/columns.ts";
import { buildFooter, MAGIC, type PlacedGroup } from "./structure/footer.ts";
import { parseGroup } from "./structure/row-group.ts";

/** Row groups between the magic and a footer that has the metadata of them all. */
export class ParquetFooting implements Footing {
  readonly start = [MAGIC];
  readonly #groups: PlacedGroup[] = [];
  /** Bytes of the largest facts of a group: more than it adds to the footer. */
  #largestFacts = 0;

  constructor(private readonly facts: FileFacts) {}

  add(range: EncodedRange, offset: number): void {
    this.#largestFacts = Math.max(this.#largestFacts, range.facts.byteLength);
    this.#groups.push({ offset, metadata: parseGroup(range.facts) });
  }

  end(offset: number): Uint8Array[] {
    const { shape, metadata } = this.facts;
    const columns = columnsOf(shape.fields);
    return [buildFooter({ columns, programVersion: programVersion(), metadata, groups: this.#groups, offset })];
  }

  mostEndBytes(offset: number): number {
    return this.end(offset)[0]!.byteLength + this.#largestFacts;
  }
}
