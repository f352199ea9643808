import type { Config } from "../config/types.ts";
import type { StateTable } from "./transitions.ts";

export interface Pair {
  auth: string;
  level: string;
}

/** Auths and levels by number; a pair is auth * levels + level. */
export class Pairs {
  readonly auths: string[];
  readonly levels: string[];

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
  }

  get count(): number {
    return this.auths.length * this.levels.length;
  }

  of({ auth, level }: Pair): number {
    return this.auths.indexOf(auth) * this.levels.length + this.levels.indexOf(level);
  }

  at(pair: number): Pair {
    const level = pair % this.levels.length;
    return { auth: this.auths[(pair - level) / this.levels.length] as string, level: this.levels[level] as string };
  }
}
