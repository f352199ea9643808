import { HttpFailure } from "../http/failures.ts";
import { Patience } from "../http/patience.ts";
import { RemoteFailure } from "./access/failures.ts";
import { canPass, type NameNodeOptions, type NameNodes } from "./access/name-nodes.ts";
import { shownPath } from "./address.ts";

/** Opens a file at a place, at the data node that has it. */
async function openAt(nodes: NameNodes, path: string, start: number, end: number): Promise<AsyncIterable<Buffer>> {
  const parameters = { offset: String(start), length: String(end - start) };
  const url = await nodes.locateOnce({ method: "GET", op: "OPEN", path, parameters });
  try {
    const answer = await nodes.client.receive({ method: "GET", url });
    if (answer.status >= 200 && answer.status < 300) return answer.body;
    const body: Buffer[] = [];
    let bytes = 0;
    for await (const piece of answer.body) {
      body.push(piece);
      bytes += piece.length;
      if (bytes > 65_536) break;
    }
    throw RemoteFailure.of(shownPath(nodes.address, path), { ...answer, body: Buffer.concat(body) });
  } catch (error) {
    if (error instanceof HttpFailure) nodes.exclude(url);
    throw error;
  }
}

/** Reads the bytes [start, end) of a file that has them. What a connection did not bring is read over another one. */
export async function* readRange(
  nodes: NameNodes,
  path: string,
  { start, end }: { start: number; end: number },
  options: NameNodeOptions,
): AsyncGenerator<Buffer> {
  let at = start;
  const { signal, patienceMs } = options;
  const onFailure = (error: unknown, failures: number) => {
    nodes.passOn(error);
    nodes.tell(path, error, failures);
  };
  const patience = new Patience({ signal, canPass, onFailure, ...(patienceMs !== undefined && { patienceMs }) });
  while (at < end) {
    try {
      for await (const piece of await openAt(nodes, path, at, end)) {
        // More than was asked for is nothing of the file that was measured.
        const wanted = piece.subarray(0, end - at);
        at += wanted.length;
        patience.reset();
        yield wanted;
        if (at === end) return;
      }
      if (at < end) throw new HttpFailure("cut", nodes.address.hosts.join(","), "the file ended early");
    } catch (error) {
      await patience.wait(error);
    }
  }
}
