// Hadoop's files of tokens (org.apache.hadoop.security.Credentials): "HDTS", a version, and the tokens as Writables (0) or
// as protocol buffers (1). Both are written by Hadoop's tools: YARN and `hdfs fetchdt` write 0, `hadoop dtutil` either.

/** A token. Its password is a secret, as is the text that both are sent as. */
export interface Token {
  identifier: Buffer;
  password: Buffer;
  kind: string;
  service: string;
}

const MAGIC = Buffer.from("HDTS");
const WRITABLES = 0;
const PROTOCOL_BUFFERS = 1;
const MOST_TOKENS = 10_000;

class Damaged extends Error {}

/** Reads numbers and bytes one after the other; throws Damaged past the end. */
class Cursor {
  #at = 0;

  constructor(private readonly bytes: Buffer) {}

  get isAtEnd(): boolean {
    return this.#at >= this.bytes.length;
  }

  byte(): number {
    const byte = this.bytes[this.#at++];
    if (byte === undefined) throw new Damaged();
    return byte;
  }

  take(length: number): Buffer {
    if (length < 0 || length > this.bytes.length - this.#at) throw new Damaged();
    this.#at += length;
    return this.bytes.subarray(this.#at - length, this.#at);
  }

  /** WritableUtils.readVInt: one byte from -112 to 127, else the number of bytes that follow, in the first. */
  vint(): number {
    const first = (this.byte() << 24) >> 24;
    if (first >= -112) return first;
    const isNegative = first < -120;
    const count = isNegative ? -(first + 120) : -(first + 112);
    let value = 0;
    for (let at = 0; at < count; at++) value = value * 256 + this.byte();
    if (isNegative || value > 0x7fff_ffff) throw new Damaged();
    return value;
  }

  /** A number of protocol buffers, up to 2^31. */
  varint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte();
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
    throw new Damaged();
  }
}

function writableTokens(cursor: Cursor): Token[] {
  const count = cursor.vint();
  if (count > MOST_TOKENS) throw new Damaged();
  return Array.from({ length: count }, () => {
    cursor.take(cursor.vint());
    const identifier = cursor.take(cursor.vint());
    const password = cursor.take(cursor.vint());
    const kind = cursor.take(cursor.vint()).toString();
    return { identifier, password, kind, service: cursor.take(cursor.vint()).toString() };
  });
}

/** The fields of a message that are bytes, by their numbers. */
function* fields(bytes: Buffer): Generator<[field: number, value: Buffer]> {
  const cursor = new Cursor(bytes);
  while (!cursor.isAtEnd) {
    const key = cursor.varint();
    // Credentials have no other type.
    if ((key & 7) !== 2) throw new Damaged();
    yield [key >>> 3, cursor.take(cursor.varint())];
  }
}

function only(bytes: Buffer, field: number): Buffer | undefined {
  return [...fields(bytes)].find(([each]) => each === field)?.[1];
}

function protocolTokens(cursor: Cursor): Token[] {
  const tokens: Token[] = [];
  for (const [field, pair] of fields(cursor.take(cursor.varint()))) {
    const token = field === 1 ? only(pair, 2) : undefined;
    if (token === undefined) continue;
    const [identifier, password, kind, service] = [1, 2, 3, 4].map((each) => only(token, each));
    if (!identifier || !password || !kind || !service) throw new Damaged();
    tokens.push({ identifier, password, kind: kind.toString(), service: service.toString() });
  }
  return tokens;
}

/** Returns the tokens of a file; undefined if it is none or damaged. */
export function readTokens(bytes: Buffer): Token[] | undefined {
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  const version = bytes[MAGIC.length];
  const cursor = new Cursor(bytes.subarray(MAGIC.length + 1));
  try {
    if (version === WRITABLES) return writableTokens(cursor);
    return version === PROTOCOL_BUFFERS ? protocolTokens(cursor) : undefined;
  } catch (error) {
    if (error instanceof Damaged) return undefined;
    throw error;
  }
}

/** A length as WritableUtils.writeVInt writes it. */
function vint(value: number): Buffer {
  if (value <= 127) return Buffer.from([value]);
  const digits: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256);
  return Buffer.from([256 - 112 - digits.length, ...digits]);
}

/** The text that requests carry a token in (Token.encodeToUrlString). */
export function urlString({ identifier, password, kind, service }: Token): string {
  const parts = [identifier, password, Buffer.from(kind), Buffer.from(service)];
  return Buffer.concat(parts.flatMap((part) => [vint(part.length), part])).toString("base64url");
}
