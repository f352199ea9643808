import type { Identity, Json } from "../manifest/identity.ts";

/** One of `count` shares of the users; `index` counts from 1. */
export interface Share {
  index: number;
  count: number;
}

/** Returns the text of `{share}`, such as `2-of-8`, with leading zeros so that names sort in order. */
export function shareName({ index, count }: Share): string {
  const digits = String(count);
  return `${String(index).padStart(digits.length, "0")}-of-${digits}`;
}

/** Returns the share that a run's identity names, if any. The identity may come from a stranger's manifest or journal. */
export function shareOf(identity: Identity | undefined): Share | undefined {
  const { index, count } = below(below(identity, "settings"), "share") as Partial<Share>;
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(count)) return undefined;
  return index! >= 1 && index! <= count! ? { index: index!, count: count! } : undefined;
}

function below(value: Json | undefined, key: string): { readonly [key: string]: Json } {
  const inner = typeof value === "object" && value !== null ? (value as { [key: string]: Json })[key] : undefined;
  return typeof inner === "object" && inner !== null ? (inner as { [key: string]: Json }) : {};
}

/**
 * Returns the names of the shares that are missing among these, which have the same count; neighbours as `2-of-8 to
 * 5-of-8`. Takes time proportional to the number of shares given, not to their count.
 */
export function missingShares(shares: readonly Share[]): string[] {
  const count = shares[0]?.count ?? 0;
  const present = [...new Set(shares.map(({ index }) => index)), count + 1].sort((a, b) => a - b);
  return present.flatMap((index, position) => {
    const [first, last] = [(present[position - 1] ?? 0) + 1, index - 1];
    const name = (of: number) => shareName({ index: of, count });
    if (first > last) return [];
    return [first === last ? name(first) : `${name(first)} to ${name(last)}`];
  });
}
