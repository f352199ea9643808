// FlatBuffers: https://flatbuffers.dev/internals/
//
// Arrow's libraries follow the offsets and lengths of a message unchecked. Here every one is checked against the bytes.
const SIZE_BYTES = 4;
const SLOT_BYTES = 2;
const VTABLE_HEAD_BYTES = 4;
/** Of a name, and of a list of tables. Several may have the same place, so the bytes do not bound them. */
const MOST_STRING_BYTES = 4096;
const MOST_TABLES = 10_000;

/** A table: fields are numbered by their slot in the schema, and may be absent. Throws Error if it is not within its bytes. */
export class Table {
  readonly #vtable: number;
  readonly #vtableBytes: number;

  constructor(
    readonly view: DataView,
    readonly at: number,
  ) {
    this.#vtable = at - view.getInt32(at, true);
    this.#vtableBytes = view.getUint16(this.#vtable, true);
  }

  /** The table that the bytes of a message begin with. */
  static root(bytes: Uint8Array): Table {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return new Table(view, view.getUint32(0, true));
  }

  /** The place of a field, or undefined if it is absent. */
  #field(slot: number): number | undefined {
    const entry = VTABLE_HEAD_BYTES + slot * SLOT_BYTES;
    if (entry + SLOT_BYTES > this.#vtableBytes) return undefined;
    const offset = this.view.getUint16(this.#vtable + entry, true);
    return offset === 0 ? undefined : this.at + offset;
  }

  byte(slot: number, otherwise = 0): number {
    const at = this.#field(slot);
    return at === undefined ? otherwise : this.view.getInt8(at);
  }

  int16(slot: number): number {
    const at = this.#field(slot);
    return at === undefined ? 0 : this.view.getInt16(at, true);
  }

  int32(slot: number): number {
    const at = this.#field(slot);
    return at === undefined ? 0 : this.view.getInt32(at, true);
  }

  /** Exact up to 2^53. */
  int64(slot: number): number {
    const at = this.#field(slot);
    return at === undefined ? 0 : Number(this.view.getBigInt64(at, true));
  }

  table(slot: number): Table | undefined {
    const at = this.#field(slot);
    return at === undefined ? undefined : new Table(this.view, at + this.view.getUint32(at, true));
  }

  string(slot: number): string {
    const { start, length } = this.#vector(slot, 1);
    if (length > MOST_STRING_BYTES) throw new Error(`its metadata has a name of ${length} bytes`);
    return Buffer.from(this.view.buffer as ArrayBuffer, this.view.byteOffset + start, length).toString();
  }

  tables(slot: number): Table[] {
    const { start, length } = this.#vector(slot, SIZE_BYTES);
    if (length > MOST_TABLES) throw new Error(`its metadata declares ${length} items`);
    return Array.from({ length }, (_, index) => {
      const at = start + index * SIZE_BYTES;
      return new Table(this.view, at + this.view.getUint32(at, true));
    });
  }

  /** Structures of `width` numbers of 64 bits. */
  numbers(slot: number, width: number): number[][] {
    const { start, length } = this.#vector(slot, width * 8);
    return Array.from({ length }, (_, index) =>
      Array.from({ length: width }, (__, part) =>
        Number(this.view.getBigInt64(start + (index * width + part) * 8, true)),
      ),
    );
  }

  #vector(slot: number, itemBytes: number): { start: number; length: number } {
    const at = this.#field(slot);
    if (at === undefined) return { start: 0, length: 0 };
    const start = at + this.view.getUint32(at, true);
    const length = this.view.getUint32(start, true);
    if (length * itemBytes > this.view.byteLength - start - SIZE_BYTES)
      throw new Error(`its metadata declares ${length} items`);
    return { start: start + SIZE_BYTES, length };
  }
}
