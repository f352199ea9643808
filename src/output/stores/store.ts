import type { Destination } from "../destinations/destination.ts";

/** Most files that `list` names: their names fit into the memory of a small machine. A larger folder is refused. */
export const MOST_ENTRIES = 2_000_000;

/** A file of a store. */
export interface StoredFile {
  /** Relative to the store's folder, with slashes. */
  name: string;
  bytes: number;
}

/** How a file of a store is made. */
export interface CreateOptions {
  /** Refuses to replace a file: `finish` then throws RunError. */
  isNew: boolean;
  /**
   * Name of the file until it is complete, for stores that rename: such as `.eventsim/_3.partial`, relative to the store's folder.
   * Whoever makes it again replaces it. The store chooses one if absent.
   */
  temporary?: string;
}

/**
 * A place for files outside of this machine's file system, such as a folder of HDFS or a prefix of an S3 bucket. Names
 * are relative to that folder, with slashes, and never lead out of it.
 *
 * Each request is repeated while its failure may pass (docs/internals/destinations.md). After that, or if it cannot
 * pass, methods throw RunError with what failed and what to do. All end within a second when the run's signal does.
 */
export interface Store {
  /** The address, for messages: without user, password or token, control characters escaped. No slash at the end. */
  readonly name: string;
  /**
   * Begins a file. Its name appears, complete, when `finish` resolves; `abort` leaves nothing behind. The requests of `abort` go on
   * when the run's signal has ended all others, for a second at most; `close` waits for them.
   */
  create(name: string, options: CreateOptions): Promise<Destination>;
  /** Returns the size of a file in bytes; undefined where there is no such file, or a folder has the name. */
  sizeOf(name: string): Promise<number | undefined>;
  /**
   * Yields all files below the folder, those in folders too, and those that begin with "." or "_". Yields nothing for a folder
   * that does not exist. Throws RunError if there are more than MOST_ENTRIES.
   */
  list(): AsyncIterable<StoredFile>;
  /**
   * Reads a file, or the bytes `[start, end)` of it; fewer where it ends before. A connection that breaks is taken up again
   * where it broke. Throws RunError if the file does not exist.
   */
  read(name: string, range?: { start: number; end?: number }): AsyncIterable<Buffer>;
  /** Replaces a small file as a whole: whoever reads it sees the old one or the new one. */
  replace(name: string, bytes: Uint8Array): Promise<void>;
  /** Removes a file; nothing happens where there is none. */
  remove(name: string): Promise<void>;
  /**
   * Removes what killed runs left under way: temporary files below `.eventsim`, multipart uploads of names in this folder.
   * @param mayRemove whether a file under way may be removed, by its temporary name or, where the store does not rename, by
   * its final one: a run of another share may be making it now. Removes all if absent.
   */
  clean(mayRemove?: (name: string) => boolean): Promise<void>;
  /** Closes connections, after the requests of `abort`. Files under way must be finished or aborted before. */
  close(): Promise<void>;
}

/** What a store needs of the run that opens it. */
export interface StoreOptions {
  /** Ends all requests when it is aborted. */
  signal?: AbortSignal | undefined;
  /** Takes lines for the user, such as the first of several attempts that failed. */
  say?: ((line: string) => void) | undefined;
}

/** A store, and the file in it that an address names. */
export interface OpenedStore {
  store: Store;
  /** The last part of the address; absent if it ends in a slash, and so names the folder itself. */
  name?: string;
}

/** A kind of store, selected by the scheme of an address. */
export interface StoreEntry {
  /**
   * Checks an address before anything is done. Its path is taken literally: a percent sign or a question mark is a part of a
   * name. Throws UsageError with what is wrong and what to write instead. Never shows a secret.
   */
  check(address: string): void;
  /** Opens the folder that an address ends with or, if it does not end in a slash, the one that its last part is in. */
  open(address: string, options: StoreOptions): Promise<OpenedStore>;
}
