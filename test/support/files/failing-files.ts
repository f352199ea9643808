import type { FileSystem } from "../../../src/output/destinations/filesystem.ts";
import { nodeFileSystem } from "../program/here.ts";

export type Operation = keyof FileSystem;

/** An error like Node's own, with code and system call. */
function systemError(code: string, operation: Operation): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: injected, ${operation}`), { code, syscall: operation });
}

/** The system's file system, with one operation that fails once. */
export class FailingFiles implements FileSystem {
  hasFailed = false;
  #left: number;
  #syncing = 0;

  /** @param nth which call of the operation fails, counted from 1 */
  constructor(
    private readonly operation: Operation,
    nth: number,
    private readonly code = "EIO",
  ) {
    this.#left = nth;
  }

  open(path: string, flags: string): number {
    this.#meet("open");
    return nodeFileSystem.open(path, flags);
  }

  write(descriptor: number, parts: Uint8Array[]): number {
    this.#meet("write");
    return nodeFileSystem.write(descriptor, parts);
  }

  setMode(descriptor: number, mode: number): void {
    this.#meet("setMode");
    nodeFileSystem.setMode(descriptor, mode);
  }

  async sync(descriptor: number): Promise<void> {
    this.#meet("sync");
    this.#syncing++;
    try {
      await nodeFileSystem.sync(descriptor);
    } finally {
      this.#syncing--;
    }
  }

  close(descriptor: number): void {
    this.#meet("close");
    nodeFileSystem.close(descriptor);
  }

  rename(from: string, to: string): void {
    this.#meet("rename");
    nodeFileSystem.rename(from, to);
  }

  link(from: string, to: string): void {
    this.#meet("link");
    nodeFileSystem.link(from, to);
  }

  remove(path: string): void {
    this.#meet("remove");
    nodeFileSystem.remove(path);
  }

  removeFolder(path: string): void {
    this.#meet("removeFolder");
    nodeFileSystem.removeFolder(path);
  }

  makeFolder(path: string): string[] {
    this.#meet("makeFolder");
    return nodeFileSystem.makeFolder(path);
  }

  /** A failed run may still be closing earlier files; resolves when it is not. */
  async quiet(): Promise<void> {
    for (let calm = 0; calm < 3; calm = this.#syncing === 0 ? calm + 1 : 0)
      await new Promise((resolve) => setImmediate(resolve));
  }

  #meet(operation: Operation): void {
    if (!this.fails(operation)) return;
    this.hasFailed = true;
    throw systemError(this.code, operation);
  }

  /** Whether this call of the operation must fail. */
  protected fails(operation: Operation): boolean {
    return operation === this.operation && --this.#left === 0;
  }
}

/**
 * The system's file system, on which nothing changes from the `nth` call on: the state that a process leaves if it dies
 * then.
 */
export class LostFiles extends FailingFiles {
  #calls = 0;

  constructor(private readonly nth: number) {
    super("open", Number.POSITIVE_INFINITY);
  }

  protected override fails(): boolean {
    return ++this.#calls >= this.nth;
  }
}

/** The system's file system, with writes that take only some of the bytes, and sometimes none. */
export class StutteringFiles extends FailingFiles {
  #writes = 0;

  /**
   * @param share share of the next batch that is taken, rounded up; 0 for one byte
   * @param pause every `pause`-th write takes nothing (EAGAIN)
   */
  constructor(
    private readonly share: number,
    private readonly pause: number,
  ) {
    super("write", Number.POSITIVE_INFINITY);
  }

  override write(descriptor: number, parts: Uint8Array[]): number {
    if (++this.#writes % this.pause === 0) throw systemError("EAGAIN", "write");
    const part = parts.find(({ byteLength }) => byteLength > 0)!;
    return super.write(descriptor, [part.subarray(0, Math.max(1, Math.ceil(part.byteLength * this.share)))]);
  }
}
