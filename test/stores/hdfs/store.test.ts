// The store of HDFS with a real cluster: what a store promises.
import { createHash, randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Store } from "../../../src/output/stores/store.ts";
import type { WebHdfsStoreOptions } from "../../../src/output/stores/webhdfs/open.ts";
import { addressOf, command, HAS_HDFS, newFolder, openFolder as openAt } from "../../support/stores/hdfs/hdfs.ts";
import { HAS_HTTPFS, useHttpFs } from "../../support/stores/hdfs/httpfs.ts";

/** Bytes of several blocks of HDFS and of what is kept to be sent again. */
const LARGE = randomBytes(40_000_001);

async function write(store: Store, name: string, bytes: Uint8Array, isNew = false): Promise<void> {
  const file = await store.create(name, { isNew });
  for (let at = 0; at < bytes.length; at += 700_001) await file.write([bytes.subarray(at, at + 700_001)]);
  await file.finish();
}

async function readAll(store: Store, name: string, range?: { start: number; end?: number }): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of store.read(name, range)) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function names(store: Store): Promise<Record<string, number>> {
  const found: [string, number][] = [];
  for await (const { name, bytes } of store.list()) found.push([name, bytes]);
  return Object.fromEntries(found.sort());
}

/** What Hadoop's own client reads. */
function seen(bytes: Uint8Array): string {
  return `${bytes.length} ${createHash("sha256").update(bytes).digest("hex")}`;
}

const doors = [
  { door: "name nodes", isThere: HAS_HDFS, address: addressOf },
  { door: "HttpFS", isThere: HAS_HTTPFS, address: useHttpFs() },
];

describe.each(doors)("a store of HDFS, over $door", ({ isThere, address }) => {
  const it = test.skipIf(!isThere);
  const openFolder = async (folder: string, options: WebHdfsStoreOptions = {}) =>
    await openAt(folder, { ...options, address: await address(`${folder}/`) });

  it("has a file under its name when it is finished, and not before", async () => {
    const folder = newFolder();
    const store = await openFolder(folder);
    const file = await store.create("large.bin", { isNew: true });
    for (let at = 0; at < LARGE.length; at += 700_001) await file.write([LARGE.subarray(at, at + 700_001)]);
    expect(await store.sizeOf("large.bin")).toBeUndefined();
    await file.finish();
    expect(await store.sizeOf("large.bin")).toBe(LARGE.length);
    expect(await command(`sha256 ${folder}/large.bin`)).toBe(seen(LARGE));
    expect((await readAll(store, "large.bin")).equals(LARGE)).toBe(true);
    await store.close();
    expect(await command(`status ${folder}`)).toContain("isDirectory=true");
    await expect(command(`status ${folder}/.eventsim`)).rejects.toThrow("FileNotFound");
  });

  it("reads ranges, and refuses files that do not exist", async () => {
    const store = await openFolder(newFolder());
    await write(store, "a/numbers", LARGE.subarray(0, 9_000_000));
    for (const [start, end] of [
      [0, 1],
      [4_194_303, 4_194_305],
      [8_999_999, undefined],
      [9_000_000, undefined],
      [8_000_000, 10_000_000],
      [5, 5],
    ] as const) {
      const wanted = LARGE.subarray(0, 9_000_000).subarray(start, end);
      const read = await readAll(store, "a/numbers", { start, ...(end !== undefined && { end }) });
      expect(read.equals(wanted), `${start} to ${end}`).toBe(true);
    }
    await expect(readAll(store, "a/nothing")).rejects.toThrow("there is no such file");
    await expect(readAll(store, "a")).rejects.toThrow("there is no such file");
    expect(await store.sizeOf("a")).toBeUndefined();
  });

  it("keeps empty files, and names of any characters that HDFS has", async () => {
    const folder = newFolder();
    const store = await openFolder(folder);
    const odd = "date=2026-01-05/a b+c%41;'\"?&#é🙂.json";
    await write(store, "empty", Buffer.alloc(0));
    await write(store, odd, Buffer.from("odd"));
    expect(await names(store)).toEqual({ empty: 0, [odd]: 3 });
    expect((await readAll(store, odd)).toString()).toBe("odd");
    await expect(store.create("a:b", { isNew: false })).rejects.toThrow('HDFS has no ":"');
    await expect(store.sizeOf("../other")).rejects.toThrow('".."');
  });

  it("lists folders with more entries than an answer has, hidden ones too", async () => {
    const store = await openFolder(newFolder());
    expect(await names(store)).toEqual({});
    await store.replace(".eventsim/_files", Buffer.from("journal"));
    await store.replace("_SUCCESS", Buffer.alloc(0));
    const many = Array.from({ length: 40 }, (_, index) => `part=${index % 4}/file-${index}`);
    await Promise.all(many.map((name) => write(store, name, Buffer.from(name))));
    const expected = Object.fromEntries(many.map((name) => [name, name.length]));
    expect(await names(store)).toEqual({ ...expected, ".eventsim/_files": 7, _SUCCESS: 0 });
  });

  it("replaces files, or refuses to where it must not", async () => {
    const store = await openFolder(newFolder());
    await write(store, "file", Buffer.from("one"));
    await write(store, "file", Buffer.from("two"));
    expect((await readAll(store, "file")).toString()).toBe("two");
    await store.replace("file", Buffer.from("three"));
    expect((await readAll(store, "file")).toString()).toBe("three");
    await expect(store.create("file", { isNew: true })).rejects.toThrow("exists already");
    const late = await store.create("other", { isNew: true });
    await late.write([Buffer.from("mine")]);
    await write(store, "other", Buffer.from("theirs"), true).catch(() => {});
    await store.replace("other", Buffer.from("theirs"));
    await expect(late.finish()).rejects.toThrow("exists already");
    late.abort();
    expect((await readAll(store, "other")).toString()).toBe("theirs");
  });

  it("removes files, and what was left under way", async () => {
    const folder = newFolder();
    const store = await openFolder(folder);
    await write(store, "file", Buffer.from("one"));
    await store.remove("file");
    await store.remove("file");
    expect(await names(store)).toEqual({});
    await store.replace(".eventsim/_files", Buffer.from("journal"));
    const left = await store.create("left", { isNew: true, temporary: ".eventsim/0-left" });
    await left.write([LARGE.subarray(0, 3_000_000)]);
    await store.replace(".eventsim/1-left", Buffer.from("left"));
    await store.replace(".eventsim/2-left", Buffer.from("left"));
    await store.clean((name) => name === ".eventsim/1-left");
    expect(Object.keys(await names(store))).toContain(".eventsim/2-left");
    expect(Object.keys(await names(store))).not.toContain(".eventsim/1-left");
    left.abort();
    await store.clean();
    expect(await names(store)).toEqual({ ".eventsim/_files": 7 });
  });

  it("leaves nothing of a file that is given up", async () => {
    const folder = newFolder();
    const control = new AbortController();
    const store = await openFolder(folder, { signal: control.signal });
    const file = await store.create("file", { isNew: true });
    await file.write([LARGE.subarray(0, 5_000_000)]);
    control.abort(new Error("interrupted"));
    await expect(file.finish()).rejects.toThrow("interrupted");
    file.abort();
    await store.close();
    const again = await openFolder(folder);
    expect(await names(again)).toEqual({});
  });

  it("writes several files at the same time", async () => {
    const folder = newFolder();
    const store = await openFolder(folder);
    const sizes = [5_000_000, 33_000_000, 1, 12_345_678];
    await Promise.all(sizes.map((size, index) => write(store, `file-${index}`, LARGE.subarray(0, size))));
    for (const [index, size] of sizes.entries())
      expect(await command(`sha256 ${folder}/file-${index}`)).toBe(seen(LARGE.subarray(0, size)));
  });
});
