import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { combineCrc32c, crc32c } from "../../../src/output/kafka/wire/crc.ts";

describe("CRC-32C", () => {
  // RFC 3720, B.4, and the check value of https://reveng.sourceforge.io/crc-catalogue/17plus.htm#crc.cat.crc-32-iscsi
  it.each([
    ["32 bytes 0x00", new Uint8Array(32), 0x8a9136aa],
    ["32 bytes 0xff", new Uint8Array(32).fill(0xff), 0x62a8ab43],
    ["32 bytes from 0 up", Uint8Array.from({ length: 32 }, (_, index) => index), 0x46dd794e],
    ["32 bytes from 31 down", Uint8Array.from({ length: 32 }, (_, index) => 31 - index), 0x113fdb5c],
    ["123456789", Buffer.from("123456789"), 0xe3069283],
    ["nothing", new Uint8Array(0), 0],
  ])("of %s", (_, bytes, crc) => {
    expect(crc32c(bytes)).toBe(crc);
  });

  it("of two runs of bytes follows from those of each", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), fc.uint8Array({ maxLength: 5000 }), (first, second) => {
        const whole = crc32c(Buffer.concat([first, second]));
        return combineCrc32c(crc32c(first), crc32c(second), second.byteLength) === whole;
      }),
    );
  });

  it.each([0, 1, 255, 256, 65_536, 1_048_527, 3_000_001])("is combined over %i bytes", (byteLength) => {
    const first = Buffer.from("header");
    const second = Buffer.alloc(byteLength, "records of some kind ");
    const whole = crc32c(Buffer.concat([first, second]));
    expect(combineCrc32c(crc32c(first), crc32c(second), byteLength)).toBe(whole);
  });
});
