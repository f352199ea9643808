// Bodies of unknown length, sent as they are made.
import { describe, expect, it } from "vitest";
import { AnsweredEarly } from "../../../../../src/output/stores/http/upload.ts";
import { client, failure, serve } from "./servers.ts";

describe("an upload", () => {
  it("sends what is written in order, and returns the answer", async () => {
    const url = await serve(async (request, response) => {
      const pieces: Buffer[] = [];
      for await (const piece of request) pieces.push(piece as Buffer);
      response.writeHead(201).end(Buffer.concat(pieces));
    });
    const upload = client().upload({ method: "PUT", url });
    const shared = new Uint8Array(new SharedArrayBuffer(100_000)).fill(65);
    await Promise.all([upload.write([Buffer.from("<"), shared]), upload.write([]), upload.write([Buffer.from(">")])]);
    const { status, body } = await upload.end();
    expect([status, body.toString()]).toEqual([201, `<${"A".repeat(100_000)}>`]);
  });

  it("may rest for longer than the server may be silent", async () => {
    const url = await serve((request, response) => request.resume().once("end", () => response.end("all")));
    const upload = client({ silentMs: 200 }).upload({ method: "PUT", url });
    await upload.write([Buffer.from("a")]);
    await new Promise((resolve) => setTimeout(resolve, 600));
    await upload.write([Buffer.from("b")]);
    expect((await upload.end()).body.toString()).toBe("all");
  });

  it("rejects all writes under way where the connection is cut, and later ones", async () => {
    const url = await serve((request) => request.once("data", () => request.socket.resetAndDestroy()));
    const upload = client().upload({ method: "PUT", url });
    const writes = Array.from({ length: 20 }, () => upload.write([Buffer.alloc(1 << 20)]));
    const outcomes = await Promise.allSettled(writes);
    expect(outcomes.at(-1)).toMatchObject({ status: "rejected", reason: { kind: "cut" } });
    expect((await failure(upload.write([Buffer.from("x")]))).kind).toBe("cut");
    expect((await failure(upload.end())).kind).toBe("cut");
  });

  it("rejects with an answer that comes before the end", async () => {
    const url = await serve((_, response) => void response.writeHead(403).end("no more"));
    const upload = client().upload({ method: "PUT", url });
    const error = await (async () => {
      for (;;) {
        await upload.write([Buffer.from("x")]);
        await new Promise(setImmediate);
      }
    })().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(AnsweredEarly);
    expect((error as AnsweredEarly).answer).toMatchObject({ status: 403, body: Buffer.from("no more") });
  });

  it("fails where the server takes nothing", async () => {
    const url = await serve((request) => request.pause());
    const upload = client({ silentMs: 300 }).upload({ method: "PUT", url });
    const writes = Array.from({ length: 64 }, () => upload.write([Buffer.alloc(1 << 20)]));
    const outcomes = await Promise.allSettled(writes);
    expect(outcomes.at(-1)).toMatchObject({ status: "rejected", reason: { kind: "silent" } });
  });

  it("ends where the run ends or it is destroyed", async () => {
    const url = await serve((request) => void request.resume());
    const control = new AbortController();
    const upload = client({ signal: control.signal }).upload({ method: "PUT", url });
    await upload.write([Buffer.from("x")]);
    const answer = upload.end();
    const reason = new Error("interrupted");
    control.abort(reason);
    await expect(answer).rejects.toBe(reason);
    const second = client().upload({ method: "PUT", url });
    await second.write([Buffer.from("x")]);
    second.destroy();
    expect((await failure(second.end())).kind).toBe("cut");
  });
});
