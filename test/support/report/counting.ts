// Counts over all events at once, with maps, sets and sorting: slow and plain. It shares no code with src/report.

export interface PlainEvent {
  ts: number;
  userId?: string;
  sessionId: number;
  page: string;
  level: string;
  itemInSession: number;
  location?: string;
  registration?: number;
  artist?: string;
  song?: string;
}

const DAY_MS = 86_400_000;
export const WEEK_MS = 7 * DAY_MS;
/** A Monday. */
const FIRST_MONDAY_MS = Date.parse("1969-12-29T00:00:00Z");

export const isoOf = (ts: number): string => new Date(ts).toISOString();
export const dayOf = (ts: number): string => isoOf(ts).slice(0, -14);
export const hourOf = (ts: number): string => isoOf(ts).slice(0, -11);
export const mondayMs = (ts: number): number =>
  FIRST_MONDAY_MS + Math.floor((ts - FIRST_MONDAY_MS) / WEEK_MS) * WEEK_MS;
export const weekOf = (ts: number): string => dayOf(mondayMs(ts));

export function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

/** In the order of UTF-8. */
export const byUtf8 = (one: string, other: string): number => Buffer.compare(Buffer.from(one), Buffer.from(other));
export const named = ({ userId }: PlainEvent): boolean => userId !== undefined && userId !== "";
export const usersIn = (events: readonly PlainEvent[]): Set<string> =>
  new Set(events.filter(named).map(({ userId }) => userId!));
export const songsIn = (events: readonly PlainEvent[]): PlainEvent[] =>
  events.filter(({ page }) => page === "NextSong");
export const minimum = (values: readonly number[]): number =>
  values.reduce((least, value) => Math.min(least, value), Infinity);
export const maximum = (values: readonly number[]): number =>
  values.reduce((most, value) => Math.max(most, value), -Infinity);

export interface PlainSession {
  events: PlainEvent[];
  firstTs: number;
  seconds: number;
}

export function sessionsIn(events: readonly PlainEvent[]): PlainSession[] {
  return [...groupBy(events, ({ sessionId }) => sessionId).values()].map((own) => {
    const times = own.map(({ ts }) => ts);
    return { events: own, firstTs: minimum(times), seconds: (maximum(times) - minimum(times)) / 1000 };
  });
}

/** Sessions with each page, and with the second one after the first. */
export function funnelIn(sessions: readonly PlainSession[], first: string, second: string): [number, number] {
  const items = (session: PlainSession, page: string) =>
    session.events.filter((event) => event.page === page).map(({ itemInSession }) => itemInSession);
  const began = sessions.filter((session) => items(session, first).length > 0);
  const finished = began.filter((session) =>
    items(session, first).some((one) => items(session, second).some((other) => other > one)),
  );
  return [began.length, finished.length];
}

/** The registration of each user, the earliest if there are several. */
export function registrationsIn(events: readonly PlainEvent[]): Map<string, number> {
  const known = events.filter((event) => named(event) && event.registration !== undefined);
  return new Map(
    [...groupBy(known, ({ userId }) => userId!)].map(([user, own]) => [
      user,
      minimum(own.map(({ registration }) => registration!)),
    ]),
  );
}

/** The smallest value that at least so many percent of the values do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted.find((_, index) => (index + 1) * 100 >= percent * sorted.length)!;
}

/** What is played, the most played first. */
export function played<Key extends "artist" | "song">(events: readonly PlainEvent[], keys: readonly Key[]) {
  const songs = songsIn(events).filter(({ artist, song }) => artist !== undefined && song !== undefined);
  return [...groupBy(songs, (event) => JSON.stringify(keys.map((key) => event[key]))).values()]
    .map((own) => ({ ...Object.fromEntries(keys.map((key) => [key, own[0]![key]!])), plays: own.length }))
    .map((item) => item as Record<Key, string> & { plays: number })
    .sort((one, other) => {
      const [key, next] = keys as readonly [Key, Key | undefined];
      return other.plays - one.plays || byUtf8(one[key], other[key]) || (next ? byUtf8(one[next], other[next]) : 0);
    });
}
