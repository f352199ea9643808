// The store of S3 with servers that others wrote, read back by boto3.
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Store } from "../../../src/output/stores/store.ts";
import { askBoto, bytesOf, digestOf, namesIn, openFolder, put, readAll } from "../../support/stores/s3/client.ts";
import { type Server, startMoto, startS3rver } from "../../support/stores/s3/servers.ts";

const MEBIBYTE = 2 ** 20;

const SERVERS = [
  { name: "moto", isThere: inject("moto"), start: startMoto },
  { name: "s3rver", isThere: inject("moto") && inject("s3rver"), start: startS3rver },
];

for (const { name, isThere, start } of SERVERS) {
  describe.runIf(isThere)(`S3 as ${name} speaks it`, () => {
    let server: Server;
    let store: Store;

    beforeAll(async () => {
      server = await start();
      store = await openFolder(server, "folder");
    });
    afterAll(async () => {
      await store?.close();
      await server?.stop();
    });

    it.for([0, 1, 8 * MEBIBYTE - 1, 8 * MEBIBYTE, 8 * MEBIBYTE + 1, 21 * MEBIBYTE + 7])(
      "boto3 reads the bytes that were written: %i of them",
      async (length) => {
        const bytes = bytesOf(length);
        await put(store, `of-${length}`, bytes);
        expect(askBoto(server, "digest", `folder/of-${length}`)).toEqual(digestOf(bytes));
        expect(await store.sizeOf(`of-${length}`)).toBe(length);
        expect((await readAll(store, `of-${length}`)).equals(bytes)).toBe(true);
        await store.remove(`of-${length}`);
        expect(await store.sizeOf(`of-${length}`)).toBeUndefined();
      },
    );

    it("takes names with any characters, and lists them", async () => {
      const names = [
        "plain",
        "a b+c",
        "100%/50%25",
        "Ünï/çødé/日本",
        "q?x=1&y=2#z",
        "it's(a)*!;:@=$,",
        '"<&>"',
        "_x/.y",
      ];
      for (const each of names) await put(store, `names/${each}`, Buffer.from(each));
      const folder = await openFolder(server, "folder/names");
      expect(await namesIn(folder)).toEqual([...names].sort());
      expect(askBoto<string[]>(server, "keys", "folder/names/").sort()).toEqual(
        names.map((each) => `folder/names/${each}`).sort(),
      );
      for (const each of names) expect((await readAll(folder, each)).toString()).toBe(each);
      for (const each of names) await folder.remove(each);
      expect(await namesIn(folder)).toEqual([]);
      await folder.close();
    });

    it("reads ranges, and nothing after the end", async () => {
      const bytes = bytesOf(100_000);
      await put(store, "ranges", bytes);
      for (const [start, end] of [
        [0, 1],
        [0, 100_000],
        [5, 99_999],
        [99_999, 200_000],
      ] as const)
        expect((await readAll(store, "ranges", { start, end })).equals(bytes.subarray(start, end))).toBe(true);
      expect((await readAll(store, "ranges", { start: 70_000 })).equals(bytes.subarray(70_000))).toBe(true);
      expect(await readAll(store, "ranges", { start: 100_000 })).toHaveLength(0);
      expect(await readAll(store, "ranges", { start: 7, end: 7 })).toHaveLength(0);
      await expect(readAll(store, "nothing")).rejects.toThrow("folder/nothing: there is no such file");
    });

    it("replaces a small file, and removes one that is not there", async () => {
      await store.replace("state", Buffer.from("old"));
      await store.replace("state", Buffer.from("new"));
      expect((await readAll(store, "state")).toString()).toBe("new");
      await store.remove("never");
    });

    it("keeps what exists where a file has to be new", async () => {
      await put(store, "kept", Buffer.from("first"));
      await expect(put(store, "kept", Buffer.from("second"), true)).rejects.toThrow(
        "kept: exists now, and --no-clobber keeps it",
      );
      await put(store, "kept-new", Buffer.from("new"), true);
      await put(store, "kept-large", bytesOf(9 * MEBIBYTE), true);
      expect((await readAll(store, "kept")).toString()).toBe("first");
      await put(store, "kept", Buffer.from("third"));
      expect((await readAll(store, "kept")).toString()).toBe("third");
    });

    it("has no name of a file before its end, nor after it was given up", async () => {
      for (const length of [10, 20 * MEBIBYTE]) {
        const destination = await store.create("given-up", { isNew: false });
        await destination.write([bytesOf(length)]);
        expect(await store.sizeOf("given-up")).toBeUndefined();
        destination.abort();
        expect(await store.sizeOf("given-up")).toBeUndefined();
      }
    });
  });
}

describe.runIf(inject("moto"))("S3 as moto speaks it, besides", () => {
  let server: Server;
  beforeAll(async () => {
    server = await startMoto();
  });
  afterAll(() => server?.stop());

  it("lists more files than an answer has", async () => {
    const store = await openFolder(server, "many");
    const names = Array.from({ length: 1201 }, (_, index) => `${index}`.padStart(5, "0"));
    for (let at = 0; at < names.length; at += 50)
      await Promise.all(names.slice(at, at + 50).map((name) => store.replace(name, Buffer.from("x"))));
    expect(await namesIn(store)).toEqual(names);
    await store.close();
  });

  it("leaves no upload behind that was given up, and removes those of killed runs in its folder only", async () => {
    const store = await openFolder(server, "uploads");
    const destination = await store.create("mine", { isNew: false });
    await destination.write([bytesOf(30 * MEBIBYTE)]);
    destination.abort();
    await store.close();
    expect(askBoto(server, "uploads", "uploads/")).toEqual([]);

    for (const key of ["uploads/a", "uploads/b/c", "uploads-of-others"]) askBoto(server, "begin", key);
    const again = await openFolder(server, "uploads");
    await again.clean((name) => name === "a");
    expect(askBoto<string[]>(server, "uploads", "").sort()).toEqual(["uploads-of-others", "uploads/b/c"]);
    await again.clean();
    await again.close();
    expect(askBoto(server, "uploads", "")).toEqual(["uploads-of-others"]);
  });

  it("keeps a file that appears while a new one is written", async () => {
    const store = await openFolder(server, "race");
    for (const [name, length] of [
      ["small", 10],
      ["large", 20 * MEBIBYTE],
    ] as const) {
      const destination = await store.create(name, { isNew: true });
      await destination.write([bytesOf(length)]);
      askBoto(server, "put", `race/${name}`, "theirs");
      await expect(destination.finish()).rejects.toThrow("exists now, and --no-clobber keeps it");
      destination.abort();
      expect((await readAll(store, name)).toString()).toBe("theirs");
    }
    await store.close();
    expect(askBoto(server, "uploads", "race/")).toEqual([]);
  });
});
