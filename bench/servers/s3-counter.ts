// A process of its own: a server of 127.0.0.1 that speaks as much of S3 as a run needs to write new objects, and counts their bytes. It keeps
// none, and looks neither at signatures nor at checksums. Sends its port to the process that has forked it, and what it has taken since the
// last time for each message.

import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What the sink has taken. */
export interface Taken {
  /** Bytes of objects, whole ones and parts. */
  bytes: number;
  /** Uploads in parts that were completed. */
  uploads: number;
}

const ETAG = { etag: '"0"' };

/** Reads a body to its end, keeps nothing of it, and returns its length in bytes. */
async function drain(request: IncomingMessage): Promise<number> {
  let bytes = 0;
  request.on("data", (piece: Buffer) => {
    bytes += piece.length;
  });
  await once(request, "end");
  return bytes;
}

function answerXml(response: ServerResponse, root: string, content = ""): void {
  response.writeHead(200, { "content-type": "application/xml" }).end(`<${root}>${content}</${root}>`);
}

let taken: Taken = { bytes: 0, uploads: 0 };

async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { searchParams: query } = new URL(request.url ?? "/", "http://sink");
  const bytes = await drain(request);
  switch (request.method) {
    case "PUT":
      taken.bytes += bytes;
      return void response.writeHead(200, ETAG).end();
    case "POST":
      if (query.has("uploads")) return answerXml(response, "InitiateMultipartUploadResult", "<UploadId>1</UploadId>");
      taken.uploads++;
      return answerXml(response, "CompleteMultipartUploadResult");
    case "GET":
      return answerXml(response, query.has("uploads") ? "ListMultipartUploadsResult" : "ListBucketResult");
    case "HEAD":
      return void response.writeHead(404).end();
    default:
      return void response.writeHead(204).end();
  }
}

const server = createServer((request, response) => {
  // A client that ends its connection is measured by its exit code.
  respond(request, response).catch(() => response.destroy());
}).listen(0, "127.0.0.1");
await once(server, "listening");
process.on("message", () => {
  process.send?.(taken);
  taken = { bytes: 0, uploads: 0 };
});
process.once("disconnect", () => process.exit());
process.send?.((server.address() as AddressInfo).port);
