import { pairKey } from "./states.ts";
import type { Config } from "./types.ts";

/** The largest total of a weighted list: the original adds weights up in 32 bits with a sign. */
export const MOST_WEIGHT = 2 ** 31 - 1;
const MOST_DECIMALS = 9;
/** The resolution to which proportions are rounded if no power of ten makes them whole. */
const PARTS = 2 ** 30;

/**
 * Whole numbers in proportion to the weights of a list, as docs/reference/engine.md defines them: the weights themselves, or all of them times the
 * smallest power of ten that makes them whole, or their shares of the sum in units of 2^-30.
 * @param weights 0 or more, with a sum from above 0 to MOST_WEIGHT
 */
export function wholeWeights(weights: readonly number[]): number[] {
  if (weights.every(Number.isInteger)) return [...weights];
  for (let decimals = 1; decimals <= MOST_DECIMALS; decimals++) {
    const power = 10 ** decimals;
    const scaled = weights.map((weight) => Math.floor(weight * power + 0.5));
    if (scaled.reduce((sum, weight) => sum + weight, 0) > MOST_WEIGHT) break;
    // A quotient of whole numbers is rounded as the decimal fraction was when it was read.
    if (scaled.every((weight, index) => weight / power === weights[index])) return scaled;
  }
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => Math.floor((weight / sum) * PARTS + 0.5));
}

function withWhole<T extends { weight: number }>(list: readonly T[]): T[] {
  const whole = wholeWeights(list.map(({ weight }) => weight));
  return list.map((entry, index) => ({ ...entry, weight: whole[index] as number }));
}

/** The configuration with whole weights in each of its lists: levels, auths, and the session starts of each auth and level. */
export function withWholeWeights(config: Config): Config {
  const lists = [config.levels, config.auths, config.newSession];
  if (lists.every((list) => list.every(({ weight }) => Number.isInteger(weight)))) return config;
  const groups = new Map<string, number[]>();
  for (const [index, { auth, level }] of config.newSession.entries()) {
    const group = groups.get(pairKey(auth, level)) ?? [];
    groups.set(pairKey(auth, level), group);
    group.push(index);
  }
  const newSession = [...config.newSession];
  for (const group of groups.values()) {
    const whole = withWhole(group.map((index) => newSession[index]!));
    for (const [position, index] of group.entries()) newSession[index] = whole[position]!;
  }
  return { ...config, levels: withWhole(config.levels), auths: withWhole(config.auths), newSession };
}
