import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { XxHash32, xxHash32 } from "../../../src/output/codecs/xxhash32.ts";

describe("XXH32", () => {
  // The first is in the specification's test suite, the last in the documentation of Python's xxhash.
  it.each([
    ["", 0x02cc5d05],
    ["a", 0x550d7456],
    ["abc", 0x32d153ff],
    ["Nobody inspects the spammish repetition", 0xe2293b2f],
  ])("of %j", (text, hash) => {
    expect(xxHash32(Buffer.from(text))).toBe(hash);
  });

  it("is the same however the bytes are cut", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 10 }), (pieces) => {
        const whole = new XxHash32();
        for (const piece of pieces) whole.update(piece);
        expect(whole.digest()).toBe(xxHash32(Buffer.concat(pieces)));
      }),
    );
  });
});
