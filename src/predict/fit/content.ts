import { type Content, contentFrom, type Setting } from "../../config/content/content.ts";
import type { Config } from "../../config/types.ts";

/** Digits of a probability, a share and a time: enough for figures within a thousandth, and few enough to be read. */
const PROBABILITY_DIGITS = 6;
const TIME_DIGITS = 5;
const SHARE_DECIMALS = 5;
const WEIGHT_PARTS = 10_000;
const MOST_DECIMALS = 12;

/** Rounded down, so that a sum never passes 1: what is lost goes to the end of the session. */
export function roundedDown(p: number): number {
  if (p <= 0 || p >= 1) return Math.max(0, Math.min(1, p));
  const decimals = Math.min(MOST_DECIMALS, PROBABILITY_DIGITS - 1 - Math.floor(Math.log10(p)));
  // A number that was read from as many digits stays as it is.
  return Number(`${Math.floor(Number(`${p.toFixed(20)}e${decimals}`) * (1 + 1e-12) + 1e-9)}e-${decimals}`);
}

const time = (seconds: number) => String(Number(seconds.toPrecision(TIME_DIGITS)));
const share = (value: number) => String(Number(value.toFixed(SHARE_DECIMALS)));

/** The content of a population as another configuration of the same states has it, with numbers that a person can read. */
export function contentOf(base: Content, config: Config): Content {
  const numbers: Readonly<Record<string, string>> = {
    alpha: time(config.alphaSeconds),
    beta: time(config.betaSeconds),
    damping: share(config.damping),
    "weekend-damping": share(config.weekendDamping),
  };
  const settings: Setting[] = base.settings
    .filter(({ key }) => !Object.hasOwn(numbers, key))
    .concat(Object.entries(numbers).map(([key, json]) => ({ key, json })));
  const total = config.levels.reduce((sum, { weight }) => sum + weight, 0);
  const levels = config.levels.map(({ level, weight }) => ({
    level,
    weight: Math.round((weight / total) * WEIGHT_PARTS),
  }));
  return contentFrom(settings, (table) => {
    if (table === "levels") return levels;
    if (table !== "transitions") return base.tables[table];
    return base.tables.transitions.map((entry, index) => ({
      ...entry,
      p: roundedDown(config.transitions[index]!.probability),
    }));
  });
}
