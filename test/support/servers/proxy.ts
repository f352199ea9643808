import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { pause } from "../program/program.ts";

/** A connection of a client, and that to the server which belongs to it. */
interface Pair {
  client: Socket;
  server: Socket;
  /** Bytes that the client has sent. */
  sent: number;
}

/** A connection on which a client has sent more has sent messages, and not only asked. */
const MOST_QUESTION_BYTES = 10_000;

/** Passes connections on to a server, and does to them what networks do. */
export class TcpProxy {
  /** Each piece is passed on that much later, in both directions. */
  delayMs = 0;
  /** Most bytes that each connection brings to the server. */
  bytesPerSecond = Number.POSITIVE_INFINITY;
  /** Bytes that came from clients and from the server so far. */
  readonly passed = { toServer: 0, toClient: 0 };
  /** Connections that were made so far. */
  connections = 0;

  readonly #pairs = new Set<Pair>();
  #stall: Promise<void> = Promise.resolve();
  #endStall = () => {};
  #refuses = false;
  #cutsAnswers = 0;
  #cutsAfterBytes = Number.POSITIVE_INFINITY;

  private constructor(
    readonly port: number,
    private readonly target: number,
    private readonly listener: Server,
  ) {
    listener.on("connection", (client) => this.#accept(client));
  }

  /** @param port of 127.0.0.1 where it listens @param target port of 127.0.0.1 where the server does */
  static async start(port: number, target: number): Promise<TcpProxy> {
    const listener = createServer({ noDelay: true }).listen(port, "127.0.0.1");
    await once(listener, "listening");
    return new TcpProxy(port, target, listener);
  }

  /** Breaks all connections with a reset. */
  cut(): void {
    for (const pair of [...this.#pairs]) this.#break(pair);
  }

  /** Breaks a connection once clients have sent that many more bytes, which may be within a request. */
  cutAfter(bytes: number): void {
    this.#cutsAfterBytes = this.passed.toServer + bytes;
  }

  /** Breaks the connections on which the server next answers messages, so often: the client does not learn that they have arrived. */
  cutAtAnswers(times: number): void {
    this.#cutsAnswers = times;
  }

  /** Passes nothing on in any direction, and keeps the connections, until `flow`. */
  stall(): void {
    this.flow();
    this.#stall = new Promise((resolve) => {
      this.#endStall = resolve;
    });
  }

  flow(): void {
    this.#endStall();
  }

  /** Breaks all connections, and each new one at once, until `admit`. */
  refuse(): void {
    this.#refuses = true;
    this.cut();
  }

  admit(): void {
    this.#refuses = false;
  }

  async stop(): Promise<void> {
    this.flow();
    this.cut();
    this.listener.close();
    await once(this.listener, "close");
  }

  #accept(client: Socket): void {
    this.connections++;
    if (this.#refuses) return void client.resetAndDestroy();
    const server = connect({ port: this.target, host: "127.0.0.1", noDelay: true });
    const pair = { client, server, sent: 0 };
    this.#pairs.add(pair);
    for (const socket of [client, server]) {
      socket.on("error", () => this.#break(pair));
      socket.on("close", () => this.#pairs.delete(pair));
    }
    void this.#pass(client, server, (bytes) => this.#toServer(pair, bytes)).catch(() => this.#break(pair));
    void this.#pass(server, client, (bytes) => this.#toClient(pair, bytes)).catch(() => this.#break(pair));
  }

  #break({ client, server }: Pair): void {
    client.resetAndDestroy();
    server.resetAndDestroy();
  }

  /** @param meets resolves when the bytes may be passed on */
  async #pass(from: Socket, to: Socket, meets: (bytes: number) => Promise<void>): Promise<void> {
    for await (const piece of from) {
      await meets((piece as Buffer).length);
      await this.#stall;
      if (to.destroyed) return;
      if (!to.write(piece as Buffer)) await Promise.race([once(to, "drain"), once(to, "close")]);
    }
    to.end();
  }

  async #toServer(pair: Pair, bytes: number): Promise<void> {
    this.passed.toServer += bytes;
    pair.sent += bytes;
    if (this.passed.toServer >= this.#cutsAfterBytes) {
      this.#cutsAfterBytes = Number.POSITIVE_INFINITY;
      this.#break(pair);
    }
    await pause(this.delayMs + (1000 * bytes) / this.bytesPerSecond);
  }

  async #toClient(pair: Pair, bytes: number): Promise<void> {
    this.passed.toClient += bytes;
    if (this.#cutsAnswers > 0 && pair.sent > MOST_QUESTION_BYTES) {
      this.#cutsAnswers--;
      this.#break(pair);
    }
    if (this.delayMs > 0) await pause(this.delayMs);
  }
}
