import { encode } from "@msgpack/msgpack";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { msgpackLines } from "../../../src/read/msgpack.ts";
import { cut, readBytes } from "../../support/read/event-files.ts";
import { javaDouble, quote } from "../../support/reference/encode.ts";

type Value = { text: string; bytes: Uint8Array };

const strings = fc
  .oneof(fc.string({ unit: "binary", maxLength: 40 }), fc.string({ minLength: 250, maxLength: 300 }))
  .map((text): Value => ({ text: quote(text), bytes: encode(text) }));
const integers = fc
  .oneof(fc.maxSafeInteger(), fc.integer(), fc.integer({ min: -300, max: 300 }))
  .map((value): Value => ({ text: String(value), bytes: encode(value) }));
const bigIntegers = fc
  .bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n })
  .map((value): Value => ({ text: String(value), bytes: encode(value, { useBigInt64: true }) }));
const doubles = fc
  .double({ min: 1e-300, noNaN: true, noDefaultInfinity: true })
  .map((value): Value => ({ text: javaDouble(value), bytes: encode(value, { forceIntegerToFloat: true }) }));
const values = fc.oneof(strings, integers, bigIntegers, doubles);
const events = fc.array(fc.tuple(strings, values), { maxLength: 20 }).map((fields): Value => {
  const head = fields.length < 16 ? [0x80 + fields.length] : [0xde, 0, fields.length];
  return {
    text: `{${fields.map(([key, value]) => `${key.text}:${value.text}`).join(",")}}\n`,
    bytes: Buffer.concat([Buffer.from(head), ...fields.flatMap(([key, value]) => [key.bytes, value.bytes])]),
  };
});

async function* stream(pieces: Buffer[]): AsyncGenerator<Buffer> {
  for (const piece of pieces) {
    const copy = Buffer.from(piece);
    yield copy;
    copy.fill(0xff); // as a buffer that is used again
  }
}

async function linesOf(pieces: Buffer[]): Promise<string> {
  const lines: string[] = [];
  for await (const bytes of msgpackLines(stream(pieces), "file")) lines.push(bytes.toString());
  return lines.join("");
}

describe("MessagePack as lines of JSON", () => {
  it("has the text that JSON has, wherever the bytes are cut", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(events, { maxLength: 5 }), fc.integer({ min: 1, max: 400 }), async (list, size) => {
        const bytes = Buffer.concat(list.map((event) => event.bytes));
        expect(await linesOf(cut(bytes, size))).toBe(list.map(({ text }) => text).join(""));
      }),
    );
  });

  it("may use longer forms than it needs", async () => {
    // {"a": 1, "b": -1} with map32, str32, str16, uint64 and int64
    const map = [0xdf, 0, 0, 0, 2, 0xdb, 0, 0, 0, 1, 0x61, 0xcf, 0, 0, 0, 0, 0, 0, 0, 1, 0xda, 0, 1, 0x62, 0xd3];
    expect(await linesOf([Buffer.from([...map, ...Array(8).fill(0xff)])])).toBe('{"a":1,"b":-1}\n');
  });

  it("grows its room for an event of many escapes", async () => {
    const song = "\u0001".repeat(1_000_000);
    expect(await linesOf([Buffer.from(encode({ song }))])).toBe(`{"song":"${"\\u0001".repeat(1_000_000)}"}\n`);
  });
});

describe("damaged MessagePack", () => {
  const good = Buffer.from(encode({ ts: 1, page: "Home" }));
  const line = '{"ts":1,"page":"Home"}\n';

  it.each([
    ["an array", [0x90], 0, "no event begins here"],
    ["nothing that is assigned", [0xc1], 0, "no event begins here"],
    ["a key that is a number", [0x81, 1, 1], 1, "an event's key is not a text"],
    ["a value that is nothing", [0x81, 0xa1, 0x61, 0xc0], 3, "an event's value is neither text nor number"],
    ["a map in a map", [0x81, 0xa1, 0x61, 0x80], 3, "an event's value is neither text nor number"],
    ["infinity", [0x81, 0xa1, 0x61, 0xcb, 0x7f, 0xf0, 0, 0, 0, 0, 0, 0], 4, "a number is not finite"],
    ["a text that is no UTF-8", [0x81, 0xa1, 0x61, 0xa2, 0xc3, 0x28], 4, "a text is not UTF-8"],
    ["half of a surrogate pair", [0x81, 0xa1, 0x61, 0xa3, 0xed, 0xa0, 0x80], 4, "a text is not UTF-8"],
    ["a key with an overlong slash", [0x81, 0xa2, 0xc0, 0xaf, 1], 2, "a text is not UTF-8"],
    ["a text of gigabytes", [0x81, 0xdb, 0xff, 0xff, 0xff, 0xff], 6, "a text's length is wrong"],
  ])("that has %s is told with its offset, after what came before", async (_, bytes, offset, what) => {
    const { text, failure } = await readBytes(Buffer.concat([good, good, Buffer.from(bytes), good]));
    expect(text).toBe(line + line);
    expect(failure).toMatch(new RegExp(`events: damaged at byte ${2 * good.length + offset}: ${what};.*verify`));
  });

  it("of an event that does not end is reported after 16 MiB, even if they arrive in small pieces", async () => {
    const endless = Buffer.concat([Buffer.from([0xdf, 0xff, 0xff, 0xff, 0xff]), Buffer.alloc(17 << 20, 0xa0)]);
    let calls = 0;
    const count = async function* () {
      for (const piece of cut(Buffer.concat([good, endless]), 4096)) {
        calls++;
        yield piece;
      }
    };
    const texts: string[] = [];
    const read = async () => {
      for await (const lines of msgpackLines(count(), "events")) texts.push(lines.toString());
    };
    await expect(read()).rejects.toThrow(`damaged at byte ${good.length}: an event does not end`);
    expect(texts.join("")).toBe(line);
    expect(calls * 4096).toBeLessThan(36 << 20);
  });

  it("that ends too early is reported at each length but the whole", async () => {
    for (let length = 1; length < good.length; length++) {
      const { text, failure } = await readBytes(Buffer.concat([good, good.subarray(0, length)]));
      expect(text).toBe(line);
      expect(failure).toContain(`damaged at byte ${good.length + length}: the file ends within an event`);
    }
  });
});
