import type { Stream } from "./stream.ts";

const LINE_END = "\n";

/** Yields the lines of a text, which must end with a line end. */
function* linesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf(LINE_END, start);
    yield text.slice(start, end);
    start = end + 1;
  }
}

/** Yields the events of a stream of JSON lines. Leaving the loop ends the simulation. */
export async function* eventsOf<Event>(stream: Stream): AsyncGenerator<Event, undefined, undefined> {
  try {
    for (let bytes = await stream.next(); bytes !== undefined; bytes = await stream.next()) {
      const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
      for (const line of linesOf(text)) yield JSON.parse(line) as Event;
    }
  } finally {
    await stream.leave();
  }
}

/** Returns the bytes of a stream, made as fast as they are read. Cancelling it ends the simulation. */
export function readableOf(stream: Stream): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const bytes = await stream.next();
        if (bytes === undefined) controller.close();
        else controller.enqueue(bytes);
      },
      cancel: () => stream.leave(),
    },
    { highWaterMark: 0 },
  );
}
