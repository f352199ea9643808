import type { IncomingHttpHeaders } from "node:http";

export type Headers = Readonly<Record<string, string | number>>;

export interface HttpRequest {
  method: "GET" | "HEAD" | "PUT" | "POST" | "DELETE";
  /** Of the scheme http or https. */
  url: URL;
  headers?: Headers;
  /** The whole body, sent with its length. It may not change until the promise of the answer settles. */
  body?: readonly Uint8Array[];
  /** Ends this request, besides the signal of the client. */
  signal?: AbortSignal;
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
}

/** An answer that was read as a whole. */
export interface HttpAnswer extends Answer {
  body: Buffer;
}

/** An answer whose body is read piece by piece. Whoever does not read it to the end closes it, by leaving the loop or with `discard`. */
export interface StreamedAnswer extends Answer {
  body: AsyncIterable<Buffer>;
  discard(): void;
}
