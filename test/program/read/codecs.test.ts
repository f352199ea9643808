import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { Encoder } from "@toondepauw/node-zstd";
import { compressFrameSync } from "lz4-napi";
import { beforeAll, describe, expect, it } from "vitest";
import { canStreamZstd } from "../../../src/output/codecs/zstd-stream.ts";
import { temporaryFolder } from "../../support/files/folders.ts";
import { commandHere } from "../../support/program/command-here.ts";
import { FIXED } from "../../support/program/program.ts";
import { cut, readBytes, toHadoop, toMsgpack } from "../../support/read/event-files.ts";

let json = "";
let events: Buffer;
let msgpack: Buffer;
/** Some lines, and two for tests that change every byte. */
let [few, two]: [Buffer, Buffer[]] = [Buffer.of(), []];

beforeAll(async () => {
  // More than the four megabytes of LZ4's largest block.
  json = (await commandHere([...FIXED, "-n", "200", "--quiet"])).stdout;
  events = Buffer.from(json);
  msgpack = Buffer.concat(json.trimEnd().split("\n").map(toMsgpack));
  const lines = json.split("\n", 4).map((line) => Buffer.from(`${line}\n`));
  few = Buffer.concat(lines);
  two = lines.slice(0, 2);
});

function pack(tool: "lz4" | "zstd", options: string[], content = events): Buffer {
  const path = join(temporaryFolder(), "events.json");
  writeFileSync(path, content);
  return execFileSync(tool, ["-c", "-q", ...options, path], { maxBuffer: 1 << 30 });
}
const hasLz4 = spawnSync("lz4", ["--version"]).status === 0;
const hasZstd = spawnSync("zstd", ["--version"]).status === 0;

/** Reads the file as JSON, and MessagePack in the same framing. */
async function expectWhole(packed: (bytes: Buffer) => Buffer): Promise<void> {
  const { text, failure } = await readBytes(packed(events));
  expect(failure).toBe("");
  expect(text === json).toBe(true);
  expect(await readBytes(packed(msgpack))).toEqual({ text: json, failure: "" });
}

/** Expects each file of the two lines with a changed byte to be refused after correct lines, unless the change affects no line. */
async function expectEachFlipTold(bytes: Buffer, { mayBeHarmless = false } = {}): Promise<void> {
  const wanted = two.join("");
  for (let offset = 0; offset < bytes.length; offset++) {
    const changed = Buffer.from(bytes);
    changed[offset]! ^= 0x10;
    const { text, failure } = await readBytes(changed);
    const isHarmless = mayBeHarmless && text === wanted;
    if (!isHarmless) expect(failure, `byte ${offset}`).toMatch(/damaged at byte \d+: /);
    expect(wanted.startsWith(text) && /^$|\n$/.test(text), `byte ${offset}`).toBe(true);
  }
}

/** Expects each truncated file to be refused, unless it ends between two frames. */
async function expectEachCutTold(bytes: Buffer, whole: number[]): Promise<void> {
  for (let length = 1; length < bytes.length; length++) {
    const { failure } = await readBytes(bytes.subarray(0, length));
    if (!whole.includes(length)) expect(failure, `${length} bytes`).toMatch(/damaged at byte \d+: /);
  }
}

describe("plain files", () => {
  it("of both formats", () => expectWhole((bytes) => bytes));

  it("that are empty", async () => {
    expect(await readBytes(Buffer.alloc(0))).toEqual({ text: "", failure: "" });
  });

  it("that end within a line", async () => {
    const { text, failure } = await readBytes(events.subarray(0, -1));
    expect(text === json.slice(0, json.lastIndexOf("\n", json.length - 2) + 1)).toBe(true);
    expect(failure).toContain(`damaged at byte ${events.length - 1}: the file ends within a line`);
  });

  it("that have a line without an end", async () => {
    const { text, failure } = await readBytes(Buffer.concat([few, Buffer.alloc(20 << 20, "{")]));
    expect(text).toBe(few.toString());
    expect(failure).toContain(`damaged at byte ${few.length}: a line of more than 16 MiB does not end`);
  });

  it.each([["text"], ["\0\0\0\0\0\0\0\0\0"], ["[1]"], ["P"], ["BZh91AY"]])(
    "that are something else: %j",
    async (text) => {
      const { failure } = await readBytes(Buffer.from(text));
      const shown = Buffer.from(text).subarray(0, 8).toString("hex").match(/../g)!.join(" ");
      expect(failure).toContain(`damaged at byte 0: the file begins with ${shown}, as no events do`);
    },
  );
});

describe("LZ4 frames", () => {
  const checks = { blockChecksums: true, contentChecksum: true };

  it.each([{}, { blockChecksums: true }, { contentChecksum: true }, checks])("with %o", (options) =>
    expectWhole((bytes) => compressFrameSync(bytes, options)),
  );

  it("several in one file, an empty one and skippable ones among them", () =>
    expectWhole((bytes) => {
      const frames = cut(bytes, 300_000).map((piece) => compressFrameSync(piece, checks));
      const skippable = Buffer.from([0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
      return Buffer.concat([
        skippable,
        compressFrameSync(Buffer.alloc(0)),
        ...frames.flatMap((frame) => [frame, skippable]),
      ]);
    }));

  it.runIf(hasLz4)(
    "as the lz4 tool makes them: blocks of all sizes, linked or not, with sizes and checksums",
    async () => {
      const linked = ["-BI", "-BD"];
      const variants = ["-B4", "-B5", "-B6", "-B7"].flatMap((size) => linked.map((link) => [size, link]));
      for (const options of [...variants, ["-B4", "-BD", "-BX"], ["--content-size", "-9"], ["--no-frame-crc"]]) {
        const { text, failure } = await readBytes(pack("lz4", options));
        expect(failure, options.join(" ")).toBe("");
        expect(text === json, options.join(" ")).toBe(true);
      }
    },
  );

  it("that have one byte changed are told", async () => {
    const frames = two.map((line) => compressFrameSync(line, checks));
    await expectEachFlipTold(Buffer.concat(frames));
    await expectEachCutTold(Buffer.concat(frames), [frames[0]!.length]);
  });

  it("of our own that have one byte changed, or are cut, are told", async () => {
    const path = join(temporaryFolder(), "few.json.zst");
    await commandHere([...FIXED, "-n", "200", "--quiet", "--events", "2", "--part-events", "1", path]);
    const bytes = readFileSync(path);
    await expectEachFlipTold(bytes, { mayBeHarmless: true });
    await expectEachCutTold(bytes, [bytes.indexOf(bytes.subarray(0, 4), 1)]);
  });

  it("that are damaged in a later frame yield the lines of the frames before", async () => {
    const half = few.indexOf("\n", few.length / 2) + 1;
    const [first, second] = [few.subarray(0, half), few.subarray(half)].map((piece) =>
      compressFrameSync(piece, checks),
    );
    second![20]! ^= 1;
    const { text, failure } = await readBytes(Buffer.concat([first!, second!]));
    expect(text).toBe(few.subarray(0, half).toString());
    expect(failure).toContain(`damaged at byte ${first!.length + 7}: the LZ4 block has another checksum`);
  });

  it.runIf(hasLz4)("that hold less than they say", async () => {
    const sized = pack("lz4", ["--content-size", "--no-frame-crc", "-B4"]);
    // The end mark is the last word. The replacement puts another frame's end mark one block earlier.
    const firstBlock = 15 + 4 + sized.readUInt32LE(15);
    const { failure } = await readBytes(Buffer.concat([sized.subarray(0, firstBlock), Buffer.alloc(4)]));
    expect(failure).toMatch(/damaged at byte \d+: the LZ4 frame holds \d+ bytes and should hold \d+/);
  });
});

describe("Hadoop's framing", () => {
  it("with a chunk a block", () => expectWhole((bytes) => toHadoop(cut(bytes, 200_000).map((piece) => [piece]))));

  it("with several chunks a block", () =>
    expectWhole((bytes) => toHadoop(cut(bytes, 200_000).map((piece) => cut(piece, 50_000)))));

  it("of content that cannot be compressed, and of a few bytes", async () => {
    const line = Buffer.from('{"a":1}\n');
    expect(await readBytes(toHadoop([[line]]))).toEqual({ text: line.toString(), failure: "" });
  });

  it("of nothing, which Hadoop writes as a block without content", async () => {
    expect(await readBytes(Buffer.alloc(4))).toEqual({ text: "", failure: "" });
    expect((await readBytes(Buffer.alloc(5))).failure).toContain("as no events do");
  });

  it("that ends too early, or has a wrong length", async () => {
    const blocks = toHadoop(cut(few, 1_000).map((piece) => [piece]));
    const ends = [0];
    while (ends.at(-1)! < blocks.length) ends.push(ends.at(-1)! + 8 + blocks.readUInt32BE(ends.at(-1)! + 4));
    await expectEachCutTold(blocks.subarray(0, ends[2]), []);
    for (const offset of [ends[1]!, ends[1]! + 4]) {
      const changed = Buffer.from(blocks);
      changed.writeUInt32BE(0x7fffffff, offset);
      const { failure } = await readBytes(changed);
      expect(failure).toMatch(new RegExp(`damaged at byte ${offset}: the length of an? (LZ4 )?block is wrong`));
    }
  });
});

describe("Zstandard frames", () => {
  const encoder = new Encoder(1);

  it("one", () => expectWhole((bytes) => encoder.encodeSync(bytes)));

  it("several, an empty one and skippable ones among them", () =>
    expectWhole((bytes) => {
      const frames = cut(bytes, 100_000).map((piece) => encoder.encodeSync(piece));
      const skippable = Buffer.concat([Buffer.from([0x50, 0x2a, 0x4d, 0x18, 0, 0, 0x20, 0]), Buffer.alloc(2 << 20)]);
      return Buffer.concat([
        skippable,
        encoder.encodeSync(Buffer.alloc(0)),
        ...frames.flatMap((frame) => [frame, skippable]),
      ]);
    }));

  it.runIf(hasZstd)(
    "as the zstd tool makes them: with and without checksum and size, of blocks of one byte",
    async () => {
      const variants = [
        ["-1"],
        ["-1", "--no-check"],
        ["--no-content-size"],
        ["-9", "--single-thread"],
        ["--format=zstd"],
      ];
      for (const options of variants) {
        const { text, failure } = await readBytes(pack("zstd", options));
        expect(failure, options.join(" ")).toBe("");
        expect(text === json, options.join(" ")).toBe(true);
      }
      const long = Buffer.from(`{"song":"${"a".repeat(1_000_000)}"}\n`);
      expect(await readBytes(pack("zstd", ["-1"], long))).toEqual({ text: long.toString(), failure: "" });
    },
  );

  it.runIf(hasZstd)("that have one byte changed, or are cut, are told", async () => {
    const frames = two.map((line) => pack("zstd", ["-3"], line));
    await expectEachFlipTold(Buffer.concat(frames), { mayBeHarmless: true });
    await expectEachCutTold(Buffer.concat(frames), [frames[0]!.length]);
  });

  it("that are damaged in a later frame yield the lines of the frames before", async () => {
    const frame = encoder.encodeSync(few);
    const { text, failure } = await readBytes(Buffer.concat([frame, frame.subarray(0, -1)]));
    expect(text).toBe(few.toString());
    expect(failure).toContain(`damaged at byte ${2 * frame.length - 1}: the file ends within a Zstandard frame`);
  });

  const HEAD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0x58]);

  /** The header of a block that is not the last (RFC 8878, 3.1.1.2). */
  function blockHead(kind: number, size: number): Buffer {
    const head = Buffer.alloc(3);
    head.writeUIntLE((size << 3) | (kind << 1), 0, 3);
    return head;
  }

  it("that would unpack to gigabytes are told before they are read", async () => {
    const repeated = Buffer.concat([blockHead(1, 128 << 10), Buffer.from("{")]);
    const before = process.memoryUsage().rss;
    const bomb = Buffer.concat([HEAD, ...Array<Buffer>(82_000).fill(repeated)]);
    const { text, failure } = await readBytes(bomb);
    expect(bomb.length).toBe(328_006);
    expect(failure).toMatch(
      canStreamZstd()
        ? /damaged at byte 0: a line of more than 16 MiB does not end/
        : /: the Zstandard frame at byte 0 may hold more than 256 MiB, and Node v20\S* unpacks frames as a whole; use Node 22\.15 or later, or unpack it with zstd: zstd -dc FILE \| eventsim cat$/,
    );
    expect(text).toBe("");
    expect(process.memoryUsage().rss - before).toBeLessThan(200 << 20);
  });

  it("that have blocks of a size that the format does not allow are damaged", async () => {
    const block = Buffer.concat([blockHead(1, (128 << 10) + 1), Buffer.from("{")]);
    const { failure } = await readBytes(Buffer.concat([HEAD, block]));
    expect(failure).toMatch(/damaged at byte 0: a block of the Zstandard frame is larger than the format allows/);
  });
});

describe("gzip members", () => {
  it("one", () => expectWhole((bytes) => gzipSync(bytes, { level: 1 })));

  it("several", () => expectWhole((bytes) => Buffer.concat(cut(bytes, 100_000).map((piece) => gzipSync(piece)))));

  it("that are damaged, cut, or followed by something else", async () => {
    const members = [gzipSync(few), gzipSync(few)];
    const whole = Buffer.concat(members);
    const middle = members[0]!.length + (members[1]!.length >> 1);
    const changed = Buffer.from(whole);
    changed[middle]! ^= 0x10;
    const damaged = [
      changed,
      whole.subarray(0, middle),
      whole.subarray(0, -1),
      whole.subarray(0, members[0]!.length + 1),
    ];
    for (const bytes of [...damaged, ...["\0\0\0", "text"].map((tail) => Buffer.concat([whole, Buffer.from(tail)]))]) {
      const { text, failure } = await readBytes(bytes);
      expect(failure).toMatch(/damaged at byte \d+: (the gzip member cannot be unpacked|no gzip member begins here)/);
      expect(text).toMatch(/^$|\n$/);
      // Only the checksum at the end of the member reveals a changed byte.
      if (bytes !== changed) expect(`${few}${few}`.startsWith(text)).toBe(true);
    }
  });

  it("that are damaged far from the start yield the lines before", async () => {
    const members = cut(events, 100_000).map((piece) => gzipSync(piece));
    members.at(-1)![30]! ^= 0x10;
    const { text, failure } = await readBytes(Buffer.concat(members));
    expect(failure).toMatch(/damaged at byte \d+: the gzip member cannot be unpacked/);
    expect(json.startsWith(text)).toBe(true);
    expect(text.length).toBeGreaterThan(events.length - 200_000);
  });
});
