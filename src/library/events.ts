import type { Stream } from "./stream.ts";

const LINE_END = "\n";

/** The lines of a text that ends with a line's end, one by one. */
function* linesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf(LINE_END, start);
    yield text.slice(start, end);
    start = end + 1;
  }
}

/** The events of a stream of lines of JSON. Whoever leaves the loop ends the simulation. */
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

/** The bytes of a stream, made as fast as they are read. Whoever cancels it ends the simulation. */
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
