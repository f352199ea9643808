import { arrange } from "../reference/disorder.ts";

/** A line of the truth file. */
export interface Fate {
  ts: number;
  userId: string;
  sessionId: number;
  itemInSession: number;
  what: "late" | "duplicate" | "lost" | "outage" | "burst";
  arrival?: number;
}

interface Named {
  ts: number;
  sessionId: number;
  itemInSession: number;
}

const keyOf = ({ sessionId, itemInSession }: Pick<Named, "sessionId" | "itemInSession">) =>
  `${sessionId} ${itemInSession}`;

export function fatesOf(lines: readonly string[]): Fate[] {
  return lines.map((line) => JSON.parse(line) as Fate);
}

/** The instants at which an event arrives that has these fates. */
function arrivalsOf({ ts }: Named, fates: readonly Fate[]): number[] {
  if (fates.some(({ what }) => what === "lost")) return [];
  const moved = fates.find(({ what }) => what !== "duplicate");
  const copies = fates.filter(({ what }) => what === "duplicate");
  return [moved?.arrival ?? ts, ...copies.map(({ arrival }) => arrival!)];
}

/**
 * Applies the truth to the lines of a run without disorder. Throws if a fate belongs to no event, to one at another time or of
 * another user, or contradicts another.
 */
export function applyTruth(plain: readonly string[], fates: readonly Fate[]): string[] {
  const byEvent = new Map<string, Fate[]>();
  for (const fate of fates) byEvent.set(keyOf(fate), [...(byEvent.get(keyOf(fate)) ?? []), fate]);
  const events = plain.map((line) => ({ line, ...(JSON.parse(line) as Named) }));
  const arrived = arrange(events, (event) => {
    const own = byEvent.get(keyOf(event)) ?? [];
    byEvent.delete(keyOf(event));
    const kinds = own.map(({ what }) => (what === "duplicate" ? "copy" : "itself"));
    if (new Set(kinds).size !== kinds.length) throw new Error(`two fates of ${event.line}`);
    if (own.some(({ ts, userId }) => ts !== event.ts || Number(userId) !== Math.floor(event.sessionId / 1_000_000)))
      throw new Error(`a fate names another event than ${event.line}`);
    return arrivalsOf(event, own).map((arrival) => Math.floor(arrival / 1000));
  });
  if (byEvent.size > 0) throw new Error(`${byEvent.size} fates belong to no event`);
  return arrived.map(({ line }) => line);
}
