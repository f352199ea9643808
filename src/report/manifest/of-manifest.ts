import { builtinCatalogImage } from "../../model/catalog-image/load.ts";
import type { Manifest, ManifestTotals } from "../../output/manifest/manifest.ts";
import { damaged } from "../../output/manifest/manifest.ts";
import { DAY_MS } from "../../system/day.ts";
import type { Report, ReportHeader, ReportTotals } from "../model.ts";
import { weekHoursOf } from "../numbers/days.ts";
import { instantName } from "../numbers/order.ts";
import { mixOf } from "../numbers/shares.ts";
import { commandOf } from "./command.ts";
import { shippedConfig } from "./configuration.ts";

const HOUR = /^(.*)T(\d\d)$/;

const isCount = (value: unknown): value is number => typeof value === "number" && value >= 0;

/** Counts by name. Throws UsageError if a manifest has something else there. */
function countsIn(path: string, totals: ManifestTotals, key: "pages" | "levels" | "hours"): [string, number][] {
  const counts: unknown = totals[key];
  const entries = typeof counts === "object" && counts !== null ? Object.entries(counts) : [["", undefined]];
  if (entries.every((entry): entry is [string, number] => isCount(entry[1]))) return entries;
  throw damaged(path, `totals.${key} must have counts by name`);
}

interface HourOfManifest {
  hour: string;
  day: number;
  hourOfDay: number;
  events: number;
}

function hoursIn(path: string, totals: ManifestTotals): HourOfManifest[] {
  return countsIn(path, totals, "hours")
    .map(([hour, events]) => {
      const [, day = "", hourOfDay] = HOUR.exec(hour) ?? [];
      const ts = Date.parse(`${day}T00:00:00Z`);
      if (Number.isNaN(ts) || !(Number(hourOfDay) < 24))
        throw damaged(path, `totals.hours has ${JSON.stringify(hour)}, which is no hour such as 2026-01-05T17`);
      return { hour, day: ts / DAY_MS, hourOfDay: Number(hourOfDay), events };
    })
    .filter(({ events }) => events > 0)
    .sort((one, other) => one.day - other.day || one.hourOfDay - other.hourOfDay);
}

function tracksIn(path: string, { topTracks, songs }: ManifestTotals): Report["music"] {
  const isTrack = (track: unknown) => {
    const { artist, song, plays } = (track ?? {}) as Record<string, unknown>;
    return typeof artist === "string" && typeof song === "string" && isCount(plays);
  };
  if (!Array.isArray(topTracks) || !topTracks.every(isTrack))
    throw damaged(path, "totals.topTracks must be a list of tracks");
  if (topTracks.length === 0) return undefined;
  return { plays: songs, topTracks: topTracks.map(({ artist, song, plays }) => ({ artist, song, plays })) };
}

function totalsIn(path: string, { totals, files }: Manifest): ReportTotals {
  for (const key of ["users", "sessions", "songs"] as const)
    if (!isCount(totals[key])) throw damaged(path, `totals.${key} must be a number of 0 or more`);
  const { events, sessions, songs, users, bytes, rawBytes, disorder } = totals;
  const written = files.filter((file) => file.events > 0);
  const times = written.length > 0 && {
    firstEvent: instantName(written.reduce((least, { firstTs }) => Math.min(least, firstTs), Number.POSITIVE_INFINITY)),
    lastEvent: instantName(written.reduce((most, { lastTs }) => Math.max(most, lastTs), Number.NEGATIVE_INFINITY)),
  };
  return { events, sessions, songs, simulatedUsers: users, bytes, rawBytes, ...times, ...(disorder && { disorder }) };
}

/** Where a manifest's run comes from, and how to make it again. */
export function headerOfManifest(path: string, manifest: Manifest, source: ReportHeader["source"]): ReportHeader {
  const { files, eventsim, engine, id, shares, seed, window, population, configHash, catalogHash } = manifest;
  const config = shippedConfig(manifest);
  // The catalog that the build has compiled; without one it is not known whose the catalog is.
  const builtin = builtinCatalogImage("json", false)?.catalogHash;
  const hasOwnCatalog = builtin !== undefined && builtin !== catalogHash;
  return {
    source,
    manifest: path,
    ...(files.length > 0 && { files: { count: files.length, first: files[0]!.name, last: files.at(-1)!.name } }),
    ...{ program: eventsim, engine, dataSetId: id, ...(shares && { shares }), seed },
    ...(window && { window: { start: `${window.start}Z`, end: `${window.end}Z` } }),
    configuration: { name: config ?? null, sha256: configHash },
    ...(population && { population: { initialUsers: population.initialUsers, users: population.users } }),
    ...{ format: manifest.format, compress: manifest.compress },
    command: commandOf(manifest, config ?? "CONFIG", hasOwnCatalog),
  };
}

const ABSENT =
  "A manifest has no users and sessions by day, lengths of sessions, funnels, retention, artists and places: " +
  "add --files, or name the files of events, and the report has them.";

/** What a manifest has without its files. Throws UsageError if it is damaged. */
export function reportOfManifest(path: string, manifest: Manifest): Report {
  const { totals } = manifest;
  const hours = hoursIn(path, totals);
  const music = tracksIn(path, totals);
  return {
    reportVersion: 1,
    header: headerOfManifest(path, manifest, "manifest"),
    totals: totalsIn(path, manifest),
    hours: hours.map(({ hour, events }) => ({ hour, events })),
    weekHours: weekHoursOf(hours.map(({ day, hourOfDay, events }) => ({ day, hour: hourOfDay, events }))),
    ...mixOf(countsIn(path, totals, "pages"), countsIn(path, totals, "levels")),
    ...(music && { music }),
    notes: [ABSENT],
  };
}
