// What fails on the way to HDFS and in it: files are whole, or not there.
import { createHash, randomBytes } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import type { Store } from "../../../src/output/stores/store.ts";
import { pause } from "../../support/program/program.ts";
import { command, HAS_HDFS, newFolder, openFolder } from "../../support/stores/hdfs/hdfs.ts";
import { NameNodeProxy } from "../../support/stores/hdfs/proxy.ts";

/** More than is kept to be sent again. */
const LARGE = randomBytes(60_000_000);
const SMALL = LARGE.subarray(0, 10_000_000);
const PIECE = 500_000;

/** @param between called before each piece with the number of bytes written so far */
async function write(
  store: Store,
  bytes: Uint8Array,
  between: (written: number) => Promise<unknown> | undefined = () => undefined,
): Promise<void> {
  const file = await store.create("file", { isNew: true });
  try {
    for (let at = 0; at < bytes.length; at += PIECE) {
      await between(at);
      await file.write([bytes.subarray(at, at + PIECE)]);
    }
    await file.finish();
  } catch (error) {
    file.abort();
    throw error;
  }
}

async function expectWhole(folder: string, bytes: Uint8Array): Promise<void> {
  const sum = createHash("sha256").update(bytes).digest("hex");
  expect(await command(`sha256 ${folder}/file`)).toBe(`${bytes.length} ${sum}`);
  await expectNothingLeft(folder);
}

/** Nothing is left but the file itself, if there is one. */
async function expectNothingLeft(folder: string): Promise<void> {
  const store = await openFolder(folder);
  const left: string[] = [];
  for await (const { name } of store.list()) if (name !== "file") left.push(name);
  expect(left).toEqual([]);
}

/** A folder through a proxy. */
async function through(options: { patienceMs?: number } = {}) {
  const proxy = await NameNodeProxy.start();
  const folder = newFolder();
  const store = await openFolder(folder, { address: proxy.address(`${folder}/`), ...options });
  return { proxy, folder, store };
}

describe.skipIf(!HAS_HDFS)("a file of HDFS is whole", () => {
  afterEach(async () => {
    await command("start-datanodes");
  });

  it.each([
    ["a small one", SMALL, [700_000]],
    ["a large one, three times", LARGE, [6_000_000, 37_000_000, 58_000_000]],
  ])("when its connection is cut: %s", async (_, bytes, places) => {
    const { proxy, folder, store } = await through();
    let cuts = 0;
    await write(store, bytes, async (written) => {
      if (cuts === places.length || written < places[cuts]!) return;
      cuts++;
      for (const dataNode of proxy.dataNodes.values()) dataNode.cutAfter(100_000);
    });
    expect(cuts).toBe(places.length);
    expect(proxy.operations.includes("APPEND")).toBe(bytes === LARGE);
    await expectWhole(folder, bytes);
  });

  it("when the answer to its last byte is lost", async () => {
    const { proxy, folder, store } = await through();
    await write(store, SMALL, async (written) => {
      if (written === PIECE) for (const dataNode of proxy.dataNodes.values()) dataNode.cutAtAnswers(1);
    });
    await expectWhole(folder, SMALL);
  });

  it("when the name node fails once or twice in each operation, before it has done it or after", async () => {
    const { proxy, folder, store } = await through();
    for (const op of ["CREATE", "RENAME", "MKDIRS", "GETFILESTATUS", "DELETE"])
      proxy.faults.set(op, ["500", "503", "cut", "answer lost"]);
    await write(store, SMALL);
    expect([...proxy.faults].filter(([, left]) => left.length > 0).map(([op]) => op)).toEqual(["DELETE"]);
    await expectWhole(folder, SMALL);
  });

  it("when a data node is stopped while it takes the file", async () => {
    const { proxy, folder, store } = await through();
    let isStopped = false;
    await write(store, LARGE, async (written) => {
      if (isStopped || written < 40_000_000) return;
      isStopped = true;
      const [port] = proxy.dataNodes.keys();
      await command(`stop-datanode ${port}`);
    });
    expect(isStopped).toBe(true);
    await expectWhole(folder, LARGE);
  });

  it("when the other name node becomes active", async () => {
    const folder = newFolder();
    const store = await openFolder(folder);
    let isMoved = false;
    await write(store, LARGE, async (written) => {
      if (isMoved || written < 20_000_000) return;
      isMoved = true;
      await command("active 1");
    });
    expect(isMoved).toBe(true);
    await expectWhole(folder, LARGE);
    const left = await store.create("other", { isNew: true });
    await left.write([SMALL]);
    left.abort();
    await store.close();
    await expectNothingLeft(folder);
    await command("active 0");
    await expectWhole(folder, LARGE);
  });

  it("when the name node is in safe mode for a while", async () => {
    const folder = newFolder();
    const store = await openFolder(folder);
    await command("safemode enter");
    const writing = write(store, SMALL);
    await pause(1500);
    await command("safemode leave");
    await writing;
    await expectWhole(folder, SMALL);
  });

  it("when it is read over connections that are cut", async () => {
    const { proxy, folder, store } = await through();
    await write(await openFolder(folder), LARGE);
    const pieces: Buffer[] = [];
    let bytes = 0;
    for await (const piece of store.read("file", { start: 1_000_000 })) {
      pieces.push(piece);
      const before = Math.floor(bytes / 20_000_000);
      bytes += piece.length;
      if (Math.floor(bytes / 20_000_000) > before) for (const dataNode of proxy.dataNodes.values()) dataNode.cut();
    }
    expect(Buffer.concat(pieces).equals(LARGE.subarray(1_000_000))).toBe(true);
    expect(proxy.operations.filter((op) => op === "OPEN").length).toBeGreaterThan(1);
  });
});

describe.skipIf(!HAS_HDFS)("HDFS refuses a file, which is not there then", () => {
  afterEach(async () => {
    await command("safemode leave");
  });

  async function expectRefused(folder: string, store: Store, bytes: Uint8Array, ...texts: string[]): Promise<void> {
    const error = await write(store, bytes).then(
      () => undefined,
      (reason: Error) => reason,
    );
    for (const text of texts) expect(error?.message).toContain(text);
    expect(error?.message.length).toBeLessThan(1000);
    await store.close();
    const again = await openFolder(folder);
    expect(await again.sizeOf("file")).toBeUndefined();
    await expectNothingLeft(folder);
  }

  it("when the quota of its folder is exceeded", async () => {
    const folder = newFolder();
    await command(`folder ${folder} root 755`);
    await command(`quota ${folder} 100 20000000`);
    const store = await openFolder(folder);
    await expectRefused(
      folder,
      store,
      SMALL.subarray(0, 9_999_999),
      `${folder}/file: the folder's quota`,
      "-setSpaceQuota",
    );
  });

  it("when the user may not write there", async () => {
    const folder = newFolder();
    await command(`folder ${folder} root 755`);
    const store = await openFolder(folder, { environment: { HADOOP_USER_NAME: "alice" } });
    await expectRefused(folder, store, SMALL, "this user may not do that", "user=alice", "HADOOP_USER_NAME");
  });

  it("when it stays in safe mode for longer than there is patience", async () => {
    const folder = newFolder();
    const store = await openFolder(folder, { patienceMs: 1000 });
    await command("safemode enter");
    const writing = write(store, SMALL);
    await expect(writing).rejects.toThrow("in safe mode, in which nothing can be written");
    await command("safemode leave");
    await store.close();
    await expectNothingLeft(folder);
  });

  it("when no data node is there for longer than there is patience", async () => {
    const { proxy, folder, store } = await through({ patienceMs: 1500 });
    await write(store, SMALL);
    await store.remove("file");
    for (const dataNode of proxy.dataNodes.values()) dataNode.refuse();
    const file = await store.create("file", { isNew: true });
    const writing = (async () => {
      for (let at = 0; at < LARGE.length; at += PIECE) {
        await file.write([LARGE.subarray(at, at + PIECE)]);
        for (const dataNode of proxy.dataNodes.values()) dataNode.refuse();
      }
      await file.finish();
    })();
    await expect(writing).rejects.toThrow("the connection was cut");
    file.abort();
    await store.close();
    await expectNothingLeft(folder);
  });

  it("when its token is cancelled, and takes it while it is not", async () => {
    const folder = newFolder();
    await command(`folder ${folder} alice 755`);
    const file = `/tmp/eventsim-token-${process.pid}`;
    await command(`token alice ${file}`);
    await command("secure on");
    try {
      const environment = { HADOOP_TOKEN_FILE_LOCATION: file };
      const store = await openFolder(folder, { environment });
      expect(await store.sizeOf("file")).toBeUndefined();
      await command("cancel-token");
      const error = await write(store, SMALL).catch((reason: Error) => reason);
      expect((error as Error).message).toContain("the delegation token is not valid");
      expect((error as Error).message).toContain("hdfs fetchdt");
      await expect(openFolder(folder, { environment })).rejects.toThrow("the delegation token is not valid");
    } finally {
      await command("secure off");
    }
    await expectNothingLeft(folder);
  });
});
