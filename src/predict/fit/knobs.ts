import { stateKey } from "../../config/states.ts";
import type { Config, Transition } from "../../config/types.ts";

/** What is changed in a population of the music site to reach figures. */
export interface Knobs {
  /** Factors on the weights of leaving, and of the pages that lead to a change. */
  leave: number;
  upgrade: number;
  downgrade: number;
  cancel: number;
  betaSeconds: number;
  alphaSeconds: number;
  /** Share of the users who are drawn as paying. */
  paid: number;
  weekendDamping: number;
  damping: number;
}

export const FREE = "free";
export const PAID = "paid";

/** Pages by the factor that counts for transitions to them: the page with the offer, and the form. */
const FACTOR_OF_PAGE: ReadonlyMap<string, "upgrade" | "downgrade" | "cancel"> = new Map([
  ["Upgrade", "upgrade"],
  ["Submit Upgrade", "upgrade"],
  ["Downgrade", "downgrade"],
  ["Submit Downgrade", "downgrade"],
  ["Cancel", "cancel"],
]);

/** A population whose knobs can be turned: one of the music site, with its levels. */
export class Population {
  /** Indices of the transitions that leave each state. */
  readonly #rows: number[][];

  constructor(readonly config: Config) {
    const rows = new Map<string, number[]>();
    for (const [index, { source }] of config.transitions.entries()) {
      const row = rows.get(stateKey(source)) ?? [];
      rows.set(stateKey(source), row);
      row.push(index);
    }
    this.#rows = [...rows.values()];
  }

  /** The knobs as the population has them. */
  get knobs(): Knobs {
    const { betaSeconds, alphaSeconds, weekendDamping, damping, levels } = this.config;
    const weight = (isOwn: (level: string) => boolean) =>
      levels.reduce((sum, entry) => sum + (isOwn(entry.level) ? entry.weight : 0), 0);
    return {
      ...{ leave: 1, upgrade: 1, downgrade: 1, cancel: 1, betaSeconds, alphaSeconds, weekendDamping, damping },
      paid: weight((level) => level === PAID) / weight(() => true),
    };
  }

  /** The configuration with the knobs turned. */
  turned(knobs: Knobs): Config {
    const { betaSeconds, alphaSeconds, weekendDamping, damping, paid } = knobs;
    return {
      ...this.config,
      ...{ betaSeconds, alphaSeconds, weekendDamping, damping },
      levels: [
        { level: FREE, weight: 1 - paid },
        { level: PAID, weight: paid },
      ],
      transitions: this.#transitions(knobs),
    };
  }

  /** Each row is weighted anew, its end included, and divided by its sum. */
  #transitions(knobs: Knobs): Transition[] {
    const result = [...this.config.transitions];
    for (const row of this.#rows) {
      const given = row.map((index) => result[index]!);
      const end = Math.max(0, 1 - given.reduce((sum, { probability }) => sum + probability, 0));
      const weights = given.map(({ dest, probability }) => {
        const factor = FACTOR_OF_PAGE.get(dest.page);
        return probability * (factor === undefined ? 1 : knobs[factor]);
      });
      const total = weights.reduce((sum, weight) => sum + weight, end * knobs.leave);
      // A state of which all ways are closed ends the session.
      if (total > 0)
        for (const [place, index] of row.entries())
          result[index] = { ...given[place]!, probability: weights[place]! / total };
    }
    return result;
  }
}
