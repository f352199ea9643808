import { RunError } from "../system/errors.ts";
import { count } from "../system/figures.ts";
import { printable } from "../system/printable.ts";

interface Kind {
  count: number;
  first: string;
}

/** What does not fit, by kind: counted, with its first place, so that a file with a million damaged lines makes one line of report. */
export class Damage {
  readonly #kinds = new Map<string, Kind>();

  /** @param isFatal whether the original would have stopped here, and so must we */
  constructor(private readonly isFatal: boolean) {}

  /**
   * Counts one. Throws RunError instead where the original stops.
   * @param what of many, such as "lines without a listen count"
   * @param where such as `data/train_triplets.txt:17`
   */
  add(what: string, where: string): void {
    if (this.isFatal)
      throw new RunError(
        `${printable(where)}: the original stops here (${what}); correct it, or leave --compat out, which leaves such out and counts them`,
      );
    this.note(what, where);
  }

  /** Counts one that the original leaves out without a word. */
  note(what: string, where: string): void {
    const kind = this.#kinds.get(what);
    if (kind === undefined) this.#kinds.set(what, { count: 1, first: printable(where) });
    else kind.count++;
  }

  get lines(): string[] {
    return [...this.#kinds].map(([what, kind]) => `left out: ${count(kind.count)} ${what}, the first at ${kind.first}`);
  }
}
