import type { SimulatedEvent } from "../../../src/schema/event.ts";

/** A line of output, read. */
export type Line = SimulatedEvent;

/** The user of an event, also of one that does not name it. */
export function userOf({ sessionId }: Line): number {
  return Math.floor(sessionId / 1_000_000);
}

/** Each event with the one before it for which `keyOf` says the same. */
export function neighbours(events: Line[], keyOf: (event: Line) => number): [Line, Line][] {
  const last = new Map<number, Line>();
  const pairs: [Line, Line][] = [];
  for (const event of events) {
    const before = last.get(keyOf(event));
    if (before) pairs.push([before, event]);
    last.set(keyOf(event), event);
  }
  return pairs;
}

/** An event without the keys that are null: JSON leaves out what formats with places have as null. */
export function withoutNulls<V>(event: Readonly<Record<string, V>>): Record<string, V> {
  return Object.fromEntries(Object.entries(event).filter(([, value]) => value !== null));
}

/** The events of lines as formats with types have them: without keys that are null, and with numbers that JSON has as strings. */
export function typedEventsOf(lines: readonly string[]): Record<string, string | number>[] {
  return lines.map((line) => {
    const event = JSON.parse(line) as Record<string, string | number>;
    if (typeof event.length === "string") event.length = Number(event.length);
    return withoutNulls(event);
  });
}
