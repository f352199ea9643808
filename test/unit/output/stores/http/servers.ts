// Servers of node:http that end with the test, and clients for them.
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Socket } from "node:net";
import { afterEach, expect } from "vitest";
import { HttpClient, type HttpClientOptions } from "../../../../../src/output/stores/http/client.ts";
import { HttpFailure } from "../../../../../src/output/stores/http/failures.ts";

const ended: (() => void)[] = [];
afterEach(() => {
  for (const end of ended.splice(0)) end();
});

/** Starts a server, and returns its address. */
export async function serve(listener: RequestListener): Promise<URL> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  ended.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/folder?token=secret`);
}

/** A server that says what it likes once a client has sent something. */
export async function serveRaw(answer: (socket: Socket) => void): Promise<URL> {
  const server = createTcpServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => answer(socket));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  ended.push(() => server.close());
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/?token=secret`);
}

export function client(options: Partial<HttpClientOptions> = {}): HttpClient {
  const made = new HttpClient({ signal: new AbortController().signal, ...options });
  ended.push(() => made.close());
  return made;
}

/** What a promise rejects with. */
export async function failure(promise: Promise<unknown>): Promise<HttpFailure> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(HttpFailure);
  expect((error as HttpFailure).message).not.toContain("secret");
  return error as HttpFailure;
}
