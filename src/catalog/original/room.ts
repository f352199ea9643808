import type { UsageError } from "../../system/errors.ts";
import { lineError, type Place } from "./lines.ts";

const MEBIBYTE = 2 ** 20;
/** A row's strings, their places in columns, and what growing columns leave behind. */
const ROW_BYTES = 280;
/** A row in the compiled model, beside its texts, which are there once more. */
const MODEL_ROW_BYTES = 150;
/** The model is built in a buffer that grows, and then copied into the shared memory. */
const MODEL_COPIES = 2;
/** Addresses of the model are 32-bit numbers with a sign while it is built. */
const MOST_MODEL_BYTES = 2 ** 31 - 2 ** 24;

/** The memory that a catalog may take. */
export interface RoomLimit {
  /** Of the process, for the rows and what is compiled of them. */
  byteLength: number;
  /** Who says so. */
  origin: string;
  /** Of these, what the JavaScript heap has left. */
  heapBytes: number;
}

/** Counts what rows take while they are read, so that a file without an end is refused and not kept. */
export class Room {
  #heapBytes = 0;
  #modelBytes = 0;

  constructor(private readonly limit: RoomLimit) {}

  /** Counts a row that is kept, or pairs that take nothing but these bytes. Throws UsageError where there is no room. */
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

  /** What has been taken so far, to come back to where a file is read once more. */
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
