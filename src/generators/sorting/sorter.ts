import { ARENA_BYTES, type Record, RecordBuffer, recordOf } from "./records.ts";
import { SpillFile, type Stretch, StretchReader } from "./spill.ts";

/** Memory of all readers of a merge together, and the least of one. */
const MERGE_BYTES = 4 * 2 ** 20;
const LEAST_READER_BYTES = 16_384;
/** Stretches that are merged at once; more are merged in several rounds. */
const MOST_STRETCHES = MERGE_BYTES / LEAST_READER_BYTES / 2;

/** Readers by the keys that they stand at; of equal keys the earlier stretch comes first. */
class Merge {
  readonly #heap: { reader: StretchReader; order: number }[] = [];

  constructor(readers: readonly StretchReader[]) {
    for (const [order, reader] of readers.entries()) {
      if (reader.current === undefined) continue;
      this.#heap.push({ reader, order });
      this.#rise(this.#heap.length - 1);
    }
  }

  #isBefore(one: number, other: number): boolean {
    const [first, second] = [this.#heap[one]!, this.#heap[other]!];
    const difference = first.reader.current!.key.compare(second.reader.current!.key);
    return difference < 0 || (difference === 0 && first.order < second.order);
  }

  #swap(one: number, other: number): void {
    const first = this.#heap[one]!;
    this.#heap[one] = this.#heap[other]!;
    this.#heap[other] = first;
  }

  #rise(index: number): void {
    for (let at = index; at > 0 && this.#isBefore(at, (at - 1) >> 1); at = (at - 1) >> 1) this.#swap(at, (at - 1) >> 1);
  }

  #sink(): void {
    for (let at = 0; ; ) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < this.#heap.length && this.#isBefore(child, least)) least = child;
      if (least === at) return;
      this.#swap(at, least);
      at = least;
    }
  }

  *records(): Generator<Record> {
    while (this.#heap.length > 0) {
      const { reader } = this.#heap[0]!;
      yield reader.current!;
      reader.advance();
      if (reader.current === undefined) {
        const last = this.#heap.pop()!;
        if (this.#heap.length > 0) this.#heap[0] = last;
      }
      this.#sink();
    }
  }
}

function pieceOf({ key, value }: Record): Buffer {
  const head = Buffer.allocUnsafe(8);
  head.writeUInt32LE(key.length, 0);
  head.writeUInt32LE(value.length, 4);
  return Buffer.concat([head, key, value]);
}

/**
 * Sorts any number of records by the bytes of their keys, in 8 MiB of memory and, where that does not suffice, a file. Records of equal keys
 * keep their order.
 */
export class Sorter {
  readonly #buffer: RecordBuffer;
  readonly #stretches: Stretch[] = [];
  #file: SpillFile | undefined;

  /** @param folder where the file may be */
  constructor(
    private readonly folder: string,
    bufferBytes = ARENA_BYTES,
  ) {
    this.#buffer = new RecordBuffer(bufferBytes);
  }

  add(key: Uint8Array, value: Uint8Array): void {
    if (this.#buffer.add(key, value)) return;
    this.#spill();
    this.#buffer.add(key, value);
  }

  #spill(): void {
    this.#buffer.sort();
    this.#file ??= new SpillFile(this.folder);
    this.#stretches.push(this.#file.append(this.#buffer.pieces()));
    this.#buffer.clear();
  }

  /** The records in order, once; nothing can be added after it. Each is valid until the next one is asked for. */
  *sorted(): Generator<Record> {
    try {
      if (this.#file === undefined) {
        this.#buffer.sort();
        for (const piece of this.#buffer.pieces()) yield recordOf(piece);
        return;
      }
      if (!this.#buffer.isEmpty) this.#spill();
      while (this.#stretches.length > MOST_STRETCHES) this.#mergeSome();
      yield* this.#merge(this.#stretches);
    } finally {
      this.#file?.close();
    }
  }

  *#merge(stretches: readonly Stretch[]): Generator<Record> {
    const bytes = Math.max(LEAST_READER_BYTES, Math.floor(MERGE_BYTES / stretches.length));
    yield* new Merge(stretches.map((stretch) => new StretchReader(this.#file!, stretch, bytes))).records();
  }

  /** Merges the first stretches into one, which takes their place, so that equal keys keep their order. */
  #mergeSome(): void {
    const first = this.#stretches.splice(0, MOST_STRETCHES);
    const pieces = function* (records: Iterable<Record>) {
      for (const record of records) yield pieceOf(record);
    };
    this.#stretches.unshift(this.#file!.append(pieces(this.#merge(first))));
  }
}
