// What networks and servers do to uploads: a proxy does it to requests for moto, and boto3 reads what is there in the end.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import type { Store } from "../../../src/output/stores/store.ts";
import {
  askBoto,
  bytesOf,
  digestIn,
  digestOf,
  openFolder,
  put,
  readAll,
  uploadsIn,
  writeIn,
} from "../../support/stores/s3/client.ts";
import { type Fault, FaultyProxy, refusal, type Seen } from "../../support/stores/s3/proxy.ts";
import { BUCKET, type Server, startMoto } from "../../support/stores/s3/servers.ts";

const MEBIBYTE = 2 ** 20;
const BYTES = bytesOf(20 * MEBIBYTE);
const DIGEST = digestOf(BYTES);

const isPart = ({ method, path }: Seen) => method === "PUT" && path.includes("partNumber=");
const isBeginning = ({ method, path }: Seen) => method === "POST" && path.endsWith("?uploads=");
const isCompletion = ({ method, path }: Seen) => method === "POST" && path.includes("uploadId=");
const isWhole = ({ method, path }: Seen) => method === "PUT" && !path.includes("?");

/** A fault at the first of each of the requests, whose second one passes. */
function once(is: (seen: Seen) => boolean, fault: Fault) {
  return (seen: Seen) => (is(seen) && seen.earlier === 0 ? fault : undefined);
}

describe.runIf(inject("moto"))("S3", () => {
  let server: Server;
  let proxy: FaultyProxy;
  let store: Store;
  let said: string[];
  let ending: AbortController;

  const open = (options: Parameters<typeof openFolder>[2] = {}) =>
    openFolder(server, "faults", {
      port: proxy.port,
      say: (line) => said.push(line),
      signal: ending.signal,
      ...options,
    });

  beforeAll(async () => {
    server = await startMoto();
  });
  afterAll(() => server?.stop());

  beforeEach(async () => {
    said = [];
    ending = new AbortController();
    proxy = await FaultyProxy.start(server.port);
    store = await open();
    proxy.seen.length = 0;
  });
  afterEach(async () => {
    await store.close();
    await proxy.stop();
    expect(await uploadsIn(server)).toEqual([]);
  });

  const SLOW = refusal(503, "SlowDown");
  it.for([
    ["a connection that is cut in the middle of a part", isPart, { cutAfter: 3 * MEBIBYTE }],
    ["a connection that is cut before a part", isPart, { cutAfter: 0 }],
    ["a part whose answer is lost", isPart, { losesAnswer: true }],
    ["500 for a part", isPart, refusal(500, "InternalError")],
    ["502 by something that does not speak S3", isPart, { status: 502, body: "<html><p>Bad gateway" }],
    ["503 for each part", isPart, SLOW],
    ["503 at the beginning", isBeginning, SLOW],
    ["503 at the end", isCompletion, SLOW],
    ["429", isPart, { status: 429 }],
    ["bytes that changed on the way", isPart, refusal(400, "XAmzContentSHA256Mismatch")],
    ["a completion whose answer is lost", isCompletion, { losesAnswer: true }],
    ["a completion with status 200 that is none", isCompletion, { ...refusal(200, "InternalError") }],
    ["a completion whose answer is empty", isCompletion, { status: 200, body: "   \n" }],
    ["a completion whose answer is cut", isCompletion, { cutAnswerAfter: 60 }],
  ] as const)("takes %s", async ([, is, fault], { expect }) => {
    proxy.meets = once(is as (seen: Seen) => boolean, fault as Fault);
    await put(store, "file", BYTES);
    expect(proxy.seen.filter((seen) => is(seen) && seen.earlier === 0).length).toBeGreaterThan(0);
    expect(proxy.seen.filter((seen) => is(seen) && seen.earlier > 0).length).toBeGreaterThan(0);
    proxy.meets = () => undefined;
    expect(await digestIn(server, "faults/file")).toEqual(DIGEST);
    await store.remove("file");
  });

  it.for([
    ["small", 1000, isWhole],
    ["large", BYTES.length, isCompletion],
  ] as const)("knows its own %s file where the answer to a condition was lost", async ([name, length, is]) => {
    proxy.meets = once(is, { losesAnswer: true });
    await put(store, name, BYTES.subarray(0, length), true);
    expect((await readAll(store, name)).length).toBe(length);
    await store.remove(name);
  });

  it("takes what a server without conditions answers, and looks itself", async () => {
    const meets = ({ headers }: Seen) => (headers["if-none-match"] ? refusal(501, "NotImplemented") : undefined);
    proxy.meets = meets;
    await put(store, "unconditional", Buffer.from("new"), true);
    const destination = await store.create("later", { isNew: true });
    await destination.write([Buffer.from("mine")]);
    askBoto(server, "put", "faults/later", "theirs");
    await expect(destination.finish()).rejects.toThrow("exists now, and --no-clobber keeps it");
    destination.abort();
    expect((await readAll(store, "later")).toString()).toBe("theirs");
  });

  it("goes on reading where a connection broke, and does not mix two files", async () => {
    await put(store, "read", BYTES);
    const isRead = ({ method }: Seen) => method === "GET";
    proxy.meets = (seen) =>
      isRead(seen) && seen.earlier < 3 ? { cutAnswerAfter: 5_000_000 + seen.earlier } : undefined;
    expect((await readAll(store, "read")).equals(BYTES)).toBe(true);
    // A reset may take with it what had come and was not read yet.
    const begun = proxy.seen
      .filter(isRead)
      .map(({ headers }) => Number(/^bytes=(\d+)-$/.exec(headers.range ?? "bytes=0-")?.[1]));
    expect(begun).toHaveLength(4);
    expect(begun).toEqual([...begun].sort((a, b) => a - b));
    expect(begun[0]).toBe(0);
    expect(begun[3]).toBeGreaterThan(0);
    const [start, end] = [4_000_000, 19_000_000];
    expect((await readAll(store, "read", { start, end })).equals(BYTES.subarray(start, end))).toBe(true);

    proxy.seen.length = 0;
    const reading = store.read("read")[Symbol.asyncIterator]();
    await reading.next();
    await put(store, "read", bytesOf(20 * MEBIBYTE - 1));
    const rest = async () => {
      while (!(await reading.next()).done);
    };
    await expect(rest()).rejects.toThrow("read: was replaced while it was read");
  });

  it("says what it waits for, and gives up when its patience ends", async () => {
    await store.close();
    store = await open({ patienceMs: 2500 });
    proxy.meets = (seen) => (isPart(seen) ? SLOW : undefined);
    const destination = await store.create("never", { isNew: false });
    const write = writeIn(destination, BYTES, 1 << 20).then(() => destination.finish());
    await expect(write).rejects.toThrow(
      /^s3:.*\/faults\/never: the server asks for fewer requests \(SlowDown: Said by the test\); let fewer programs/,
    );
    destination.abort();
    expect(said.join("\n")).toMatch(/never: the server asks for fewer requests .*; trying again/);
    const parts = proxy.seen.filter(isPart).filter(({ path }) => path.includes("partNumber=1&"));
    expect(parts.length).toBeGreaterThan(3);
    expect(parts.length).toBeLessThan(12);
    await store.close();
    proxy.meets = () => undefined;
    store = await open();
    expect(await store.sizeOf("never")).toBeUndefined();
  });

  it.for([
    [403, "AccessDenied", "these credentials may not do it (AccessDenied: Said by the test); allow s3:PutObject"],
    [403, "QuotaExceeded", "a quota is used up (QuotaExceeded"],
    [507, "XMinioStorageFull", "the server's disks are full"],
    [400, "EntityTooLarge", "the server takes no file so large"],
    [404, "NoSuchUpload", "the server does not know the upload any more"],
    [400, "Something\u009bNew", "the server refuses the request (Something\\u009BNew"],
  ] as const)("fails at once with %i %s", async ([status, code, message]) => {
    proxy.meets = (seen) => (isPart(seen) ? refusal(status, code) : undefined);
    const destination = await store.create("refused", { isNew: false });
    const write = writeIn(destination, BYTES, 1 << 20).then(() => destination.finish());
    await expect(write).rejects.toThrow(message);
    destination.abort();
    expect(new Set(proxy.seen.filter(isPart).map(({ earlier }) => earlier))).toEqual(new Set([0]));
    expect(await store.sizeOf("refused")).toBeUndefined();
  });

  it("ends within a second when the run does, with an upload under way", async () => {
    proxy.meets = (seen) => (isPart(seen) ? { isSilent: true } : undefined);
    const destination = await store.create("interrupted", { isNew: false });
    await destination.write([BYTES]);
    const finished = destination.finish();
    finished.catch(() => {});
    await expect.poll(() => proxy.seen.filter(isPart).length, { timeout: 30_000 }).toBe(3);
    ending.abort(new Error("Ctrl-C"));
    await expect(finished).rejects.toThrow("Ctrl-C");
    destination.abort();
    await store.close();
    expect(proxy.seen.filter(({ method }) => method === "DELETE")).toHaveLength(1);
    ending = new AbortController();
    store = await open();
    expect(await store.sizeOf("interrupted")).toBeUndefined();
  });

  it("says so where an upload cannot be ended", async () => {
    proxy.meets = ({ method }) => (method === "DELETE" ? refusal(403, "AccessDenied") : undefined);
    const destination = await store.create("left", { isNew: false });
    await destination.write([BYTES]);
    destination.abort();
    await store.close();
    expect(said.join("\n")).toContain(`s3://${BUCKET}/faults/left: parts that were sent may be left in the bucket`);
    proxy.meets = () => undefined;
    store = await open();
    await store.clean();
  });
});
