import { isUtf8 } from "node:buffer";
import { type MemoryMeter, withRoom } from "./memory.ts";

const FIRST_SLOTS = 256;
const MOST_LOAD = 0.5;
/** Of a text apart from its characters: the string, its entry in the map, and those of its bytes. */
const ENTRY_BYTES = 160;

/**
 * Numbers the distinct texts of a field, from 0. Texts arrive as UTF-8 within a line, which are found without making a string, or as
 * strings; equal ones have the same number.
 */
export class Texts {
  readonly list: string[] = [];
  readonly #ids = new Map<string, number>();
  /** Texts that have arrived as bytes: number and hash of each, and where its bytes end in the pool. */
  #slots = new Int32Array(FIRST_SLOTS);
  #entries = 0;
  #entryIds = new Int32Array(0);
  #entryHashes = new Int32Array(0);
  #entryEnds = new Int32Array(0);
  #pool = Buffer.alloc(1 << 12);

  constructor(private readonly meter: MemoryMeter) {}

  ofText(text: string): number {
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    this.meter.take(ENTRY_BYTES + 2 * text.length);
    const id = this.list.length;
    // A slice of a longer string would keep all of that.
    const own = Buffer.from(text, "utf16le").toString("utf16le");
    this.list.push(own);
    this.#ids.set(own, id);
    return id;
  }

  /** @param hash of the bytes, by hashStep @returns -1 if they are not UTF-8 */
  ofBytes(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const mask = this.#slots.length - 1;
    let slot = mixed(hash) & mask;
    for (let held = this.#slots[slot]!; held !== 0; held = this.#slots[slot]!) {
      if (this.#entryHashes[held - 1] === hash && this.#equals(held - 1, bytes, start, end))
        return this.#entryIds[held - 1]!;
      slot = (slot + 1) & mask;
    }
    return this.#add(bytes, start, end, hash);
  }

  #equals(entry: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = entry === 0 ? 0 : this.#entryEnds[entry - 1]!;
    if (this.#entryEnds[entry]! - from !== end - start) return false;
    for (let at = start, own = from; at < end; at++, own++) if (bytes[at] !== this.#pool[own]) return false;
    return true;
  }

  #add(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const text = bytes.subarray(start, end);
    if (!isUtf8(text)) return -1;
    const id = this.ofText(Buffer.from(text).toString());
    const entry = this.#entries++;
    this.#entryIds = withRoom(this.#entryIds, entry, this.meter);
    this.#entryHashes = withRoom(this.#entryHashes, entry, this.meter);
    this.#entryEnds = withRoom(this.#entryEnds, entry, this.meter);
    const from = entry === 0 ? 0 : this.#entryEnds[entry - 1]!;
    this.#reserve(from + text.length);
    this.#pool.set(text, from);
    this.#entryIds[entry] = id;
    this.#entryHashes[entry] = hash;
    this.#entryEnds[entry] = from + text.length;
    if (this.#entries > this.#slots.length * MOST_LOAD) this.#makeSlots(2 * this.#slots.length);
    else this.#take(entry);
    return id;
  }

  #reserve(length: number): void {
    if (length <= this.#pool.length) return;
    const larger = Buffer.alloc(Math.max(length, 2 * this.#pool.length));
    this.meter.take(larger.length);
    larger.set(this.#pool);
    this.meter.free(this.#pool.length);
    this.#pool = larger;
  }

  #makeSlots(length: number): void {
    this.meter.take(length * Int32Array.BYTES_PER_ELEMENT);
    this.meter.free(this.#slots.byteLength);
    this.#slots = new Int32Array(length);
    for (let entry = 0; entry < this.#entries; entry++) this.#take(entry);
  }

  #take(entry: number): void {
    const mask = this.#slots.length - 1;
    let slot = mixed(this.#entryHashes[entry]!) & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = entry + 1;
  }
}

/** FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv/ */
export const HASH_START = 0x811c9dc5 | 0;
export const hashStep = (hash: number, byte: number): number => Math.imul(hash ^ byte, 0x01000193);

/** The last bits of FNV-1a depend on the last bits of the bytes only. */
const mixed = (hash: number): number => hash ^ (hash >>> 15);
