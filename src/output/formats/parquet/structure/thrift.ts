/** Numbers of the types in a header: https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md */
const TYPES = { true: 1, false: 2, i16: 4, i32: 5, i64: 6, binary: 8, list: 9, struct: 12 } as const;
/** Zigzag doubles a number and may subtract 1, which is exact in a double only below this. */
const EXACT_LIMIT = 2 ** 52;
const LONGEST_VARINT_BYTES = 10;
const FIRST_BYTES = 1024;

type Integer = number | bigint;
type Binary = string | Uint8Array;

function zigzag(value: Integer): Integer {
  if (typeof value === "number" && Math.abs(value) < EXACT_LIMIT) return value >= 0 ? value * 2 : value * -2 - 1;
  const whole = BigInt(value);
  return whole >= 0n ? whole * 2n : whole * -2n - 1n;
}

function checkRange(value: Integer, bits: number): void {
  const isWhole = typeof value === "bigint" || Number.isInteger(value);
  if (!isWhole || BigInt.asIntN(bits, BigInt(value)) !== BigInt(value))
    throw new RangeError(`${value} is not a whole number of ${bits} bits`);
}

/**
 * Writes one struct in Thrift's compact protocol. Fields go in the order of their ids; one whose value is undefined is
 * left out. Methods for integers throw a RangeError if the value does not fit.
 */
export class ThriftWriter {
  #buffer = new Uint8Array(FIRST_BYTES);
  #length = 0;
  #lastId = 0;

  i16(id: number, value: Integer | undefined): this {
    return this.#integer(id, "i16", 16, value);
  }

  i32(id: number, value: Integer | undefined): this {
    return this.#integer(id, "i32", 32, value);
  }

  i64(id: number, value: Integer | undefined): this {
    return this.#integer(id, "i64", 64, value);
  }

  bool(id: number, value: boolean | undefined): this {
    if (value !== undefined) this.#header(id, value ? TYPES.true : TYPES.false);
    return this;
  }

  binary(id: number, value: Binary | undefined): this {
    if (value === undefined) return this;
    this.#header(id, TYPES.binary);
    this.#bytes(value);
    return this;
  }

  /** @param write writes the fields of the struct */
  struct(id: number, write: (writer: this) => void): this {
    this.#header(id, TYPES.struct);
    this.#nested(() => write(this));
    return this;
  }

  structs<Item>(id: number, items: readonly Item[], write: (writer: this, item: Item, index: number) => void): this {
    return this.#list(id, TYPES.struct, items, (item, index) => this.#nested(() => write(this, item, index)));
  }

  i32s(id: number, values: readonly Integer[]): this {
    return this.#list(id, TYPES.i32, values, (value) => this.#checked(value, 32));
  }

  i64s(id: number, values: readonly Integer[]): this {
    return this.#list(id, TYPES.i64, values, (value) => this.#checked(value, 64));
  }

  binaries(id: number, values: readonly Binary[]): this {
    return this.#list(id, TYPES.binary, values, (value) => this.#bytes(value));
  }

  /** In a list a bool is a byte, 1 or 2, as the libraries for C++ and Java write it. */
  bools(id: number, values: readonly boolean[]): this {
    return this.#list(id, TYPES.true, values, (value) => this.#byte(value ? TYPES.true : TYPES.false));
  }

  /** Ends the struct. Returns its bytes, and begins another one. */
  finish(): Uint8Array {
    this.#byte(0);
    const bytes = this.#buffer.slice(0, this.#length);
    this.#length = 0;
    this.#lastId = 0;
    return bytes;
  }

  #integer(id: number, type: keyof typeof TYPES, bits: number, value: Integer | undefined): this {
    if (value === undefined) return this;
    this.#header(id, TYPES[type]);
    this.#checked(value, bits);
    return this;
  }

  #list<Item>(id: number, type: number, items: readonly Item[], write: (item: Item, index: number) => void): this {
    this.#header(id, TYPES.list);
    if (items.length < 15) this.#byte((items.length << 4) | type);
    else {
      this.#byte(0xf0 | type);
      this.#varint(items.length);
    }
    items.forEach(write);
    return this;
  }

  #nested(write: () => void): void {
    const outerId = this.#lastId;
    this.#lastId = 0;
    write();
    this.#byte(0);
    this.#lastId = outerId;
  }

  #header(id: number, type: number): void {
    const step = id - this.#lastId;
    if (step <= 0) throw new RangeError(`field ${id} comes after field ${this.#lastId}`);
    if (step < 16) this.#byte((step << 4) | type);
    else {
      this.#byte(type);
      this.#varint(zigzag(id));
    }
    this.#lastId = id;
  }

  #checked(value: Integer, bits: number): void {
    checkRange(value, bits);
    this.#varint(zigzag(value));
  }

  #bytes(value: Binary): void {
    const bytes = typeof value === "string" ? Buffer.from(value) : value;
    this.#varint(bytes.length);
    this.#reserve(bytes.length);
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  #varint(value: Integer): void {
    this.#reserve(LONGEST_VARINT_BYTES);
    let rest = value;
    while (rest > 127) {
      this.#buffer[this.#length++] = Number(typeof rest === "bigint" ? rest & 127n : rest % 128) | 128;
      rest = typeof rest === "bigint" ? rest >> 7n : Math.floor(rest / 128);
    }
    this.#buffer[this.#length++] = Number(rest);
  }

  #byte(value: number): void {
    this.#reserve(1);
    this.#buffer[this.#length++] = value;
  }

  #reserve(byteLength: number): void {
    const needed = this.#length + byteLength;
    if (needed <= this.#buffer.length) return;
    const larger = new Uint8Array(Math.max(needed, this.#buffer.length * 2));
    larger.set(this.#buffer.subarray(0, this.#length));
    this.#buffer = larger;
  }
}
