import { damagedFile } from "./input.ts";

const LINE_FEED = 10;
/** Our longest lines have some hundred thousand bytes; a longer one is not ours. */
const MOST_LINE_BYTES = 16 << 20;

/** The same bytes, cut so that each piece ends with a line. Offsets in messages count unpacked bytes, of the file `name`. */
export async function* wholeLines(source: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let restLength = 0;
  let offset = 0;
  for await (const bytes of source) {
    offset += bytes.length;
    const last = bytes.lastIndexOf(LINE_FEED) + 1;
    if (last > 0) {
      const first = restLength === 0 ? 0 : bytes.indexOf(LINE_FEED) + 1;
      if (first > 0) yield Buffer.concat([...rest, bytes.subarray(0, first)]);
      if (first < last) yield bytes.subarray(first, last);
      rest = [];
      restLength = 0;
    }
    rest.push(Buffer.from(bytes.subarray(last)));
    restLength += bytes.length - last;
    if (restLength > MOST_LINE_BYTES)
      throw damagedFile(name, offset - restLength, `a line of more than ${MOST_LINE_BYTES >> 20} MiB does not end`);
  }
  if (restLength > 0) throw damagedFile(name, offset, "the file ends within a line");
}

/** The first `count` of the lines, or all if there are fewer; and their number. */
export function firstLines(lines: Buffer, count: number): { lines: Buffer; count: number } {
  let end = 0;
  for (let found = 0; found < count; found++) {
    const next = lines.indexOf(LINE_FEED, end);
    if (next < 0) return { lines, count: found };
    end = next + 1;
  }
  return { lines: lines.subarray(0, end), count };
}
