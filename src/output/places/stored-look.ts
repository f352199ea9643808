import { RunError } from "../../system/errors.ts";
import { printable } from "../../system/printable.ts";
import type { Store } from "../stores/store.ts";
import type { FileStatus, Look } from "./place.ts";

/** Most bytes of the files whose content is loaded, together: a journal, a snapshot and manifests. */
const MOST_LOADED_BYTES = 2 ** 31;
/** Most requests at the same time. */
const MOST_REQUESTS = 8;
/** The first line of a journal holds a whole configuration. */
const MOST_LINE_BYTES = 2 ** 25;

/** How much of a file is loaded. */
export type Extent = "whole" | "first line" | "nothing";

/** Calls a function for all items, several at a time. */
export async function inParallel<T>(items: Iterable<T>, most: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = items[Symbol.iterator]();
  const one = async () => {
    for (let next = queue.next(); next.done !== true; next = queue.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: most }, one));
}

function noSuchFile(path: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`ENOENT: no such file or directory, '${printable(path)}'`), { code: "ENOENT" });
}

/** What lies in a store's folder, as it was when it was loaded: names, sizes, and the content of small files. */
export class StoredLook implements Look {
  readonly #sizes = new Map<string, number>();
  readonly #contents = new Map<string, Buffer>();
  #folders: Map<string, Map<string, boolean>> | undefined;
  #loadedBytes = 0;

  /** @param base the folder's address as paths begin with it, without a slash at the end */
  constructor(
    readonly store: Store,
    private readonly base: string,
  ) {}

  /** Loads all names and sizes, and the content of files as `extentOf` says. */
  async load(extentOf: (name: string) => Extent): Promise<void> {
    for await (const { name, bytes } of this.store.list()) this.#sizes.set(name, bytes);
    await this.#loadContents(extentOf);
  }

  /** Loads size and content of some files. */
  async loadSome(names: readonly string[], extentOf: (name: string) => Extent): Promise<void> {
    await inParallel(names, MOST_REQUESTS, async (name) => {
      const bytes = await this.store.sizeOf(name);
      if (bytes !== undefined) this.#sizes.set(name, bytes);
    });
    await this.#loadContents(extentOf);
  }

  async #loadContents(extentOf: (name: string) => Extent): Promise<void> {
    const names = [...this.#sizes.keys()].filter((name) => extentOf(name) !== "nothing");
    await inParallel(names, MOST_REQUESTS, async (name) => {
      this.#contents.set(name, await this.#load(name, extentOf(name) === "whole"));
    });
  }

  async #load(name: string, isWhole: boolean): Promise<Buffer> {
    const pieces: Buffer[] = [];
    let bytes = 0;
    for await (const piece of this.store.read(name)) {
      pieces.push(piece);
      bytes += piece.byteLength;
      this.#loadedBytes += piece.byteLength;
      if (this.#loadedBytes > MOST_LOADED_BYTES)
        throw new RunError(
          `${this.store.name}: its journals and manifests are too large to be read; use another folder`,
        );
      if (!isWhole && (piece.includes(10) || bytes > MOST_LINE_BYTES)) break;
    }
    return Buffer.concat(pieces);
  }

  /** Returns the name of a path in the store; undefined if it is outside. */
  nameOf(path: string): string | undefined {
    return path.startsWith(`${this.base}/`) ? path.slice(this.base.length + 1) : undefined;
  }

  statusOf(path: string): FileStatus | undefined {
    const size = this.sizeOf(path);
    return size === undefined ? undefined : { isFile: () => true, size };
  }

  sizeOf(path: string): number | undefined {
    const name = this.nameOf(path);
    return name === undefined ? undefined : this.#sizes.get(name);
  }

  exists(path: string): boolean {
    return this.sizeOf(path) !== undefined;
  }

  hasFolder(path: string): boolean {
    return this.entries(path).length > 0;
  }

  read(path: string, mostBytes: number): Buffer {
    const content = this.#contents.get(this.nameOf(path) ?? "");
    if (content === undefined) throw noSuchFile(path);
    const size = this.sizeOf(path) ?? 0;
    if (size > mostBytes) throw new Error(`it has ${size} bytes, and at most ${mostBytes} are read`);
    return content;
  }

  start(path: string, byteLength: number): Buffer {
    return this.#contents.get(this.nameOf(path) ?? "")?.subarray(0, byteLength) ?? Buffer.alloc(0);
  }

  chunks(path: string): Iterable<Buffer> {
    return [this.read(path, Number.POSITIVE_INFINITY)];
  }

  entries(folder: string): { name: string; isFolder: boolean }[] {
    const found = this.#tree().get(folder === this.base ? "" : (this.nameOf(folder) ?? "/"));
    return [...(found ?? [])].map(([name, isFolder]) => ({ name, isFolder }));
  }

  /** The names in each folder, and whether they are folders themselves. */
  #tree(): Map<string, Map<string, boolean>> {
    if (this.#folders !== undefined) return this.#folders;
    const folders = new Map<string, Map<string, boolean>>([["", new Map()]]);
    for (const name of this.#sizes.keys()) {
      let isFolder = false;
      for (let path = name; ; isFolder = true) {
        const slash = path.lastIndexOf("/");
        const parent = path.slice(0, Math.max(0, slash));
        const inside = folders.get(parent) ?? new Map<string, boolean>();
        const isKnown = inside.has(path.slice(slash + 1));
        inside.set(path.slice(slash + 1), isFolder);
        folders.set(parent, inside);
        if (slash < 0 || isKnown) break;
        path = parent;
      }
    }
    this.#folders = folders;
    return folders;
  }
}
