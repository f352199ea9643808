const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
/** A song's line has some hundred bytes; what is longer is no line of these files. */
export const LONGEST_LINE_BYTES = 2 ** 20;

export interface LineSink {
  /** A line without its end; its bytes are valid until the call returns. @param line from 1 */
  line(bytes: Buffer, start: number, end: number, line: number): void;
  /** A line of more than a mebibyte, which is not kept. */
  tooLong(line: number): void;
}

function find(chunk: Buffer, byte: number, from: number): number {
  const at = chunk.indexOf(byte, from);
  return at < 0 ? Number.POSITIVE_INFINITY : at;
}

/**
 * Splits pieces of a file into lines of bytes, empty ones included, which end with LF, CR or CR LF; the last one may lack its end. There are
 * files with fifty million lines, so no text is made of them. Buffers at most one line.
 */
export class ByteLines {
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #isTooLong = false;
  #endsWithReturn = false;
  #line = 1;

  constructor(private readonly sink: LineSink) {}

  get lineCount(): number {
    return this.#line - 1;
  }

  add(chunk: Buffer): void {
    if (chunk.length === 0) return;
    let start = this.#endsWithReturn && chunk[0] === LINE_FEED ? 1 : 0;
    this.#endsWithReturn = false;
    let feed = find(chunk, LINE_FEED, start);
    let carriage = find(chunk, CARRIAGE_RETURN, start);
    for (let end = Math.min(feed, carriage); end < chunk.length; end = Math.min(feed, carriage)) {
      this.#end(chunk, start, end);
      start = end + 1;
      if (end === carriage) {
        if (start === chunk.length) this.#endsWithReturn = true;
        else if (chunk[start] === LINE_FEED) start++;
        carriage = find(chunk, CARRIAGE_RETURN, start);
      }
      if (feed < start) feed = find(chunk, LINE_FEED, start);
    }
    if (start < chunk.length) this.#keep(chunk.subarray(start));
  }

  finish(): void {
    if (this.#pendingBytes > 0 || this.#isTooLong) this.#end(Buffer.alloc(0), 0, 0);
  }

  #keep(rest: Buffer): void {
    this.#pendingBytes += rest.length;
    if (this.#pendingBytes > LONGEST_LINE_BYTES) this.#isTooLong = true;
    if (this.#isTooLong) this.#pending = [];
    else this.#pending.push(Buffer.from(rest));
  }

  #end(chunk: Buffer, start: number, end: number): void {
    const line = this.#line++;
    if (this.#pendingBytes === 0 && !this.#isTooLong) {
      if (end - start > LONGEST_LINE_BYTES) this.sink.tooLong(line);
      else this.sink.line(chunk, start, end, line);
      return;
    }
    this.#keep(chunk.subarray(start, end));
    const isTooLong = this.#isTooLong;
    const whole = Buffer.concat(this.#pending);
    this.#pending = [];
    this.#pendingBytes = 0;
    this.#isTooLong = false;
    if (isTooLong) this.sink.tooLong(line);
    else this.sink.line(whole, 0, whole.length, line);
  }
}
