import { setTimeout } from "node:timers/promises";
import type { JournalFiles, JournalOwner } from "../../places/place.ts";
import type { Store } from "../../stores/store.ts";
import { JOURNAL, TALLY } from "../journal-names.ts";

/** Least milliseconds between two replacements of the journal. */
const PAUSE_MS = 1500;
/** And at least this multiple of the time that the last one took, since a long journal takes long. */
const PAUSE_FACTOR = 10;

/**
 * The journal in a store, which cannot be appended to: it is replaced as a whole, at most every second or two. Where it is behind,
 * `--resume` makes the files again that it lacks. Nothing locks a store.
 */
export class StoredJournal implements JournalFiles {
  #lines: Buffer[] = [];
  #kept = 0;
  #replacing: Promise<void> | undefined;
  #waiting: AbortController | undefined;
  #pauseMs = PAUSE_MS;
  #lastMs = Number.NEGATIVE_INFINITY;
  #failure: { error: unknown } | undefined;

  /**
   * @param folder relative to the store's
   */
  constructor(
    private readonly store: Store,
    private readonly folder: string,
    private readonly owner: JournalOwner,
  ) {}

  async begin(lines: readonly string[], keepsTally: boolean): Promise<void> {
    await this.clean();
    if (!keepsTally) await this.store.remove(this.#nameOf(TALLY));
    this.#lines = lines.map((line) => Buffer.from(line));
    await this.settle();
  }

  async add(line: string): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure.error;
    this.#lines.push(Buffer.from(line));
    if (this.owner.isNew) return await this.settle();
    this.#replacing ??= this.#replaceSoon();
  }

  async save(parts: Uint8Array[]): Promise<void> {
    await this.settle();
    await this.store.replace(this.#nameOf(TALLY), Buffer.concat(parts));
  }

  async settle(): Promise<void> {
    this.#waiting?.abort();
    await this.#replacing;
    if (this.#failure !== undefined) throw this.#failure.error;
    if (this.#kept < this.#lines.length) await this.#replace();
  }

  async clean(): Promise<void> {
    await this.store.clean((name) => this.owner.mayRemove(name));
  }

  async remove(): Promise<void> {
    this.leave();
    await this.#replacing;
    await this.store.remove(this.#nameOf(JOURNAL));
    await this.store.remove(this.#nameOf(TALLY));
  }

  leave(): void {
    this.#lines = [];
    this.#kept = 0;
    this.#waiting?.abort();
  }

  /** Replaces the journal when its time comes, or at once when that is asked for. */
  async #replaceSoon(): Promise<void> {
    const waiting = new AbortController();
    this.#waiting = waiting;
    const left = this.#lastMs + this.#pauseMs - performance.now();
    if (left > 0) await setTimeout(left, undefined, { signal: waiting.signal, ref: false }).catch(() => {});
    this.#waiting = undefined;
    try {
      await this.#replace();
    } catch (error) {
      this.#failure = { error };
    }
    this.#replacing = undefined;
  }

  async #replace(): Promise<void> {
    const count = this.#lines.length;
    if (this.#kept === count) return;
    const started = performance.now();
    await this.store.replace(this.#nameOf(JOURNAL), Buffer.concat(this.#lines));
    this.#kept = Math.min(count, this.#lines.length);
    this.#lastMs = performance.now();
    this.#pauseMs = Math.max(PAUSE_MS, PAUSE_FACTOR * (this.#lastMs - started));
  }

  #nameOf(name: string): string {
    return `${this.folder}/${name}`;
  }
}
