import { once } from "node:events";
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request that came through. */
export interface Seen {
  method: string;
  /** With the query. */
  path: string;
  headers: IncomingMessage["headers"];
  /** Requests of the same method and path before it. */
  earlier: number;
}

/** What happens to a request instead of its being passed on. */
export interface Fault {
  /** Answers so, when the body has come. */
  status?: number;
  body?: string;
  headers?: Record<string, string>;
  /** Ends the connection after so many bytes of the body. */
  cutAfter?: number;
  /** Passes the request on, and ends the connection when the answer comes. */
  losesAnswer?: true;
  /** Passes the request on, and ends the connection after so many bytes of the answer. */
  cutAnswerAfter?: number;
  /** Takes the request, and never answers. */
  isSilent?: true;
}

/** An answer as S3 gives it. */
export function refusal(status: number, code: string, more = "", headers: Record<string, string> = {}): Fault {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>Said by the test</Message>${more}</Error>`;
  return { status, body, headers: { "content-type": "application/xml", ...headers } };
}

/** Passes requests on to a server of S3, but for those that a test wants to fail. */
export class FaultyProxy {
  readonly seen: Seen[] = [];
  /** Returns what happens to a request; nothing if undefined. */
  meets: (request: Seen) => Fault | undefined = () => undefined;

  private constructor(
    private readonly server: Server,
    private readonly target: number,
  ) {
    server.on("request", (from, to) => this.#take(from, to));
  }

  /** @param target port of the server */
  static async start(target: number): Promise<FaultyProxy> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    return new FaultyProxy(server, target);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }

  #take(from: IncomingMessage, to: ServerResponse): void {
    const { method = "", url: path = "", headers } = from;
    const earlier = this.seen.filter((each) => each.method === method && each.path === path).length;
    const seen = { method, path, headers, earlier };
    this.seen.push(seen);
    from.on("error", () => {});
    to.on("error", () => {});
    const fault = this.meets(seen);
    if (fault === undefined) this.#pass(from, to, {});
    else if (fault.isSilent) from.resume();
    else if (fault.cutAfter !== undefined) this.#cut(from, fault.cutAfter);
    else if (fault.status === undefined) this.#pass(from, to, fault);
    else {
      from.resume();
      from.on("end", () => {
        to.writeHead(fault.status as number, fault.headers);
        to.end(method === "HEAD" ? undefined : fault.body);
      });
    }
  }

  #cut(from: IncomingMessage, bytes: number): void {
    let length = 0;
    if (bytes === 0) return void from.socket.resetAndDestroy();
    from.on("data", (piece: Buffer) => {
      length += piece.length;
      if (length >= bytes) from.socket.resetAndDestroy();
    });
  }

  #pass(from: IncomingMessage, to: ServerResponse, { losesAnswer, cutAnswerAfter }: Fault): void {
    const { method, url, headers } = from;
    const onward = request({ host: "127.0.0.1", port: this.target, method, path: url, headers });
    onward.on("error", () => from.socket.destroy());
    from.pipe(onward);
    onward.on("response", (answer) => {
      if (losesAnswer) {
        answer.resume();
        answer.on("end", () => from.socket.resetAndDestroy());
        return;
      }
      to.writeHead(answer.statusCode as number, answer.headers);
      if (cutAnswerAfter === undefined) return void answer.pipe(to);
      let left = cutAnswerAfter;
      answer.on("data", (piece: Buffer) => {
        to.write(piece.subarray(0, left), () => left <= 0 && from.socket.resetAndDestroy());
        left -= Math.min(left, piece.length);
      });
    });
  }
}
