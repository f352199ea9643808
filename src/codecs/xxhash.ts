const PRIME_1 = 0x9e3779b1;
const PRIME_2 = 0x85ebca77;
const PRIME_3 = 0xc2b2ae3d;
const PRIME_5 = 0x165667b1;

/** xxHash32 with seed 0 of fewer than four bytes, enough for a frame's header; the kernel has it for blocks. */
export function xxHash32(bytes: Uint8Array): number {
  if (bytes.length >= 4) throw new Error("this xxHash32 is for fewer than four bytes");
  let sum = (PRIME_5 + bytes.length) | 0;
  for (const byte of bytes) {
    sum = (sum + Math.imul(byte, PRIME_5)) | 0;
    sum = Math.imul((sum << 11) | (sum >>> 21), PRIME_1);
  }
  sum = Math.imul(sum ^ (sum >>> 15), PRIME_2);
  sum = Math.imul(sum ^ (sum >>> 13), PRIME_3);
  return (sum ^ (sum >>> 16)) >>> 0;
}
