import * as layout from "../../../../assembly/layout/messages.ts";
import type { MessageKey, MessagesEncoding } from "./encoding.ts";

const NO_BYTES = new Uint8Array(0);
const KEYS: Record<MessageKey, number> = {
  none: layout.KEY_NONE,
  userId: layout.KEY_USER,
  sessionId: layout.KEY_SESSION,
};
/** Alignment of the texts after the block. */
const TEXT_BYTES = 8;
/** Lengths, offset and time of a record, and its key: 5 + 1 + 10 + 5 + 1 + 20 + 5 bytes, as varints of their longest values. */
const MOST_FRAMING_BYTES = 48;

/** A signed number as Kafka writes lengths: https://protobuf.dev/programming-guides/encoding/#signed-ints. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value * 2;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}

/** Returns the bytes after each value: the number of headers, and each with its lengths. */
export function headersOf({ headers }: Pick<MessagesEncoding, "headers">): Uint8Array {
  const parts = headers.flatMap((pair) =>
    pair.flatMap((text) => {
      const bytes = Buffer.from(text);
      return [Buffer.from(varint(bytes.byteLength)), bytes];
    }),
  );
  return Buffer.concat([Buffer.from(varint(headers.length)), ...parts]);
}

/** Returns the most bytes of a record whose line has at most `longestLineBytes`. */
export function mostRecordBytes(messages: MessagesEncoding, longestLineBytes: number): number {
  const { prefix = NO_BYTES } = messages;
  return MOST_FRAMING_BYTES + prefix.byteLength + longestLineBytes + headersOf(messages).byteLength;
}

/** The kernel's description of messages (MESSAGES_...), and the texts that it refers to, one after the other. */
export class MessagesBlock {
  readonly byteLength: number;
  readonly #prefix: Uint8Array;
  readonly #headers: Uint8Array;

  constructor(
    private readonly messages: MessagesEncoding,
    private readonly longestLineBytes: number,
  ) {
    this.#prefix = messages.prefix ?? NO_BYTES;
    this.#headers = headersOf(messages);
    // The kernel copies in steps of 16 bytes.
    this.byteLength = layout.MESSAGES_BYTES + this.#prefix.byteLength + this.#headers.byteLength + 2 * TEXT_BYTES + 16;
  }

  /** Writes it to an address that is a multiple of 4. */
  write(memory: WebAssembly.Memory, address: number): void {
    const { messages } = this;
    const bytes = new Uint8Array(memory.buffer);
    const words = new Uint32Array(memory.buffer, address, layout.MESSAGES_BYTES / 4);
    const prefix = address + layout.MESSAGES_BYTES;
    const headers = prefix + this.#prefix.byteLength + TEXT_BYTES;
    const put = (offset: number, value: number) => {
      words[offset / 4] = value;
    };
    put(layout.MESSAGES_PARTITIONS, messages.partitions);
    put(layout.MESSAGES_KEY, KEYS[messages.key]);
    put(layout.MESSAGES_EVENT_TIMES, messages.times === "event" ? 1 : 0);
    put(layout.MESSAGES_MOST_RECORD_BYTES, mostRecordBytes(messages, this.longestLineBytes));
    put(layout.MESSAGES_PREFIX_BYTES, this.#prefix.byteLength);
    put(layout.MESSAGES_PREFIX, prefix);
    put(layout.MESSAGES_HEADERS_BYTES, this.#headers.byteLength);
    put(layout.MESSAGES_HEADERS, headers);
    bytes.set(this.#prefix, prefix);
    bytes.set(this.#headers, headers);
  }
}
