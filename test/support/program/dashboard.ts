import { once } from "node:events";
import { start } from "./program.ts";

const ADDRESS = /^dashboard: (http:\/\/127\.0\.0\.1:\d+\/)$/m;

/** Starts a run that shows itself, and returns it with the address of its page. */
export async function shownRun(...values: string[]) {
  const child = start(["--dashboard", ...values]);
  let said = "";
  while (!ADDRESS.test(said)) {
    const [bytes] = (await once(child.stderr, "data")) as [Buffer];
    said += bytes;
  }
  return { child, address: ADDRESS.exec(said)![1]! };
}

/** The events that the dashboard sends, by name, with what they say. */
export async function* eventsOf(address: string, signal: AbortSignal): AsyncGenerator<{ name: string; value: string }> {
  const response = await fetch(`${address}events`, { signal });
  let text = "";
  for await (const bytes of response.body!.pipeThrough(new TextDecoderStream())) {
    text += bytes;
    const parts = text.split("\n\n");
    text = parts.pop() as string;
    for (const part of parts) {
      const [, name, data] = /^event: (\w+)\ndata: (.*)$/.exec(part) ?? [];
      if (name !== undefined) yield { name, value: JSON.parse(data as string) as string };
    }
  }
}
