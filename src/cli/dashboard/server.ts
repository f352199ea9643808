import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { HOST } from "../loopback.ts";

const METHODS = ["GET", "HEAD"];

/** A request has this long and this much for its head; nobody needs a body. */
const REQUEST_MS = 5000;
const MOST_HEAD_BYTES = 8192;
/** Pages that are open at the same time; each has a connection as long as the run. */
const MOST_PAGES = 8;
const MOST_CONNECTIONS = 32;
/** A page that takes nothing is given up when this much waits for it. */
const MOST_WAITING_BYTES = 16_000_000;

const HEADERS = {
  "Cache-Control": "no-store",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
};

/** An event as https://html.spec.whatwg.org/multipage/server-sent-events.html has it. JSON has no line ends of its own. */
function eventText(name: string, value: string): string {
  return `event: ${name}\ndata: ${JSON.stringify(value)}\n\n`;
}

/** Serves one page, and tells those who have it open what has changed. */
export class PageServer {
  readonly #server: Server;
  readonly #open = new Set<ServerResponse>();
  /** Of each event that pages get, the last one, for those that come later. */
  readonly #last = new Map<string, string>();

  /** @param page called for each request for the page */
  constructor(private readonly page: () => string) {
    const limits = { maxHeaderSize: MOST_HEAD_BYTES, headersTimeout: REQUEST_MS, requestTimeout: REQUEST_MS };
    this.#server = createServer({ ...limits, connectionsCheckingInterval: REQUEST_MS / 5 }, (request, response) =>
      this.#respond(request, response),
    );
    this.#server.maxConnections = MOST_CONNECTIONS;
  }

  /** @param port 0 for a free one. Returns the port. Rejects with the system's error if it cannot be had */
  async listen(port: number): Promise<number> {
    this.#server.listen(port, HOST);
    await once(this.#server, "listening");
    return this.#port;
  }

  /** Whether a page is open. */
  get isWatched(): boolean {
    return this.#open.size > 0;
  }

  send(name: string, value: string): void {
    const text = eventText(name, value);
    this.#last.set(name, text);
    for (const response of this.#open) {
      if (response.writableLength > MOST_WAITING_BYTES) response.destroy();
      else response.write(text);
    }
  }

  /** Ends all connections when what was sent has left. */
  async close(): Promise<void> {
    this.#server.close();
    await Promise.all([...this.#open].map((response) => new Promise<void>((resolve) => response.end(resolve))));
    this.#server.closeAllConnections();
  }

  get #port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** A page of another site whose name leads to this machine sends that name; it must not read this one. */
  #isOurs(host: string | undefined): boolean {
    return host === `${HOST}:${this.#port}` || host === `localhost:${this.#port}`;
  }

  #respond({ url = "", method = "", headers }: IncomingMessage, response: ServerResponse): void {
    const plain = "text/plain; charset=utf-8";
    const path = url.split("?", 1)[0];
    if (!this.#isOurs(headers.host)) answer(response, 403, plain, `ask for http://${HOST}:${this.#port}/\n`);
    else if (path !== "/" && path !== "/events") answer(response, 404, plain, "the dashboard is at /\n");
    else if (!METHODS.includes(method)) {
      response.setHeader("Allow", METHODS.join(", "));
      answer(response, 405, plain, `the dashboard is there to be read: ${METHODS.join(" or ")}\n`);
    } else if (path === "/") answer(response, 200, "text/html; charset=utf-8", this.page());
    else if (method === "HEAD") answer(response, 200, "text/event-stream", "");
    else if (this.#open.size >= MOST_PAGES)
      answer(response, 503, plain, `${MOST_PAGES} pages are open already; close one of them\n`);
    else this.#follow(response);
  }

  #follow(response: ServerResponse): void {
    response.writeHead(200, { ...HEADERS, "Content-Type": "text/event-stream; charset=utf-8" });
    this.#open.add(response);
    response.on("close", () => this.#open.delete(response));
    response.write(["retry: 2000\n\n", ...this.#last.values()].join(""));
  }
}

function answer(response: ServerResponse, status: number, type: string, text: string): void {
  const length = { "Content-Length": Buffer.byteLength(text), Connection: "close" };
  response.writeHead(status, { ...HEADERS, ...length, "Content-Type": type });
  response.end(text);
}
