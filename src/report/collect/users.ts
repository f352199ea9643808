import { type MemoryMeter, withRoom } from "./memory.ts";
import { NumberTable } from "./number-table.ts";

/** A number and a place of it as one key: places are fewer than this. */
const MOST_LOCATIONS = 2 ** 21;

/** Users by their ids: 12 bytes each, up to half of them again for room, and those of NumberTable; a bit for each day and level is in Day. */
export class Users {
  readonly #table: NumberTable;
  #registrations = new Float64Array(0);
  /** The number of the user's first location and 1; 0 without one. */
  #locations = new Int32Array(0);
  /** Further locations of a user, as pairs; users of ours have one. */
  readonly #moves: NumberTable;

  constructor(private readonly meter: MemoryMeter) {
    this.#table = new NumberTable(meter);
    this.#moves = new NumberTable(meter);
  }

  /** Returns the user's index. @param registration the earliest one counts; NaN without one */
  add(key: number, registration: number, location: number): number {
    const { size } = this.#table;
    const index = this.#table.indexOf(key);
    if (index >= this.#registrations.length) {
      this.#registrations = withRoom(this.#registrations, index, this.meter);
      this.#locations = withRoom(this.#locations, index, this.meter);
    }
    if (index === size) this.#registrations[index] = Number.NaN;
    const known = this.#registrations[index]!;
    if (registration < known || (Number.isNaN(known) && !Number.isNaN(registration)))
      this.#registrations[index] = registration;
    if (location >= 0 && this.#locations[index] !== location + 1) this.#move(index, location);
    return index;
  }

  #move(index: number, location: number): void {
    if (this.#locations[index] === 0) this.#locations[index] = location + 1;
    else if (location < MOST_LOCATIONS) this.#moves.indexOf(index * MOST_LOCATIONS + location);
  }

  get count(): number {
    return this.#table.size;
  }

  /** Milliseconds since 1970, NaN without one. */
  get registrations(): Float64Array {
    return this.#registrations.subarray(0, this.count);
  }

  /** The number of users of each location. */
  usersByLocation(locations: number): Float64Array {
    const users = new Float64Array(locations);
    for (let index = 0; index < this.count; index++)
      if (this.#locations[index]! > 0) users[this.#locations[index]! - 1]!++;
    for (let move = 0; move < this.#moves.size; move++) users[this.#moves.keyAt(move) % MOST_LOCATIONS]!++;
    return users;
  }
}
