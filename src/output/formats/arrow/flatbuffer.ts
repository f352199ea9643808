// FlatBuffers (https://flatbuffers.dev/internals), of which Arrow's metadata needs little: tables, structs, texts and vectors. References
// point forward, so that parts are written in order: a table's vtable, its fields, and then what they refer to.

/** Writes itself at the writer's end; returns its position. */
export type Node = (writer: Writer) => number;

/** A field of a table: an integer of a number of bytes, or a reference. */
export type Value = { bytes: 1 | 2 | 4 | 8; value: number | bigint } | { node: Node };

const REFERENCE_BYTES = 4;
const WORD_BYTES = 2;
const LARGEST_ALIGNMENT = 8;

class Writer {
  bytes = Buffer.alloc(1024);
  end = 0;

  /** Appends zeros: up to the alignment, and then a number of bytes, whose position it returns. */
  reserve(byteLength: number, alignment: number): number {
    const start = Math.ceil(this.end / alignment) * alignment;
    this.end = start + byteLength;
    while (this.end > this.bytes.length) this.bytes = Buffer.concat([this.bytes, Buffer.alloc(this.bytes.length)]);
    return start;
  }

  put(position: number, bytes: number, value: number | bigint): void {
    if (bytes === 8) this.bytes.writeBigInt64LE(BigInt(value), position);
    else this.bytes.writeIntLE(Number(value), position, bytes);
  }

  /** Appends what a reference at a position refers to. */
  refer(position: number, node: Node): void {
    const target = node(this);
    this.put(position, REFERENCE_BYTES, target - position);
  }
}

export const byte = (value: number): Value => ({ bytes: 1, value });
export const flag = (value: boolean): Value => byte(value ? 1 : 0);
export const short = (value: number): Value => ({ bytes: 2, value });
export const int = (value: number): Value => ({ bytes: 4, value });
export const long = (value: number | bigint): Value => ({ bytes: 8, value });
export const reference = (node: Node): Value => ({ node });

const sizeOf = (value: Value) => ("node" in value ? REFERENCE_BYTES : value.bytes);

/** A table, with its fields by number; undefined where a field has its default. */
export function table(fields: readonly (Value | undefined)[]): Node {
  return (writer) => {
    const vtable = writer.reserve((2 + fields.length) * WORD_BYTES, WORD_BYTES);
    const start = writer.reserve(REFERENCE_BYTES, LARGEST_ALIGNMENT);
    writer.put(start, REFERENCE_BYTES, start - vtable);
    const places = fields.map((field) => field && writer.reserve(sizeOf(field), sizeOf(field)));
    writer.put(vtable, WORD_BYTES, (2 + fields.length) * WORD_BYTES);
    writer.put(vtable + WORD_BYTES, WORD_BYTES, writer.end - start);
    places.forEach((place, index) => {
      if (place !== undefined) writer.put(vtable + (2 + index) * WORD_BYTES, WORD_BYTES, place - start);
    });
    fields.forEach((field, index) => {
      if (field === undefined) return;
      const place = places[index] as number;
      if ("node" in field) writer.refer(place, field.node);
      else writer.put(place, field.bytes, field.value);
    });
    return start;
  };
}

/** A text, which ends with a zero that is not counted. */
export function text(value: string): Node {
  return (writer) => {
    const bytes = Buffer.from(value);
    const start = writer.reserve(4 + bytes.length + 1, 4);
    writer.put(start, 4, bytes.length);
    writer.bytes.set(bytes, start + 4);
    return start;
  };
}

/** A vector of references. */
export function list(nodes: readonly Node[]): Node {
  return (writer) => {
    const start = writer.reserve(4 + nodes.length * REFERENCE_BYTES, 4);
    writer.put(start, 4, nodes.length);
    for (const [index, node] of nodes.entries()) writer.refer(start + 4 + index * REFERENCE_BYTES, node);
    return start;
  };
}

/** A vector of structs, each of as many longs. */
export function structs(items: readonly (readonly (number | bigint)[])[]): Node {
  return (writer) => {
    // The elements are aligned; the length is before them.
    const start = writer.reserve(4, LARGEST_ALIGNMENT) + 4;
    writer.end = start;
    writer.reserve(4, 4);
    writer.put(start, 4, items.length);
    for (const value of items.flat()) writer.put(writer.reserve(8, 8), 8, value);
    return start;
  };
}

/** Returns the bytes of a buffer with its root. */
export function flatbuffer(root: Node): Uint8Array {
  const writer = new Writer();
  writer.refer(writer.reserve(REFERENCE_BYTES, REFERENCE_BYTES), root);
  return writer.bytes.subarray(0, writer.end);
}
