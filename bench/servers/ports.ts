import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/**
 * Below the ports that systems give to outgoing connections: such a connection could take the port of a server that is stopped for
 * a while, and a client that tries to reach the stopped server could even be connected with itself.
 */
const FIRST = 12_000;
const LAST = 32_000;

const given = new Set<number>();

/** Returns a port of 127.0.0.1 that nothing listens on, and that it has not returned before. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST, LAST);
    if (given.has(port)) continue;
    const server = createServer().listen(port, "127.0.0.1");
    const isFree = await once(server, "listening").then(
      () => true,
      () => false,
    );
    server.close();
    if (!isFree) continue;
    given.add(port);
    return port;
  }
}
