import { StoredJournal } from "../resume/keeping/stored-journal.ts";
import type { Store } from "../stores/store.ts";
import { openStore } from "../stores/stores.ts";
import { PendingFile } from "./pending-file.ts";
import type { FileOptions, JournalFiles, JournalOwner, OutputFile, Place } from "./place.ts";
import { Slots } from "./slots.ts";
import { StoredLook } from "./stored-look.ts";

/** The ring holds what these writes contain, until the server has it. */
const MOST_WRITES = 8;
/** Files that are under way at a time, as where a batch has many small ones. */
const MOST_FILES = 6;
/** Files that are being completed while the next one is written: a few answers of a server each. */
const MOST_CLOSING = 4;

/** The folder of a store, as a place for files. */
export class StoredPlace extends StoredLook implements Place {
  readonly mostWrites = MOST_WRITES;
  readonly mostClosing = MOST_CLOSING;
  readonly #slots = new Slots(MOST_FILES);
  #closed: Promise<void> | undefined;

  private constructor(
    store: Store,
    base: string,
    private readonly requests: AbortController,
  ) {
    super(store, base);
  }

  /** Opens a folder by its address, without a slash at the end. Looks at nothing yet. */
  static async open(
    base: string,
    { signal, say }: { signal?: AbortSignal | undefined; say?: ((line: string) => void) | undefined },
  ): Promise<StoredPlace> {
    const requests = new AbortController();
    const ends = signal === undefined ? requests.signal : AbortSignal.any([signal, requests.signal]);
    const { store } = await openStore(`${base}/`, { signal: ends, say });
    return new StoredPlace(store, base, requests);
  }

  create(path: string, { temporary, isNew }: FileOptions): OutputFile {
    const hidden = temporary === undefined ? {} : { temporary: this.#nameOf(temporary) };
    const open = () => this.store.create(this.#nameOf(path), { isNew, ...hidden });
    return new PendingFile(path, open, this.#slots.next());
  }

  async remove(path: string): Promise<void> {
    await this.store.remove(this.#nameOf(path));
  }

  openJournal(_base: string, folder: string, owner: JournalOwner): JournalFiles {
    return new StoredJournal(this.store, this.#nameOf(folder), owner);
  }

  leave(): Promise<void> {
    this.requests.abort();
    this.#closed ??= this.store.close();
    return this.#closed;
  }

  #nameOf(path: string): string {
    return this.nameOf(path) ?? path;
  }
}
