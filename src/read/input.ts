import { closeSync, fstatSync, openSync } from "node:fs";
import { localPath } from "../output/destinations/destinations.ts";
import { checkStoreAddress, isStoreAddress, openStore, STORES } from "../output/stores/stores.ts";
import { RunError, UsageError } from "../system/errors.ts";
import { printable, shownAddress } from "../system/printable.ts";
import { type Bytes, DescriptorBytes, StoredBytes } from "./bytes.ts";

const READ_BYTES = 1 << 20;
const STANDARD_INPUT = 0;

/** A damaged file; the message says at which offset. Exit code 1. */
export function damagedFile(name: string, offset: number, what: string): RunError {
  return new RunError(
    `${printable(name)}: damaged at byte ${offset}: ${what}; what was whole before it has been read: ` +
      "compare the file with its manifest (eventsim verify), or make it again",
  );
}

/**
 * The most bytes that are unpacked as a whole, if no memory limit is set. Our frames hold about a megabyte. The decoder takes a whole
 * frame and returns all its content, and 300 KB of blocks that repeat a byte hold 10 GB: so the blocks' heads bound the content
 * first. A frame that may hold more is unpacked block by block, if Node can do that.
 */
export const MOST_FRAME_BYTES = 256 << 20;

/** Bytes that are read in order. Returned bytes are valid until the next call. */
export abstract class Source {
  #offset = 0;

  /** @param name for messages @param mostFrameBytes unpacked bytes that may be held at once */
  constructor(
    readonly name: string,
    readonly mostFrameBytes: number,
  ) {}

  /** How many bytes have been taken. */
  get offset(): number {
    return this.#offset;
  }

  /** Returns the next bytes without taking them; fewer than requested only at the end. */
  abstract peek(length: number): Promise<Buffer>;

  /** Returns the bytes that are there, without reading more of them; none only at the end. */
  protected abstract available(): Promise<Buffer>;

  /** Passes over bytes that are there. */
  protected abstract drop(length: number): void;

  /** Takes exactly the requested number of bytes. Throws RunError if the input ends before. */
  async take(length: number, what: string): Promise<Buffer> {
    const bytes = await this.peek(length);
    if (bytes.length < length) throw this.damaged(`the file ends within ${what}`, this.#offset + bytes.length);
    this.#skip(length);
    return bytes;
  }

  /** Takes the available bytes, at most `most`; none only at the end. */
  async takeSome(most = Number.POSITIVE_INFINITY): Promise<Buffer> {
    const bytes = (await this.available()).subarray(0, most);
    this.#skip(bytes.length);
    return bytes;
  }

  damaged(what: string, offset = this.#offset): RunError {
    return damagedFile(this.name, offset, what);
  }

  #skip(length: number): void {
    this.drop(length);
    this.#offset += length;
  }
}

async function openStored(address: string, mostFrameBytes: number): Promise<Input> {
  checkStoreAddress(address);
  const { store, name } = await openStore(address, {});
  const bytes = name === undefined ? undefined : await store.sizeOf(name);
  if (name !== undefined && bytes !== undefined)
    return new Input(address, new StoredBytes(store, name, bytes), mostFrameBytes);
  await store.close();
  throw new UsageError(
    `${shownAddress(address)}: there is no such file; check its address, and name files, not folders`,
  );
}

/** A file, standard input, or a file of a store. */
export class Input extends Source {
  #buffer = Buffer.allocUnsafe(READ_BYTES);
  #start = 0;
  #end = 0;

  constructor(
    name: string,
    private readonly bytes: Bytes,
    mostFrameBytes = MOST_FRAME_BYTES,
  ) {
    super(name, mostFrameBytes);
  }

  /** Opens a file, a file of a store by its address, or standard input for "-". Throws UsageError if it cannot be read. */
  static async open(path: string, mostFrameBytes = MOST_FRAME_BYTES): Promise<Input> {
    return isStoreAddress(path) ? await openStored(path, mostFrameBytes) : Input.openHere(path, mostFrameBytes);
  }

  /** The same, on this machine. */
  static openHere(path: string, mostFrameBytes = MOST_FRAME_BYTES): Input {
    const shown = printable(path);
    try {
      const [name, descriptor] =
        path === "-" ? ["standard input", STANDARD_INPUT] : [path, openSync(localPath(path, Object.keys(STORES)), "r")];
      if (fstatSync(descriptor).isDirectory()) {
        closeSync(descriptor);
        throw new UsageError(`${shown}: is a folder; name the files in it, such as ${shown}/*.json`);
      }
      return new Input(name, new DescriptorBytes(descriptor), mostFrameBytes);
    } catch (error) {
      if (error instanceof UsageError) throw error;
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === "ENOENT") throw new UsageError(`${shown}: there is no such file; check its path`);
      throw new UsageError(`${shown}: cannot be read (${printable(message)}); name another file`);
    }
  }

  async peek(length: number): Promise<Buffer> {
    while (this.#end - this.#start < length) {
      if (!(await this.#fill(length))) break;
    }
    return this.#buffer.subarray(this.#start, Math.min(this.#end, this.#start + length));
  }

  protected async available(): Promise<Buffer> {
    if (this.#start === this.#end) await this.#fill(1);
    return this.#buffer.subarray(this.#start, this.#end);
  }

  protected drop(length: number): void {
    this.#start += length;
  }

  /** Size of a file, which can be read at any place; undefined for a pipe, a terminal or a device. */
  get fileBytes(): number | undefined {
    return this.bytes.fileBytes;
  }

  /** Reads bytes at a place of a regular file, without taking them. Throws RunError if the file does not have them. */
  async readAt(start: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    if (start < 0 || length < 0 || start + length > (this.fileBytes ?? 0))
      throw this.damaged("the file ends before bytes that it refers to", start);
    const bytes = new Uint8Array(length);
    const taken = await this.bytes.readAt(start, bytes);
    if (taken < length) throw this.damaged("the file became shorter while it was read", start + taken);
    return bytes;
  }

  close(): Promise<void> | void {
    return this.bytes.close();
  }

  /** Reads once and appends to the buffer, which gets room for `length` bytes in all; returns false at the end. */
  async #fill(length: number): Promise<boolean> {
    this.#makeRoom(length);
    const bytesRead = await this.#read();
    this.#end += bytesRead;
    return bytesRead > 0;
  }

  #makeRoom(length: number): void {
    const left = this.#end - this.#start;
    if (this.#start === 0 && length <= this.#buffer.length) return;
    const target = length <= this.#buffer.length ? this.#buffer : Buffer.allocUnsafe(Math.max(length, 2 * left));
    this.#buffer.copy(target, 0, this.#start, this.#end);
    this.#buffer = target;
    this.#start = 0;
    this.#end = left;
  }

  async #read(): Promise<number> {
    try {
      return await this.bytes.read(this.#buffer, this.#end, this.#buffer.length - this.#end);
    } catch (error) {
      if (error instanceof RunError) throw error;
      throw new RunError(`${printable(this.name)}: cannot be read (${printable((error as Error).message)})`);
    }
  }
}
