// The shared client of HTTP with servers of node:http that do what networks and servers do.
import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { client, failure, serve, serveRaw } from "./servers.ts";

/** Answers with bytes for as long as somebody takes them. */
function endless(response: ServerResponse): void {
  if (response.destroyed) return;
  response.write(Buffer.alloc(65_536), (error) => error ?? endless(response));
}

describe("a request", () => {
  it("sends its body with its length, and returns status, headers and body", async () => {
    const url = await serve(async (request, response) => {
      const pieces: Buffer[] = [];
      for await (const piece of request) pieces.push(piece as Buffer);
      response.writeHead(201, { "x-length": request.headers["content-length"], "x-path": request.url });
      response.end(Buffer.concat(pieces));
    });
    const body = [Buffer.from("one"), new Uint8Array(new SharedArrayBuffer(2)).fill(33)];
    const answer = await client().send({ method: "PUT", url, body });
    expect(answer.status).toBe(201);
    expect(answer.headers).toMatchObject({ "x-length": "5", "x-path": "/folder?token=secret" });
    expect(answer.body.toString()).toBe("one!!");
  });

  it("uses a connection again", async () => {
    const ports = new Set<number>();
    const url = await serve((request, response) => {
      ports.add(request.socket.remotePort!);
      response.end("yes");
    });
    const one = client();
    for (let times = 0; times < 3; times++) await one.send({ method: "GET", url });
    expect(ports.size).toBe(1);
  });

  it("returns answers of errors", async () => {
    const url = await serve((_, response) => response.writeHead(500).end("broken"));
    expect(await client().send({ method: "GET", url })).toMatchObject({ status: 500, body: Buffer.from("broken") });
  });

  it("follows no redirect", async () => {
    let requests = 0;
    const url = await serve((_, response) => {
      requests++;
      response.writeHead(307, { location: "http://127.0.0.1:1/elsewhere" }).end();
    });
    const answer = await client().send({ method: "GET", url });
    expect([answer.status, answer.headers.location, requests]).toEqual([307, "http://127.0.0.1:1/elsewhere", 1]);
  });

  it("ends where the answer is too large", async () => {
    const url = await serve((_, response) => {
      endless(response);
    });
    const error = await failure(client({ mostAnswerBytes: 100_000 }).send({ method: "GET", url }));
    expect([error.kind, error.canPass]).toEqual(["too large", false]);
  });

  it("fails as cut where the connection ends before or in the answer", async () => {
    const beforeAnswer = await serve((request) => request.socket.destroy());
    const inAnswer = await serve((request, response) => {
      response.writeHead(200, { "content-length": 100 });
      response.write("some", () => request.socket.destroy());
    });
    for (const url of [beforeAnswer, inAnswer]) {
      const error = await failure(client().send({ method: "GET", url }));
      expect([error.kind, error.canPass, error.host]).toEqual(["cut", true, url.host]);
    }
  });

  it("fails where nobody listens, where the host is unknown, and where something else answers", async () => {
    const url = await serveRaw((socket) => socket.end("220 mail.example.org ESMTP\r\n"));
    const foreign = await failure(client().send({ method: "GET", url }));
    expect([foreign.kind, foreign.canPass]).toEqual(["foreign", false]);
    const nobody = await failure(client().send({ method: "GET", url: new URL("http://127.0.0.1:1/?token=secret") }));
    expect([nobody.kind, nobody.canPass]).toEqual(["unreachable", true]);
    const unknown = await failure(client().send({ method: "GET", url: new URL("http://nowhere.invalid/") }));
    // Without any name server the system says that it may be asked again.
    expect(["unknown", "unreachable"]).toContain(unknown.kind);
  });

  it("fails where the server does not speak TLS, and says how to trust an authority", async () => {
    const url = await serve((_, response) => response.end());
    const error = await failure(client().send({ method: "GET", url: new URL(url.href.replace("http:", "https:")) }));
    expect([error.kind, error.canPass]).toEqual(["untrusted", false]);
    expect(error.message).toContain("NODE_EXTRA_CA_CERTS");
  });

  it("fails where the server says nothing, before the answer and in it", async () => {
    const never = await serve(() => {});
    const stuck = await serve((_, response) => void response.write("some"));
    for (const url of [never, stuck]) {
      const error = await failure(client({ silentMs: 300 }).send({ method: "GET", url }));
      expect([error.kind, error.canPass]).toEqual(["silent", true]);
    }
  });

  it("ends with the reason of the signal, at once or while it waits", async () => {
    const url = await serve(() => {});
    const control = new AbortController();
    const one = client({ signal: control.signal });
    const waiting = Array.from({ length: 20 }, () => one.send({ method: "GET", url }));
    const reason = new Error("interrupted");
    setTimeout(() => control.abort(reason), 50);
    for (const each of waiting) await expect(each).rejects.toBe(reason);
    await expect(one.send({ method: "GET", url })).rejects.toBe(reason);
  });
});

describe("a streamed answer", () => {
  it("is larger than answers that are read as a whole", async () => {
    const url = await serve((_, response) => response.end(Buffer.alloc(3_000_000, 7)));
    const answer = await client({ mostAnswerBytes: 10 }).receive({ method: "GET", url });
    let bytes = 0;
    for await (const piece of answer.body) bytes += piece.filter((byte) => byte === 7).length;
    expect(bytes).toBe(3_000_000);
  });

  it("frees its connection when it is left", async () => {
    const sockets: Socket[] = [];
    const url = await serve((request, response) => {
      sockets.push(request.socket.on("error", () => {}));
      response.on("error", () => {});
      endless(response);
    });
    const answer = await client().receive({ method: "GET", url });
    for await (const _ of answer.body) break;
    if (!sockets[0]!.destroyed) await new Promise((resolve) => sockets[0]!.once("close", resolve));
    expect(sockets).toHaveLength(1);
  });
});
