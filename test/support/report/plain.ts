// The numbers of a report, counted a second time, as the comments of src/report/model.ts define them.

import type { Report, ReportDistribution, ReportTail } from "../../../src/report/model.ts";
import {
  byUtf8,
  dayOf,
  funnelIn,
  groupBy,
  hourOf,
  isoOf,
  maximum,
  minimum,
  mondayMs,
  named,
  type PlainEvent,
  type PlainSession,
  percentile,
  played,
  registrationsIn,
  sessionsIn,
  songsIn,
  usersIn,
  WEEK_MS,
} from "./counting.ts";

/** A distribution without its bins; those of the report are checked with its own edges. */
function distribution(values: readonly number[], { bins }: ReportDistribution): ReportDistribution {
  return {
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    median: percentile(values, 50),
    p95: percentile(values, 95),
    p99: percentile(values, 99),
    max: maximum(values),
    bins: bins.map(({ from, to }) => ({
      ...{ from, to },
      count: values.filter((value) => value >= from && value < (to ?? Infinity)).length,
    })),
  };
}

function frequencies(events: readonly PlainEvent[], key: "page" | "level") {
  return [...groupBy(events, (event) => event[key])]
    .map(([name, own]) => ({ [key]: name, events: own.length, share: own.length / events.length }))
    .sort((one, other) => other.events - one.events || byUtf8(String(one[key]), String(other[key])));
}

function tail(items: readonly { plays: number }[], ranks: readonly { rank: number }[]): ReportTail {
  const plays = items.map((item) => item.plays);
  const sum = (most: number) => plays.slice(0, most).reduce((total, count) => total + count, 0);
  return {
    distinct: items.length,
    ranks: ranks.map(({ rank }) => ({ rank, plays: plays[rank - 1]! })),
    shareOfTop: { top1: sum(1) / sum(Infinity), top10: sum(10) / sum(Infinity), top100: sum(100) / sum(Infinity) },
  };
}

function days(events: readonly PlainEvent[], sessions: readonly PlainSession[]): Report["days"] {
  const registered = [...registrationsIn(events).values()].map(dayOf);
  const seen = new Set<string>();
  return [...groupBy(events, ({ ts }) => dayOf(ts))]
    .sort(([, one], [, other]) => one[0]!.ts - other[0]!.ts)
    .map(([day, own]) => {
      const users = usersIn(own);
      const newUsers = [...users].filter((user) => !seen.has(user)).length;
      for (const user of users) seen.add(user);
      return {
        ...{ day, events: own.length, songs: songsIn(own).length, users: users.size, newUsers, usersSoFar: seen.size },
        sessions: sessions.filter(({ firstTs }) => dayOf(firstTs) === day).length,
        registrations: registered.filter((other) => other === day).length,
      };
    });
}

function levelDays(events: readonly PlainEvent[]): Report["levelDays"] {
  return [...groupBy(events, ({ ts, level }) => JSON.stringify([dayOf(ts), level])).values()]
    .map((own) => ({
      day: dayOf(own[0]!.ts),
      level: own[0]!.level,
      events: own.length,
      users: usersIn(own).size,
      ts: own[0]!.ts,
    }))
    .sort((one, other) => (one.day === other.day ? byUtf8(one.level, other.level) : one.ts - other.ts))
    .map(({ ts: _, ...others }) => others);
}

function retention(events: readonly PlainEvent[]): Report["retention"] {
  const times = events.map(({ ts }) => ts);
  const [first, last] = [mondayMs(minimum(times)), mondayMs(maximum(times))];
  const cohortOf = (ts: number): number | null => (mondayMs(ts) < first ? null : mondayMs(ts));
  const registrations = [...registrationsIn(events)].filter(([, ts]) => mondayMs(ts) <= last);
  const cohorts = [...groupBy(registrations, ([, ts]) => cohortOf(ts))].sort(
    ([one], [other]) => (one ?? -Infinity) - (other ?? -Infinity),
  );
  const active = new Map([...groupBy(events, ({ ts }) => mondayMs(ts))].map(([week, own]) => [week, usersIn(own)]));
  if (cohorts.length === 0) return undefined;
  return cohorts.map(([cohort, users]) => {
    const from = cohort ?? first;
    const cells = Array.from({ length: (last - from) / WEEK_MS + 1 }, (_, index) => {
      const there = active.get(from + index * WEEK_MS) ?? new Set();
      const count = users.filter(([user]) => there.has(user)).length;
      return { week: dayOf(from + index * WEEK_MS), weeksSince: cohort === null ? null : index, users: count };
    });
    return { week: cohort === null ? null : dayOf(cohort), users: users.length, active: cells };
  });
}

function places(events: readonly PlainEvent[]): Report["places"] {
  const located = events.filter(({ location }) => location !== undefined);
  if (located.length === 0) return undefined;
  const list = [...groupBy(located, ({ location }) => location!)]
    .map(([location, own]) => {
      const word = location.split(", ").at(-1)!;
      const state = location.includes(", ") && word.split("-").every((one) => /^[A-Z][A-Z]$/.test(one)) ? word : null;
      return { location, state, events: own.length, users: usersIn(own).size };
    })
    .sort((one, other) => other.users - one.users || other.events - one.events || byUtf8(one.location, other.location));
  const states = [
    ...groupBy(
      list.filter(({ state }) => state !== null),
      ({ state }) => state!.split("-")[0]!,
    ),
  ]
    .map(([state, own]) => ({
      state,
      events: own.reduce((sum, place) => sum + place.events, 0),
      users: own.reduce((sum, place) => sum + place.users, 0),
    }))
    .sort((one, other) => other.users - one.users || byUtf8(one.state, other.state));
  return { count: list.length, list, states };
}

const FUNNELS = [
  ["register", "Register", "Submit Registration"],
  ["upgrade", "Upgrade", "Submit Upgrade"],
  ["downgrade", "Downgrade", "Submit Downgrade"],
  ["cancel", "Cancel", "Cancellation Confirmation"],
] as const;

function funnels(sessions: readonly PlainSession[]): Report["funnels"] {
  const all = sessions.length;
  return FUNNELS.map(([name, first, second]) => {
    const [began, finished] = funnelIn(sessions, first, second);
    return {
      name,
      steps: [
        { page: null, sessions: all, rate: 1, rateOfAll: 1 },
        { page: first, sessions: began, rate: began / all, rateOfAll: began / all },
        { page: second, sessions: finished, rate: began === 0 ? 0 : finished / began, rateOfAll: finished / all },
      ],
    };
  });
}

/** The report of events, with the bins and ranks that `edges` has. */
export function plainReport(
  events: readonly PlainEvent[],
  edges: Report,
): Omit<Report, "header" | "notes" | "prediction"> {
  const sessions = sessionsIn(events);
  const songs = songsIn(events);
  const hours = [...groupBy(events, ({ ts }) => hourOf(ts))].sort(([, one], [, other]) => one[0]!.ts - other[0]!.ts);
  const weekHours = Array.from({ length: 7 }, () => new Array<number>(24).fill(0));
  for (const { ts } of events) weekHours[(new Date(ts).getUTCDay() + 6) % 7]![new Date(ts).getUTCHours()]!++;
  const times = events.map(({ ts }) => ts);
  const instant = (ts: number) => isoOf(ts).replace(".000Z", "Z");
  const [cohorts, located] = [retention(events), places(events)];
  const known = edges.sessions!;
  return {
    reportVersion: 1,
    totals: {
      ...{ events: events.length, sessions: sessions.length, songs: songs.length, users: usersIn(events).size },
      anonymousEvents: events.filter((event) => !named(event)).length,
      ...{ firstEvent: instant(minimum(times)), lastEvent: instant(maximum(times)) },
    },
    hours: hours.map(([hour, own]) => ({ hour, events: own.length })),
    weekHours,
    days: days(events, sessions)!,
    sessions: {
      count: sessions.length,
      events: distribution(
        sessions.map((own) => own.events.length),
        known.events,
      ),
      songs: distribution(
        sessions.map((own) => songsIn(own.events).length),
        known.songs,
      ),
      seconds: distribution(
        sessions.map(({ seconds }) => seconds),
        known.seconds,
      ),
    },
    pages: frequencies(events, "page") as Report["pages"],
    levels: frequencies(events, "level") as Report["levels"],
    funnels: funnels(sessions)!,
    levelDays: levelDays(events)!,
    ...(cohorts && { retention: cohorts }),
    ...(songs.length > 0 && {
      music: {
        plays: songs.length,
        topTracks: played(events, ["artist", "song"]).slice(0, 100),
        topArtists: played(events, ["artist"]).slice(0, 100),
        tracks: tail(played(events, ["artist", "song"]), edges.music!.tracks!.ranks),
        artists: tail(played(events, ["artist"]), edges.music!.artists!.ranks),
      },
    }),
    ...(located && { places: located }),
  };
}
