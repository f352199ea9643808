import { createRequire } from "node:module";
import type { Kernel } from "../../../kernel/kernel.ts";

/** Returns the CRC-32C of bytes of the shared memory. */
export type Checksum = (address: number, byteLength: number) => number;

/** The native library sums some 6 GB/s, the kernel 4; it is not there on every machine. */
export function checksumOver(memory: WebAssembly.Memory, kernel: Kernel): Checksum {
  const bytes = Buffer.from(memory.buffer);
  try {
    const { crc32c } = createRequire(import.meta.url)("@node-rs/crc32") as typeof import("@node-rs/crc32");
    return (address, byteLength) => crc32c(bytes.subarray(address, address + byteLength));
  } catch {
    return (address, byteLength) => kernel.crc32c(address, byteLength) >>> 0;
  }
}
