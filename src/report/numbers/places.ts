import type { Collector } from "../collect/collector.ts";
import type { ReportPlace, ReportPlaces } from "../model.ts";
import { compareTexts } from "./order.ts";

const MOST_PLACES = 5000;
const STATES = /, ([A-Z]{2}(?:-[A-Z]{2})*)$/;

/** All places, those with the most users first. */
export function allPlaces({ texts, users, locationEvents }: Collector): ReportPlace[] {
  const names = texts.locations.list;
  const byLocation = users.usersByLocation(names.length);
  return names
    .map((location, id) => ({
      location,
      state: STATES.exec(location)?.[1] ?? null,
      events: locationEvents[id]!,
      users: byLocation[id]!,
    }))
    .sort(
      (one, other) =>
        other.users - one.users || other.events - one.events || compareTexts(one.location, other.location),
    );
}

export function placesOf(collector: Collector): ReportPlaces | undefined {
  const all = allPlaces(collector);
  if (all.length === 0) return undefined;
  const states = new Map<string, { state: string; events: number; users: number }>();
  for (const { state, events, users } of all) {
    if (state === null) continue;
    const name = state.slice(0, 2);
    const sum = states.get(name) ?? { state: name, events: 0, users: 0 };
    states.set(name, { state: name, events: sum.events + events, users: sum.users + users });
  }
  return {
    count: all.length,
    list: all.slice(0, MOST_PLACES),
    states: [...states.values()].sort((one, other) => other.users - one.users || compareTexts(one.state, other.state)),
  };
}
