import { statSync } from "node:fs";
import type { Config } from "../../config/types.ts";
import { compileDays } from "../../model/days.ts";
import { localPath } from "../../output/destinations/destinations.ts";
import { hashOf, plainConfig } from "../../output/manifest/identity.ts";
import { type Manifest, readManifest } from "../../output/manifest/manifest.ts";
import { beginsAsManifest, manifestOf, manifestsIn } from "../../output/manifest/path.ts";
import { LOCAL } from "../../output/places/folder.ts";
import { runSpan, type Totals } from "../../predict/compare/totals.ts";
import type { SeenEvent, Transcript } from "../../predict/compare/transcript.ts";
import type { Span } from "../../predict/population/crowd.ts";
import { readEvents } from "../../read/events.ts";
import { Input } from "../../read/input.ts";
import { DAY_SECONDS } from "../../system/day.ts";
import { UsageError } from "../../system/errors.ts";
import { printable } from "../../system/printable.ts";

/** Returns the manifest that a path is or leads to; undefined if it is a file of events. @param option what messages begin with */
export function manifestAt(path: string, option = "--compare "): string | undefined {
  const local = localPath(path);
  const stats = statSync(local, { throwIfNoEntry: false });
  if (stats?.isDirectory()) {
    const [first, ...others] = manifestsIn(LOCAL, local);
    if (first === undefined)
      throw new UsageError(`${option}${printable(path)}: has no ${manifestOf(".")}; name its files of events`);
    if (others.length > 0)
      throw new UsageError(
        `${option}${printable(path)}: has ${others.length + 1} manifests, of shares of a run; name the files of events of all of them`,
      );
    return first;
  }
  return stats?.isFile() && beginsAsManifest(LOCAL, local) ? local : undefined;
}

/** A manifest's run, as far as it can be compared by its totals. */
export interface ObservedRun {
  totals: Totals;
  span: Span;
  /** Whether the run had this configuration. */
  isSameConfig: boolean;
}

/** What keeps the totals from being those of all events of all users. */
const DISTURBING: readonly [setting: string, name: string][] = [
  ["share", "--part"],
  ["onlyUserId", "--user"],
  ["eventLimit", "--events"],
  ["disorder", "--late, --lose or the like"],
];

function refusalOf(path: string, { engine, identity }: Manifest): string | undefined {
  const start = `--compare ${printable(path)}`;
  if (engine === "interana") return `${start}: a run with --compat interana has the original's times; name its files`;
  const settings = identity.settings as Record<string, unknown> | undefined;
  const found = DISTURBING.find(([setting]) => settings?.[setting] !== undefined);
  if (found === undefined) return undefined;
  const advice = found[0] === "disorder" ? "compare a run without them" : "name its files of events instead";
  return `${start}: the run had ${found[1]}, so its totals are not those of its users; ${advice}`;
}

function wholeIn(path: string, values: unknown, key: string, fallback?: number): number {
  const value = (values as Record<string, unknown> | undefined)?.[key] ?? fallback;
  if (typeof value === "number" && Number.isFinite(value) && Math.abs(value) < 2 ** 53) return value;
  throw new UsageError(`--compare ${printable(path)}: its ${key} is missing or no number; make the files again`);
}

function countsIn(path: string, values: unknown, key: string): Record<string, number> {
  const counts = (values as Record<string, unknown> | undefined)?.[key];
  const isCount = (value: unknown) => typeof value === "number" && value >= 0;
  if (typeof counts === "object" && counts !== null && Object.values(counts).every(isCount))
    return counts as Record<string, number>;
  throw new UsageError(`--compare ${printable(path)}: its totals have no counts of ${key}; make the files again`);
}

function totalsOf(path: string, manifest: Manifest): Totals {
  const { identity, totals, population } = manifest;
  const { settings } = identity;
  const count = (key: string) => wholeIn(path, totals, key);
  const initialUsers = wholeIn(path, settings, "initialUsers");
  return {
    ...{ initialUsers, users: wholeIn(path, population, "users", initialUsers) },
    startSeconds: wholeIn(path, settings, "startSeconds"),
    windowSeconds: wholeIn(path, settings, "windowSeconds"),
    growth: wholeIn(path, settings, "growthRate", 0),
    attrition: wholeIn(path, settings, "attritionRate", 0),
    ...{ events: count("events"), sessions: count("sessions"), songs: count("songs") },
    ...{ pages: countsIn(path, totals, "pages"), levels: countsIn(path, totals, "levels") },
  };
}

/** Reads a manifest. Throws UsageError if its totals cannot be compared. */
export async function observeManifest(path: string, config: Config): Promise<ObservedRun> {
  const manifest = readManifest(path, LOCAL);
  const refusal = refusalOf(path, manifest);
  if (refusal !== undefined) throw new UsageError(refusal);
  const totals = totalsOf(path, manifest);
  if (totals.events === 0 || totals.sessions === 0)
    throw new UsageError(`--compare ${printable(path)}: the run had no events; name another one`);
  const { holidays } = manifest.identity.settings as { holidays?: unknown };
  const country = typeof holidays === "string" ? holidays : "none";
  const days = await compileDays(totals.startSeconds, totals.windowSeconds, country);
  const firstDay = Math.floor(totals.startSeconds / DAY_SECONDS) - days.startDay;
  const span = runSpan(config, totals, (day) => days.free[day - firstDay] === 1);
  return { totals, span, isSameConfig: manifest.configHash === hashOf(plainConfig(config)) };
}

const KEYS = {
  ts: "number",
  sessionId: "number",
  itemInSession: "number",
  page: "string",
  auth: "string",
  method: "string",
  status: "number",
  level: "string",
} as const;
const TYPES = Object.entries(KEYS);

function eventIn(line: string): SeenEvent | undefined {
  try {
    const event = JSON.parse(line) as Record<string, unknown>;
    return TYPES.every(([key, type]) => typeof event[key] === type) ? (event as unknown as SeenEvent) : undefined;
  } catch {
    return undefined;
  }
}

/** Reads files of events in the order in which they are named, which must be that of time. */
export async function observeFiles(paths: readonly string[], transcript: Pick<Transcript, "add">): Promise<void> {
  for (const path of paths) {
    const input = await Input.open(path);
    let count = 0;
    try {
      for await (const lines of readEvents(input)) {
        for (const line of lines.toString().split("\n")) {
          if (line === "") continue;
          count++;
          const event = eventIn(line);
          if (event === undefined)
            throw new UsageError(
              `--compare ${printable(path)}: event ${count} lacks one of ${Object.keys(KEYS).join(", ")}; name files that eventsim wrote`,
            );
          transcript.add(event);
        }
      }
    } finally {
      await input.close();
    }
  }
}
