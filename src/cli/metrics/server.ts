import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { HOST, portError } from "../loopback.ts";
import { CONTENT_TYPE } from "./exposition.ts";

const PATH = "/metrics";
const METHODS = ["GET", "HEAD"];

/** A request has this long and this much for its head; nobody needs a body. */
const REQUEST_MS = 5000;
const MOST_HEAD_BYTES = 8192;
const MOST_CONNECTIONS = 16;

/** Ends the response, and the connection with it: whoever reads metrics comes back after seconds. */
function answer(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, {
    "Content-Type": type,
    "Content-Length": Buffer.byteLength(text),
    Connection: "close",
  });
  response.end(text);
}

function respond({ url = "", method = "" }: IncomingMessage, response: ServerResponse, text: () => string): void {
  const plain = "text/plain; charset=utf-8";
  if (url.split("?", 1)[0] !== PATH) answer(response, 404, plain, `the metrics are at ${PATH}\n`);
  else if (METHODS.includes(method)) answer(response, 200, CONTENT_TYPE, text());
  else {
    response.setHeader("Allow", METHODS.join(", "));
    answer(response, 405, plain, `${PATH} is there to be read: ${METHODS.join(" or ")}\n`);
  }
}

/** Answers requests for metrics on the loopback address. It does not keep the process alive. */
export class MetricsServer {
  private constructor(private readonly server: Server) {}

  /** @param port 0 for a free one. @param text called for each request. Throws UsageError if the port cannot be had */
  static async open(port: number, text: () => string): Promise<MetricsServer> {
    const limits = { maxHeaderSize: MOST_HEAD_BYTES, headersTimeout: REQUEST_MS, requestTimeout: REQUEST_MS };
    const server = createServer({ ...limits, connectionsCheckingInterval: REQUEST_MS / 5 }, (request, response) =>
      respond(request, response, text),
    );
    server.maxConnections = MOST_CONNECTIONS;
    server.on("connection", (socket) => socket.unref());
    server.listen(port, HOST);
    try {
      await once(server, "listening");
    } catch (error) {
      throw portError("--metrics-port", port, error as NodeJS.ErrnoException);
    }
    server.unref();
    return new MetricsServer(server);
  }

  get address(): string {
    return `http://${HOST}:${(this.server.address() as AddressInfo).port}${PATH}`;
  }

  /** Ends connections too. */
  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
