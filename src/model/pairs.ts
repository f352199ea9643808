import type { Config } from "../config/types.ts";
import { UsageError } from "../system/errors.ts";
import { printable } from "../system/printable.ts";
import type { StateTable } from "./transitions.ts";

export interface Pair {
  auth: string;
  level: string;
}

/** Each has a list of session starts, which takes 32 bytes. */
const MOST_PAIRS = 2 ** 20;

function numbersOf(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map(names.map((name, index) => [name, index]));
}

/** Auths and levels by number; a pair is auth * levels + level. */
export class Pairs {
  readonly auths: string[];
  readonly levels: string[];
  readonly #authNumbers: ReadonlyMap<string, number>;
  readonly #levelNumbers: ReadonlyMap<string, number>;

  constructor(config: Config, { states }: StateTable) {
    const unique = (names: string[]) => [...new Set(names)];
    this.auths = unique([
      ...config.auths.map(({ auth }) => auth),
      ...states.map(({ auth }) => auth),
      config.newUserAuth,
    ]);
    this.levels = unique([
      ...config.levels.map(({ level }) => level),
      ...states.map(({ level }) => level),
      config.newUserLevel,
    ]);
    this.#authNumbers = numbersOf(this.auths);
    this.#levelNumbers = numbersOf(this.levels);
    if (this.count <= MOST_PAIRS) return;
    throw new UsageError(
      `${printable(config.file)}: ${this.auths.length} auths with ${this.levels.length} levels are ${this.count} pairs; at most ${MOST_PAIRS} are possible`,
    );
  }

  get count(): number {
    return this.auths.length * this.levels.length;
  }

  of({ auth, level }: Pair): number {
    return this.authNumber(auth) * this.levels.length + this.levelNumber(level);
  }

  authNumber(auth: string): number {
    return this.#authNumbers.get(auth) as number;
  }

  levelNumber(level: string): number {
    return this.#levelNumbers.get(level) as number;
  }

  at(pair: number): Pair {
    const level = pair % this.levels.length;
    return { auth: this.auths[(pair - level) / this.levels.length] as string, level: this.levels[level] as string };
  }
}
