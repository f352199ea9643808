import type { UsageError } from "../../system/errors.ts";
import { lineError, type Place } from "./lines.ts";

const MEBIBYTE = 2 ** 20;
/** Bytes for a row's strings, their places in columns, and garbage from growing columns. */
const ROW_BYTES = 280;
/** Bytes for a row in the compiled model, without the model's copy of its texts. */
const MODEL_ROW_BYTES = 150;
/** The model is built in a buffer that grows, and then copied into the shared memory. */
const MODEL_COPIES = 2;
/** Addresses of the model are signed 32-bit numbers while it is built. */
const MOST_MODEL_BYTES = 2 ** 31 - 2 ** 24;

/** The memory that a catalog may take. */
export interface RoomLimit {
  /** Bytes of the process's memory for the rows and the tables compiled from them. */
  byteLength: number;
  /** The origin of the limit, for messages. */
  origin: string;
  /** The part of these bytes that the JavaScript heap can take. */
  heapBytes: number;
}

/** Counts the memory of rows while they are read, so that an endless file is refused before it fills the memory. */
export class Room {
  #heapBytes = 0;
  #modelBytes = 0;

  constructor(private readonly limit: RoomLimit) {}

  /** Counts a row that is kept, or pairs that take only these bytes. Throws UsageError if there is no room. */
  takeRow(line: string, place: Place): void {
    this.#heapBytes += ROW_BYTES + 2 * line.length;
    this.#modelBytes += MODEL_ROW_BYTES + 2 * line.length;
    this.#check(place);
  }

  takeBytes(byteLength: number, place: Place): void {
    this.#heapBytes += byteLength;
    this.#modelBytes += byteLength;
    this.#check(place);
  }

  /** The bytes taken so far, to return to if a file is read a second time. */
  mark(): { heapBytes: number; modelBytes: number } {
    return { heapBytes: this.#heapBytes, modelBytes: this.#modelBytes };
  }

  returnTo({ heapBytes, modelBytes }: ReturnType<Room["mark"]>): void {
    this.#heapBytes = heapBytes;
    this.#modelBytes = modelBytes;
  }

  #check(place: Place): void {
    const { byteLength, origin, heapBytes } = this.limit;
    if (this.#modelBytes > MOST_MODEL_BYTES) throw this.#refusal(place, "2 GiB of model can be addressed", "");
    if (this.#heapBytes > heapBytes)
      throw this.#refusal(place, `the JavaScript heap has room for ${inMebibytes(heapBytes)}`, "");
    if (this.#heapBytes + MODEL_COPIES * this.#modelBytes > byteLength)
      throw this.#refusal(place, `${origin} leaves ${inMebibytes(byteLength)} for them`, ", or give a larger -Xmx");
  }

  #refusal(place: Place, limit: string, otherwise: string): UsageError {
    const taken = inMebibytes(this.#heapBytes + MODEL_COPIES * this.#modelBytes);
    return lineError(
      place,
      `the data files take more than ${taken} of memory up to here; ${limit}: leave the rarest rows out${otherwise}`,
    );
  }
}

function inMebibytes(byteLength: number): string {
  return `${Math.floor(byteLength / MEBIBYTE).toLocaleString("en-US")} MiB`;
}
