/** Castagnoli's polynomial, the lowest power in the highest bit (RFC 3720, B.4). */
const POLYNOMIAL = 0x82f63b78;
/** x^0 and x^1, written likewise. */
const ONE = 0x80000000;
const X = 0x40000000;
/** Bits of a byte, as a power of two. */
const LOG_BYTE_BITS = 3;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = timesX(remainder);
  return remainder;
});

function timesX(value: number): number {
  return (value & 1) === 0 ? value >>> 1 : (value >>> 1) ^ POLYNOMIAL;
}

/** CRC-32C, a byte at a time: for headers. */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = TABLE[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** The product of two polynomials over GF(2), modulo Castagnoli's. */
function multiply(left: number, right: number): number {
  let product = 0;
  let shifted = right;
  for (let bit = ONE; bit !== 0; bit >>>= 1) {
    if ((left & bit) !== 0) product ^= shifted;
    shifted = timesX(shifted);
  }
  return product >>> 0;
}

/** POWERS[k] is x to the power of 2^k. */
const POWERS = new Uint32Array(32);
POWERS[0] = X;
for (let k = 1; k < POWERS.length; k++) POWERS[k] = multiply(POWERS[k - 1]!, POWERS[k - 1]!);

/** x to the power of 8 * byteLength: multiplying by it appends that many bytes of zeros. */
function powerOf(byteLength: number): number {
  let power = ONE;
  for (let bits = byteLength, k = LOG_BYTE_BITS; bits > 0; bits >>>= 1, k++) {
    if ((bits & 1) !== 0) power = multiply(power, POWERS[k % POWERS.length]!);
  }
  return power;
}

/**
 * CRC-32C of two runs of bytes together, from those of each. A CRC is linear: that of the first, moved over the length
 * of the second, is added to that of the second, and the constants at the start and the end cancel.
 */
export function combineCrc32c(first: number, second: number, secondByteLength: number): number {
  return (multiply(powerOf(secondByteLength), first) ^ second) >>> 0;
}
