// Reports for the tests of the page: of every part there is something, with numbers that are computed here.
import type { Report, ReportDistribution } from "../../../src/report/model.ts";

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 0, 1);

const dayAt = (index: number) => new Date(START_MS + index * DAY_MS).toISOString().slice(0, 10);
const hourAt = (index: number) => new Date(START_MS + index * 3_600_000).toISOString().slice(0, 13);

/** More by day than by night, less at weekends. */
function eventsAt(hour: number): number {
  const weekday = (Math.floor(hour / 24) + 3) % 7;
  return Math.round((weekday > 4 ? 300 : 500) * (1.2 + Math.sin((hour % 24) / 4)));
}

function distribution(edges: number[]): ReportDistribution {
  const bins = edges.map((from, index) => ({ from, to: edges[index + 1] ?? null, count: 40 + 7 * index }));
  return { mean: 12.5, median: 8, p95: 40, p99: 77, max: 120, bins };
}

function cohort(week: string | null, users: number, first: number) {
  const weeks = Array.from({ length: 5 - first }, (_, index) => index + first);
  const active = weeks.map((index) => ({
    week: dayAt(4 + 7 * index),
    weeksSince: week === null ? null : index - first,
    users: Math.round(users * 0.9 ** index),
  }));
  return { week, users, active };
}

const tail = (distinct: number) => ({
  distinct,
  ranks: [1, 2, 5, 10, 100, distinct].map((rank) => ({ rank, plays: Math.ceil(9000 / rank) })),
  shareOfTop: { top1: 0.02, top10: 0.11, top100: 0.4 },
});

function funnel(name: "register" | "upgrade" | "downgrade" | "cancel", pages: string[]) {
  const steps = pages.map((page, index) => ({
    page,
    sessions: 400 / 4 ** index,
    rate: 0.25,
    rateOfAll: 0.1 / 4 ** index,
  }));
  return { name, steps: [{ page: null, sessions: 4000, rate: 1, rateOfAll: 1 }, ...steps] };
}

/** A name for a page, a track or a town. */
type Name = (plain: string) => string;

/** @param name what becomes of each name of the data */
export function fullReport(name: Name = (plain) => plain, dayCount = 31): Report {
  const days = Array.from({ length: dayCount }, (_, index) => dayAt(index));
  const hours = Array.from({ length: 24 * dayCount }, (_, index) => ({ hour: hourAt(index), events: eventsAt(index) }));
  const events = hours.reduce((sum, one) => sum + one.events, 0);
  const weekHours = Array.from({ length: 7 }, (_, weekday) =>
    Array.from({ length: 24 }, (_, hour) => eventsAt(24 * ((weekday + 4) % 7) + hour)),
  );
  const row = (what: string, apart: number) => {
    const fits = Math.abs(apart) < 4;
    return { what, kind: "share" as const, predicted: 0.5, observed: 0.5 + apart / 100, noise: 0.01, apart, fits };
  };
  const places = ["New York, NY", "Houston, TX", "Nowhere, ZZ"].map((location, index) => ({
    location: name(location),
    state: location.slice(-2),
    events: 900 - index,
    users: 90 - index,
  }));
  return {
    reportVersion: 1,
    header: {
      source: "manifest and files",
      manifest: name("week.manifest.json"),
      files: { count: 2, first: name("a.json"), last: name("b.json") },
      program: "0.1.0",
      engine: 2,
      dataSetId: "es1-aaaa-bbbb-cccc-dddd",
      seed: "109",
      window: { start: "2026-01-01T00:00:00Z", end: "2026-02-01T00:00:00Z" },
      configuration: { name: name("Accordion-config.json"), sha256: "ab".repeat(32) },
      population: { initialUsers: 100, users: 130 },
      format: "json",
      compress: "none",
      command: `eventsim -c ${name("configs/Accordion-config.json")} week.json`,
    },
    totals: { events, sessions: 4000, songs: 30_000, users: 130, anonymousEvents: 12, bytes: 1e9, rawBytes: 1e9 },
    hours,
    weekHours,
    days: days.map((day, index) => ({
      ...{ day, events: 10_000, songs: 8000, sessions: 130 + index, users: 90 + index, newUsers: index === 0 ? 90 : 1 },
      ...{ usersSoFar: 90 + index, registrations: index % 3 },
    })),
    sessions: {
      count: 4000,
      events: distribution([1, 2, 4, 8, 16, 32, 64]),
      songs: distribution([0, 1, 2, 4, 8, 16, 32]),
      seconds: distribution([0, 60, 600, 3600, 7200, 86_400]),
    },
    pages: ["NextSong", "Home", "Thumbs Up"].map((page, index) => ({
      page: name(page),
      events: Math.round(events / 2 ** (index + 1)),
      share: 1 / 2 ** (index + 1),
    })),
    levels: [
      { level: name("free"), events: Math.round(events * 0.6), share: 0.6 },
      { level: name("paid"), events: Math.round(events * 0.4), share: 0.4 },
    ],
    funnels: [
      funnel("register", [name("Register"), name("Submit Registration")]),
      funnel("upgrade", [name("Upgrade"), name("Submit Upgrade")]),
      funnel("downgrade", [name("Downgrade"), name("Submit Downgrade")]),
      funnel("cancel", [name("Cancel"), name("Cancellation Confirmation")]),
    ],
    levelDays: days.flatMap((day, index) => [
      { day, level: name("free"), events: 6000, users: 60 + index },
      { day, level: name("paid"), events: 4000, users: 30 + (index % 5) },
    ]),
    retention: [cohort(null, 80, 0), cohort("2026-01-05", 20, 0), cohort("2026-01-12", 15, 1)],
    music: {
      plays: 30_000,
      topTracks: [1, 2, 3].map((index) => ({
        artist: name(`Artist ${index}`),
        song: name(`Song ${index}`),
        plays: 90 - index,
      })),
      topArtists: [1, 2, 3].map((index) => ({ artist: name(`Artist ${index}`), plays: 190 - index })),
      tracks: tail(5000),
      artists: tail(700),
    },
    places: { count: 3, list: places, states: [{ state: name("NY"), events: 900, users: 90 }] },
    prediction: {
      limit: 4,
      rows: [row(name("events with page NextSong"), 1.5), row("events a session", -9)],
      strange: [name("a state")],
      notes: [],
    },
    notes: [`About ${name("the first week")}.`],
  };
}

/** What a manifest alone holds. */
export function manifestReport(name?: Name): Report {
  const { header, totals, hours, weekHours, pages, levels, music, reportVersion, prediction } = fullReport(name);
  const { plays, topTracks } = music as NonNullable<Report["music"]>;
  return {
    ...{ reportVersion, header: { ...header, source: "manifest" }, totals, hours, weekHours, pages, levels },
    music: { plays, topTracks },
    ...(prediction && { prediction }),
    notes: [],
  };
}
