import { createRequire } from "node:module";
import type { Kernel } from "../../../kernel/kernel.ts";

/** Returns the CRC-32C of bytes of the shared memory. */
export type Checksum = (address: number, byteLength: number) => number;

/**
 * Native libraries, the fastest one first. One core sums 15 to 25 GB/s with the first, which takes 54 MB on the disk and
 * so is used where a person has installed it, and 6 with the second; the kernel 4.
 */
export const CHECKSUM_LIBRARIES = ["aws-crt/dist/native/checksums", "@node-rs/crc32"] as const;

interface Library {
  crc32c(bytes: Uint8Array): number;
}

/** Uses the first library that can be loaded, otherwise the kernel: the sums are the same. @param load throws where there is none */
export function checksumOver(
  memory: WebAssembly.Memory,
  kernel: Kernel,
  load: (name: string) => unknown = createRequire(import.meta.url),
): Checksum {
  const bytes = Buffer.from(memory.buffer);
  for (const name of CHECKSUM_LIBRARIES) {
    try {
      const { crc32c } = load(name) as Library;
      return (address, byteLength) => crc32c(bytes.subarray(address, address + byteLength)) >>> 0;
    } catch {
      // It is not installed, or not for this system.
    }
  }
  return (address, byteLength) => kernel.crc32c(address, byteLength) >>> 0;
}
