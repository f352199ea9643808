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

/**
 * A server of 127.0.0.1 that speaks as much of S3 as a run needs to write new objects, and counts their bytes: it keeps none, and looks
 * neither at signatures nor at checksums. Servers for tests such as moto take more processor time than the program that is measured.
 */
export class S3Sink {
  #taken: Taken = { bytes: 0, uploads: 0 };
  readonly #server = createServer((request, response) => {
    // A client that ends its connection is measured by its exit code.
    this.#answer(request, response).catch(() => response.destroy());
  });

  static async start(): Promise<S3Sink> {
    const sink = new S3Sink();
    sink.#server.listen(0, "127.0.0.1");
    await once(sink.#server, "listening");
    return sink;
  }

  /** The variables with which a program finds the sink. */
  get environment(): Record<string, string> {
    const { port } = this.#server.address() as AddressInfo;
    return {
      AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: "bench",
      AWS_SECRET_ACCESS_KEY: "bench",
      AWS_REGION: "us-east-1",
    };
  }

  /** Returns what has arrived since the last call. */
  take(): Taken {
    const taken = this.#taken;
    this.#taken = { bytes: 0, uploads: 0 };
    return taken;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { searchParams: query } = new URL(request.url ?? "/", "http://sink");
    const bytes = await drain(request);
    switch (request.method) {
      case "PUT":
        this.#taken.bytes += bytes;
        return void response.writeHead(200, ETAG).end();
      case "POST":
        if (query.has("uploads")) return answerXml(response, "InitiateMultipartUploadResult", "<UploadId>1</UploadId>");
        this.#taken.uploads++;
        return answerXml(response, "CompleteMultipartUploadResult");
      case "GET":
        return answerXml(response, query.has("uploads") ? "ListMultipartUploadsResult" : "ListBucketResult");
      case "HEAD":
        return void response.writeHead(404).end();
      default:
        return void response.writeHead(204).end();
    }
  }
}
