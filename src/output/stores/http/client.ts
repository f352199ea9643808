import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { connectionEnded, failureOf, HttpFailure } from "./failures.ts";
import type { Headers, HttpAnswer, HttpRequest, StreamedAnswer } from "./messages.ts";
import { Upload } from "./upload.ts";

/** Answers that are read as a whole: lists, and what went wrong. */
const MOST_ANSWER_BYTES = 1 << 20;
/** A server that has nothing to send or to take for this long has gone: disks and collectors of garbage pause for less. */
const SILENT_MS = 60_000;
/** A connection that the server has dropped meanwhile counts as cut. */
const KEPT = { keepAlive: true, maxSockets: 64, noDelay: true };

export interface HttpClientOptions {
  /** Ends all requests; they reject with its reason. */
  signal: AbortSignal;
  /** Longest milliseconds without a byte in either direction. */
  silentMs?: number;
  mostAnswerBytes?: number;
}

/**
 * Sends requests over connections that are kept, with or without TLS: certificates are those that Node trusts, and
 * NODE_EXTRA_CA_CERTS. Never follows a redirect: where one may lead to is for the protocol to say. Requests without an
 * answer reject with a HttpFailure; answers of any status are returned.
 */
export class HttpClient {
  readonly #agents = { "http:": new HttpAgent(KEPT), "https:": new HttpsAgent(KEPT) };
  readonly #open = new Set<ClientRequest>();
  /** Requests that were ended since nothing happened: the body of an answer that is ended so says only that it was cut. */
  readonly #silent = new WeakMap<ClientRequest, HttpFailure>();
  readonly #signal: AbortSignal;
  readonly #silentMs: number;
  readonly #mostAnswerBytes: number;
  readonly #end = () => {
    for (const request of this.#open) request.destroy(this.#signal.reason);
  };

  constructor({ signal, silentMs = SILENT_MS, mostAnswerBytes = MOST_ANSWER_BYTES }: HttpClientOptions) {
    this.#signal = signal;
    this.#silentMs = silentMs;
    this.#mostAnswerBytes = mostAnswerBytes;
    // One listener for all requests: Node warns of signals with many.
    signal.addEventListener("abort", this.#end, { once: true });
  }

  /** Sends a request and reads the answer, which may have so many bytes as `mostAnswerBytes`. */
  async send(request: HttpRequest): Promise<HttpAnswer> {
    const { status, headers, body } = await this.receive(request);
    return { status, headers, body: await this.#whole(request.url.host, body) };
  }

  /** Sends a request, and returns the answer when its head is there. */
  async receive({ method, url, headers = {}, body = [], signal }: HttpRequest): Promise<StreamedAnswer> {
    const length = body.reduce((sum, range) => sum + range.byteLength, 0);
    const hasBody = body.length > 0 || method === "PUT" || method === "POST";
    const all = hasBody ? { ...headers, "content-length": length } : headers;
    const request = this.#begin(method, url, all, signal);
    const response = new Promise<IncomingMessage>((resolve, reject) => {
      request.once("response", resolve);
      request.once("error", (error) => reject(this.#reason(url, request, error)));
      request.once("close", () => reject(this.#reason(url, request, connectionEnded())));
    });
    for (const range of body) request.write(range);
    request.end();
    return this.#streamed(url, request, await response);
  }

  /**
   * Begins a request whose length is not known; its body is written to the returned upload. Time counts until the first
   * bytes are sent: begin it when there are some.
   */
  upload({ method, url, headers = {} }: HttpRequest): Upload {
    const request = this.#begin(method, url, { ...headers, "transfer-encoding": "chunked" });
    return new Upload(request, {
      silentMs: this.#silentMs,
      reason: (error) => this.#reason(url, request, error),
      read: async (response) => {
        const { status, headers, body } = this.#streamed(url, request, response);
        return { status, headers, body: await this.#whole(url.host, body) };
      },
    });
  }

  /** Ends what is under way, and closes the connections. */
  close(): void {
    this.#signal.removeEventListener("abort", this.#end);
    for (const request of this.#open) request.destroy();
    for (const agent of Object.values(this.#agents)) agent.destroy();
  }

  #begin(method: string, url: URL, headers: Headers, signal?: AbortSignal): ClientRequest {
    this.#signal.throwIfAborted();
    signal?.throwIfAborted();
    const isPlain = url.protocol === "http:";
    const send = isPlain ? httpRequest : httpsRequest;
    const agent = this.#agents[isPlain ? "http:" : "https:"];
    const request = send(url, { method, headers: { ...headers }, agent, timeout: this.#silentMs, signal });
    this.#open.add(request);
    request.once("close", () => this.#open.delete(request));
    request.once("timeout", () => {
      const failure = new HttpFailure(
        "silent",
        url.host,
        `nothing was sent or received for ${this.#silentMs / 1000} s`,
      );
      this.#silent.set(request, failure);
      request.destroy(failure);
    });
    // Whoever waits for the answer or the body hears of it; an error that comes after them has nobody.
    request.on("error", () => {});
    return request;
  }

  #streamed(url: URL, request: ClientRequest, response: IncomingMessage): StreamedAnswer {
    const reason = (error: unknown) => this.#reason(url, request, error);
    async function* pieces(): AsyncGenerator<Buffer> {
      try {
        for await (const piece of response) yield piece as Buffer;
      } catch (error) {
        throw reason(error);
      } finally {
        // What has not been read to the end keeps its connection occupied.
        if (!response.complete) request.destroy();
      }
    }
    // An answer that nobody reads yet may be cut.
    response.on("error", () => {});
    const { statusCode = 0, headers } = response;
    return { status: statusCode, headers, body: pieces(), discard: () => request.destroy() };
  }

  async #whole(host: string, body: AsyncIterable<Buffer>): Promise<Buffer> {
    const pieces: Buffer[] = [];
    let length = 0;
    for await (const piece of body) {
      length += piece.length;
      if (length > this.#mostAnswerBytes)
        throw new HttpFailure("too large", host, `the answer has more than ${this.#mostAnswerBytes} bytes`);
      pieces.push(piece);
    }
    return Buffer.concat(pieces);
  }

  /** What a request rejects with: what ended the run comes first. */
  #reason(url: URL, request: ClientRequest, error: unknown): unknown {
    if (this.#signal.aborted) return this.#signal.reason;
    return this.#silent.get(request) ?? failureOf(url.host, error);
  }
}
