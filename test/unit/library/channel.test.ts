import { expect, it } from "vitest";
import { Channel } from "../../../src/library/channel.ts";

/** Whether a promise is settled after all pending callbacks have run. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  promise.then(
    () => (settled = true),
    () => (settled = true),
  );
  await new Promise((resolve) => setImmediate(resolve));
  return settled;
}

it("a write is acknowledged when the reader has taken all of it", async () => {
  const channel = new Channel();
  const write = channel.write([Uint8Array.of(1), Uint8Array.of(), Uint8Array.of(2, 3)]);
  expect(await channel.next()).toEqual(Uint8Array.of(1));
  expect(await isSettled(write)).toBe(false);
  expect(await channel.next()).toEqual(Uint8Array.of(2, 3));
  expect(await isSettled(write)).toBe(true);
});

it("bytes that were read stay the same when their memory is reused", async () => {
  const channel = new Channel();
  const memory = new Uint8Array(new SharedArrayBuffer(2));
  memory.set([1, 2]);
  channel.write([memory]);
  const bytes = await channel.next();
  memory.fill(9);
  expect(bytes).toEqual(Uint8Array.of(1, 2));
  expect(bytes!.buffer).toBeInstanceOf(ArrayBuffer);
});

it("a waiting reader receives the next bytes, and then the end", async () => {
  const channel = new Channel();
  const next = channel.next();
  channel.write([Uint8Array.of(7)]);
  expect(await next).toEqual(Uint8Array.of(7));
  const end = channel.next();
  channel.end();
  expect(await end).toBeUndefined();
});

it("bytes that were written before the end are still read", async () => {
  const channel = new Channel();
  channel.write([Uint8Array.of(7)]);
  channel.end();
  expect(await channel.next()).toEqual(Uint8Array.of(7));
  expect(await channel.next()).toBeUndefined();
});

it("an error drops unread bytes, and both sides receive it", async () => {
  const channel = new Channel();
  const write = channel.write([Uint8Array.of(7)]);
  const error = new Error("stopped");
  channel.end({ error });
  channel.end();
  await expect(write).rejects.toBe(error);
  await expect(channel.next()).rejects.toBe(error);
  await expect(channel.write([Uint8Array.of(8)])).rejects.toBe(error);
});

it("where nothing more is wanted, the writer hears of it at once and the reader at the end", async () => {
  const channel = new Channel();
  const write = channel.write([Uint8Array.of(7)]);
  const error = new Error("stopped");
  channel.refuse(error);
  await expect(write).rejects.toBe(error);
  const next = channel.next();
  expect(await isSettled(next)).toBe(false);
  channel.end({ error });
  await expect(next).rejects.toBe(error);
});
