// What stands between a program and the cluster, and does what networks and servers do.
import { once } from "node:events";
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { onTestFinished } from "vitest";
import { freePort } from "../../../../bench/servers/ports.ts";
import { TcpProxy } from "../../servers/proxy.ts";
import { cluster } from "./hdfs.ts";

/** What is done to a request to the name node instead of passing it on, or to its answer. */
export type Fault = "500" | "503" | "cut" | "answer lost";

/** Passes requests on to a name node, and has data go through a proxy for each data node. */
export class NameNodeProxy {
  /** Faults of the next requests of an operation, the first one first. */
  readonly faults = new Map<string, Fault[]>();
  /** Operations in the order in which they came. */
  readonly operations: string[] = [];
  readonly #data = new Map<string, TcpProxy>();
  readonly #server: Server;

  private constructor(
    private readonly target: number,
    private readonly tls?: { key: string; cert: string },
  ) {
    const listener = (incoming: IncomingMessage, outgoing: ServerResponse) => void this.#pass(incoming, outgoing);
    this.#server = tls === undefined ? createServer(listener) : createSecureServer(tls, listener);
  }

  /** Starts one for the first name node, which ends with the test. */
  static async start(tls?: { key: string; cert: string }): Promise<NameNodeProxy> {
    const proxy = new NameNodeProxy((await cluster()).http[0], tls);
    proxy.#server.listen(0, "127.0.0.1");
    await once(proxy.#server, "listening");
    onTestFinished(async () => {
      proxy.#server.close();
      proxy.#server.closeAllConnections();
      for (const each of proxy.#data.values()) await each.stop();
    });
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  address(path: string): string {
    return `${this.tls ? "s" : ""}webhdfs://127.0.0.1:${this.port}${path}`;
  }

  /** The data nodes' proxies, by the ports of the data nodes. */
  get dataNodes(): ReadonlyMap<string, TcpProxy> {
    return this.#data;
  }

  async #pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const op = /[?&]op=(\w+)/.exec(incoming.url ?? "")?.[1] ?? "";
    this.operations.push(op);
    const fault = this.faults.get(op)?.shift();
    if (fault === "cut") return void incoming.socket.resetAndDestroy();
    if (fault === "500" || fault === "503") return void outgoing.writeHead(Number(fault)).end("<html>no</html>");
    const { method, url } = incoming;
    const passed = request({
      host: "127.0.0.1",
      port: this.target,
      method,
      path: url,
      headers: { "content-length": 0 },
    });
    passed.on("error", () => outgoing.destroy());
    passed.end();
    const [answer] = (await once(passed, "response")) as [IncomingMessage];
    const pieces: Buffer[] = [];
    for await (const piece of answer) pieces.push(piece as Buffer);
    if (fault === "answer lost") return void incoming.socket.resetAndDestroy();
    const text = await this.#redirected(Buffer.concat(pieces).toString());
    outgoing.writeHead(answer.statusCode!, { "content-type": answer.headers["content-type"] ?? "" }).end(text);
  }

  /** Has the address of a data node lead to its proxy. */
  async #redirected(text: string): Promise<string> {
    const [whole, port] = /"Location":"http:\/\/[^/:]+:(\d+)/.exec(text) ?? [];
    if (whole === undefined || port === undefined) return text;
    let proxy = this.#data.get(port);
    if (proxy === undefined) {
      proxy = await TcpProxy.start(await freePort(), Number(port));
      this.#data.set(port, proxy);
    }
    if (this.tls === undefined) return text.replace(whole, `"Location":"http://127.0.0.1:${proxy.port}`);
    return text.replace(whole, `"Location":"https://127.0.0.1:${await secured(this.tls, proxy.port)}`);
  }
}

/** Starts a server that takes TLS off, for a port behind it; it ends with the test. */
async function secured(tls: { key: string; cert: string }, port: number): Promise<number> {
  const server = createTlsServer(tls, (client) => {
    const plain = connect(port, "127.0.0.1");
    for (const socket of [client, plain]) socket.on("error", () => {});
    client.pipe(plain).pipe(client);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}
