import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Decoder } from "@toondepauw/node-zstd";
import { describe, expect, it } from "vitest";
import { TABLES_END } from "../../../assembly/layout/run.ts";
import { compileKernel, openKernel } from "../../../src/kernel/kernel.ts";
import { WASM_PAGE_BYTES } from "../../../src/memory/plan.ts";
import { openZstd } from "../../../src/output/codecs/zstd.ts";
import { lastBatch } from "../../../src/output/formats/rows.ts";
import { temporaryFolder } from "../../support/files/folders.ts";
import { filter, has, noise, writeFile } from "../../support/kernel/codec-file.ts";

const MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
const MEBIBYTE = 1 << 20;
const pages = Math.ceil((TABLES_END + 8 * MEBIBYTE) / WASM_PAGE_BYTES);
const wasm = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
const kernel = openKernel(compileKernel(), wasm);
const memory = Buffer.from(wasm.buffer);
const decoder = new Decoder();

function checksumOf(bytes: Uint8Array, address = TABLES_END): number {
  memory.set(bytes, address);
  return kernel.contentChecksum(address, bytes.length) >>> 0;
}

/** Wraps bytes in a frame of raw blocks (RFC 8878, 3.1.1), so that the library compares the checksum with its own. */
function plainFrame(bytes: Buffer, checksum: number): Buffer {
  const pieces: Buffer[] = [MAGIC, Buffer.of(1 << 2, 0x58)];
  const most = 128 << 10;
  for (let at = 0; at === 0 || at < bytes.length; at += most) {
    const piece = bytes.subarray(at, at + most);
    const head = Buffer.alloc(3);
    head.writeUIntLE((piece.length << 3) | (at + most >= bytes.length ? 1 : 0), 0, 3);
    pieces.push(head, piece);
  }
  const check = Buffer.alloc(4);
  check.writeUInt32LE(checksum);
  return Buffer.concat([...pieces, check]);
}

/** Returns the frame that the codec makes of bytes, as in a worker. */
function frameOf(content: Buffer, level = 1): Buffer {
  const codec = openZstd({ level });
  const place = { address: TABLES_END + codec.headroomBytes, byteLength: content.length };
  memory.set(content, place.address);
  const done = codec.finish({ memory, events: 1, ...place, ...lastBatch(kernel, 0, codec, place) });
  return Buffer.from(memory.subarray(done.address, done.address + done.byteLength));
}

describe("the kernel's xxHash64", () => {
  // The first is in the specification's test suite, the last in the documentation of Python's xxhash.
  it.each([
    ["", "ef46db3751d8e999"],
    ["a", "d24ec4f1a98c6e5b"],
    ["abc", "44bc2cf5ad770999"],
    ["Nobody inspects the spammish repetition", "fbcea83c8a378bf1"],
  ])("of %j", (text, hash) => {
    expect(checksumOf(Buffer.from(text))).toBe(Number.parseInt(hash.slice(8), 16));
  });

  it("equals libzstd's, for every length around stripes and blocks, wherever the bytes begin", () => {
    const bytes = noise(3 * MEBIBYTE);
    const borders = [1 << 12, 1 << 16, 128 << 10, 256 << 10, MEBIBYTE, bytes.length - 3];
    const lengths = [...Array(200).keys(), ...borders.flatMap((border) => [-2, -1, 0, 1, 2].map((by) => border + by))];
    for (const length of lengths) {
      const content = bytes.subarray(0, length);
      const checksum = checksumOf(content, TABLES_END + (length % 9));
      expect(decoder.decodeSync(plainFrame(content, checksum)).equals(content), `${length} bytes`).toBe(true);
      expect(() => decoder.decodeSync(plainFrame(content, (checksum ^ 1) >>> 0)), `${length} bytes`).toThrow();
    }
  });
});

describe("a frame", () => {
  // RFC 8878, 3.1.1.1: the descriptor's top bits are the size's code, then single segment, then (bit 2) checksum.
  it.each([
    [1, "24 01"],
    [255, "24 ff"],
    [256, "64 00 00"],
    [65_791, "64 ff ff"],
    [65_792, "a4 00 01 01 00"],
    [512 << 10, "a4 00 00 08 00"],
    // More than the window of level 1, 512 KiB (0x48).
    [(512 << 10) + 1, "84 48 01 00 08 00"],
    [3_000_000, "84 48 c0 c6 2d 00"],
  ])("of %d bytes has the right size field", (length, header) => {
    const content = noise(length);
    const frame = frameOf(content);
    const expected = Buffer.concat([MAGIC, Buffer.from(header.replaceAll(" ", ""), "hex")]);
    expect(frame.subarray(0, expected.length)).toEqual(expected);
    expect(frame.readUInt32LE(frame.length - 4)).toBe(checksumOf(content));
    expect(decoder.decodeSync(frame).equals(content)).toBe(true);
    if (has("zstd")) expect(filter("zstd", frame)?.equals(content)).toBe(true);
  });

  it("of an empty file says that it is empty", () => {
    const { emptyFile } = openZstd({});
    expect(Buffer.from(emptyFile).toString("hex")).toBe("28b52ffd" + "2400" + "010000" + "99e9d851");
    if (has("zstd")) expect(filter("zstd", Buffer.from(emptyFile))?.length).toBe(0);
  });
});

describe.each([1, 3, 9])("a file of level %d", (level) => {
  it("is read as one stream", async () => {
    const { file, text } = await writeFile("zstd", { level });
    if (has("zstd")) expect(filter("zstd", file)?.equals(text)).toBe(true);
    expect(decoder.decodeSync(file).equals(text)).toBe(true);
  });

  it.skipIf(!has("zstd"))("reports its frames, sizes and checksums to zstd (skipped without the program)", async () => {
    const { file, text, batches } = await writeFile("zstd", { level });
    const path = join(temporaryFolder(), "events.zst");
    writeFileSync(path, file);
    const shown = execFileSync("zstd", ["-lv", path], { stdio: ["ignore", "pipe", "ignore"] }).toString();
    expect(shown).toMatch(new RegExp(`^(# Zstandard|Number of) Frames: ${batches}$`, "im"));
    expect(shown).toMatch(new RegExp(`^Decompressed Size: .*\\(${text.length} B\\)$`, "m"));
    expect(shown).toMatch(/^Check: XXH64$/m);
  });
});

it.skipIf(!has("zstd"))("zstd -t detects each changed byte of a frame (skipped without the program)", () => {
  const frame = frameOf(Buffer.from('{"ts":1,"page":"Home"}\n{"ts":2,"page":"NextSong"}\n'.repeat(3)));
  for (let offset = 0; offset < frame.length; offset++) {
    const changed = Buffer.from(frame);
    changed[offset]! ^= 0x40;
    expect(spawnSync("zstd", ["-q", "-t"], { input: changed }).status, `byte ${offset}`).not.toBe(0);
  }
});
