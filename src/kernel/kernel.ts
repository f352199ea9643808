import { readFileSync } from "node:fs";
import { join } from "node:path";
import { RunError } from "../system/errors.ts";
import { packageRoot } from "../system/root.ts";
import { LAYOUT_SECTION, layoutHash } from "./layout-hash.ts";

/** Encodes `count` records of an ordered buffer from the `first`-th on to the address `out`; gives the address after them. */
export type EncodeBatch = (worker: number, buffer: number, first: number, count: number, out: number) => number;

/** The exports of assembly/index.ts. Times are seconds relative to the window's start; addresses are byte offsets into the memory. */
export interface Kernel {
  prepareTables(): void;
  /** Number of users at the window's end when it begins with `first`, at most `limit`; writes start times if `write` is 1. */
  planArrivals(first: number, limit: number, write: number): number;
  makeChunk(chunk: number): void;
  simulateChunk(worker: number, chunk: number, sliceStart: number, sliceEnd: number): void;
  /** Gives the number of records in the slice's buffer: `carry` stand at its front already. */
  prefixSums(chunks: number, sliceStart: number, sliceEnd: number, carry: number): number;
  placeChunk(chunk: number, sliceStart: number, sliceEnd: number, buffer: number): void;
  /** Makes the original's population one user over the other; gives how many there are, at most `limit`. */
  countCompat(limit: number): number;
  /** Makes the original's population, in its order of draws. */
  makeCompat(): void;
  /**
   * Appends records to the ordered buffer from index `first` on until it holds `limit`, the next one is at `end` or later
   * (where that is before the window's end), or the run has ended; gives how many the buffer holds then.
   */
  simulateCompat(buffer: number, first: number, limit: number, end: number): number;
  /** Lines of JSON. */
  encodeJson: EncodeBatch;
  /** The same as MessagePack; the model must have been compiled for it. */
  encodeMsgpack: EncodeBatch;
  /** A block of LZ4, without the frame around it; the model must have been compiled with `emitsLz4`. */
  encodeJsonLz4: EncodeBatch;
  encodeMsgpackLz4: EncodeBatch;
  /** Uncompressed size of the block that the worker wrote last. */
  blockRawBytes(worker: number): number;
  /** Its xxHash32 with seed 0. */
  blockChecksum(worker: number): number;
  /** The low half of the xxHash64 with seed 0 of so many bytes at an address. */
  contentChecksum(address: number, byteLength: number): number;
  /** Counts a batch's records, from an address on, for the manifest. */
  tallyRecords(records: number, count: number): void;
}

/** Compiles the module; the result can be sent to workers. Refuses one that was built from another memory map. */
export function compileKernel(): WebAssembly.Module {
  const file = join(packageRoot(), "dist", "kernel.wasm");
  const module = new WebAssembly.Module(readFileSync(file));
  const [hash] = WebAssembly.Module.customSections(module, LAYOUT_SECTION);
  if (hash === undefined || !layoutHash().equals(Buffer.from(hash))) {
    throw new RunError(`${file} does not belong to this version of the program; run npm run build`);
  }
  return module;
}

/** The one door to the kernel: every thread instantiates the same module over the same memory. */
export function openKernel(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernel {
  const instance = new WebAssembly.Instance(module, { env: { memory } });
  return instance.exports as unknown as Kernel;
}
