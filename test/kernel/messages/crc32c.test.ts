import { describe, expect, test } from "vitest";
import { P_MESSAGES, PARAMETERS, TABLES_END } from "../../../assembly/layout/run.ts";
import { compileKernel, openKernel } from "../../../src/kernel/kernel.ts";
import { WASM_PAGE_BYTES } from "../../../src/memory/plan.ts";

const pages = Math.ceil(TABLES_END / WASM_PAGE_BYTES) + 1;
const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
const kernel = openKernel(compileKernel(), memory);
new Uint32Array(memory.buffer)[(PARAMETERS + P_MESSAGES) / 4] = TABLES_END;
kernel.prepareTables();
const room = Buffer.from(memory.buffer, TABLES_END);

function crcOf(bytes: Uint8Array, at = 0): number {
  room.fill(0xa5);
  room.set(bytes, at);
  return kernel.crc32c(TABLES_END + at, bytes.length) >>> 0;
}

/** The definition: bit by bit, with the polynomial 0x1edc6f41 in reverse order. */
function bitwise(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return ~crc >>> 0;
}

const counting = Uint8Array.from({ length: 32 }, (_, index) => index);

describe("CRC-32C", () => {
  // RFC 3720, appendix B.4, whose bytes are in the order in which they are sent; and the check value of the CRC catalogue.
  test.each([
    ["the digits 1 to 9", Buffer.from("123456789"), 0xe3069283],
    ["32 zeros", Buffer.alloc(32), 0x8a9136aa],
    ["32 bytes of ones", Buffer.alloc(32, 0xff), 0x62a8ab43],
    ["32 bytes that count up", counting, 0x46dd794e],
    ["32 bytes that count down", counting.toReversed(), 0x113fdb5c],
    ["nothing", Buffer.alloc(0), 0],
  ])("of %s", (_, bytes, expected) => {
    expect(crcOf(bytes)).toBe(expected);
  });

  test("of every length around the steps, from every address", () => {
    const bytes = Uint8Array.from({ length: 100 }, (_, index) => (index * 73 + 41) & 255);
    for (let length = 0; length <= bytes.length; length++) {
      const expected = bitwise(bytes.subarray(0, length));
      for (let at = 0; at < 17; at += 4) expect(crcOf(bytes.subarray(0, length), at), `${length}`).toBe(expected);
      expect(crcOf(bytes.subarray(0, length), 3)).toBe(expected);
    }
  });

  // 8192 bytes are summed as sixteen streams of 512.
  test.each([8191, 8192, 8193, 8208, 16_383, 16_384, 16_401, 60_000])("of %d bytes", (length) => {
    const bytes = Uint8Array.from({ length }, (_, index) => Math.imul(index + 1, 0x9e3779b1) >>> 13);
    expect(crcOf(bytes, 5)).toBe(bitwise(bytes));
    bytes[length - 1]! ^= 1;
    expect(crcOf(bytes, 5)).toBe(bitwise(bytes));
  });
});
