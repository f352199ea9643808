import { DAY_MS, YEAR_SECONDS } from "../../system/day.ts";
import { UsageError } from "../../system/errors.ts";
import { quoted } from "../../system/printable.ts";
import type { SettingsRequest } from "../settings.ts";
import { INSTANT_EXAMPLES, parseInstant } from "../time.ts";
import type { Config } from "../types.ts";
import { parseOffsetSeconds } from "./relative.ts";

export const DEFAULT_FROM_DAYS = 15;
export const DEFAULT_TO_DAYS = 1;
/** Both ends are printed with a year of four digits, and so are the holidays of the ten years before. */
export const FIRST_INSTANT = Date.parse("1000-01-01T00:00:00Z");
export const LAST_INSTANT = Date.parse("9999-12-31T23:59:59.999Z");
const YEAR_MS = 1000 * YEAR_SECONDS;
/** Memory is planned for the users at the window's end, so a window without an end ends when there are this many times as many. */
const MOST_GROWTH = 4;

/** An instant, in milliseconds since 1970 or since another one. */
interface Instant {
  since: "1970" | "now" | "midnight";
  ms: number;
}

/** A stretch of time, in milliseconds since 1970. */
type Window = NonNullable<SettingsRequest["earlier"]>;

type Keys = Pick<Config, "file" | "startDate" | "endDate" | "userCount" | "growthRate">;

/** Parses the instant that `where` (an option or a key) sets. */
function parseSide(text: string, where: string): Instant {
  const offsetSeconds = parseOffsetSeconds(text);
  if (offsetSeconds !== undefined) return { since: "now", ms: offsetSeconds * 1000 };
  const instant = parseInstant(text);
  if (instant !== undefined) return { since: "1970", ms: instant.seconds * 1000 + instant.milliseconds };
  throw new UsageError(`${where}: ${quoted(text)} is not ${INSTANT_EXAMPLES}`);
}

/** One end of the window: the instant on the command line, else the days, else the configuration's key. */
function givenSide(
  option: "--start-time" | "--end-time",
  { instant, days, key }: { instant: string | undefined; days: number | undefined; key: string | undefined },
  file: string,
): Instant | undefined {
  if (instant !== undefined) return parseSide(instant, option);
  if (days !== undefined) return { since: "midnight", ms: -days * DAY_MS };
  return key === undefined ? undefined : parseSide(key, file);
}

function startOf({ startTime, from, live }: SettingsRequest, { startDate, file }: Keys): Instant {
  const backfill = live?.backfillSeconds;
  if (backfill !== undefined) return { since: "now", ms: -backfill * 1000 };
  const given = givenSide("--start-time", { instant: startTime, days: from, key: startDate }, file);
  if (given !== undefined) return given;
  return live === undefined ? { since: "midnight", ms: -DEFAULT_FROM_DAYS * DAY_MS } : { since: "now", ms: 0 };
}

/** Returns undefined for a run that goes on until it is stopped. */
function endOf({ endTime, to, live }: SettingsRequest, { endDate, file }: Keys): Instant | undefined {
  const given = givenSide("--end-time", { instant: endTime, days: to, key: endDate }, file);
  if (given !== undefined || live !== undefined) return given;
  return { since: "midnight", ms: -DEFAULT_TO_DAYS * DAY_MS };
}

/** The instants that others are relative to: those of `--now`, else the clock's whole second and the last midnight UTC. */
function presentOf({ now }: SettingsRequest, clockMs: number): Record<Instant["since"], number> {
  const nowMs = Math.floor(clockMs / 1000) * 1000;
  if (now === undefined) return { 1970: 0, now: nowMs, midnight: Math.floor(nowMs / DAY_MS) * DAY_MS };
  const { since, ms } = parseSide(now, "--now");
  const given = since === "now" ? nowMs + ms : ms;
  return { 1970: 0, now: given, midnight: given };
}

const show = (ms: number) => new Date(ms).toISOString();
const showSeconds = (ms: number) => show(ms).replace(".000Z", "Z");

/** Returns where a window ends that has no end, or one too far away. */
function farthestEnd(startMs: number, options: SettingsRequest, config: Keys): number {
  const growthRate = options.growthRate ?? config.growthRate ?? 0;
  // Whole seconds, as the end is printed: with more it would be in a year of five digits.
  const mostSeconds = Math.floor((LAST_INSTANT - startMs) / 1000);
  if (growthRate <= 0) return startMs + mostSeconds * 1000;
  const untilGrownSeconds = Math.floor(((Math.log(MOST_GROWTH) / growthRate) * YEAR_MS) / 1000);
  return startMs + Math.min(Math.max(1, untilGrownSeconds), mostSeconds) * 1000;
}

function checkWindow({ startMs, endMs }: Window): void {
  if (endMs <= startMs) {
    throw new UsageError(
      `the window must end after it begins, but it begins ${show(startMs)} and ends ${show(endMs)}: set --start-time and --end-time, or --from larger than --to`,
    );
  }
  if (startMs < FIRST_INSTANT || endMs > LAST_INSTANT) {
    throw new UsageError(
      `the window from ${show(startMs)} to ${show(endMs)} leaves the years 1000 to 9999: choose instants within them`,
    );
  }
}

export function noteOfFarthest(endMs: number, why: string): string {
  return `note: the run goes on until it is stopped, at most until ${showSeconds(endMs)}, ${why}`;
}

/** A run without an end goes on to the last instant that can be printed, or as long as memory is planned for its users: then it says so. */
function withEnd(
  startMs: number,
  endMs: number | undefined,
  { options, config, say }: { options: SettingsRequest; config: Keys; say: (note: string) => void },
): number {
  if (endMs !== undefined) return endMs;
  const farthest = farthestEnd(startMs, options, config);
  const why = `when --growth-rate has made the users ${MOST_GROWTH} times as many; --end-time sets another end`;
  if (farthest < LAST_INSTANT - 1000) say(noteOfFarthest(farthest, why));
  return farthest;
}

/** Events have the start's fraction of a second, so the first one to write is in the whole second that begins then or later. */
function skipped(fromMs: number, startMs: number, endMs: number): number {
  if (fromMs < endMs) return Math.max(0, Math.ceil((fromMs - startMs) / 1000));
  throw new UsageError(
    `--write-from ${show(fromMs)}: the run ends ${show(endMs)}, so nothing would be written; choose an earlier instant`,
  );
}

/** Returns the clock's time; that of an earlier run if the window of this one depends on it. */
function clockOf(options: SettingsRequest, config: Keys): number {
  const { clockMs = Date.now(), earlier } = options;
  return (earlier && clockOfEarlier(options, config, earlier)) ?? clockMs;
}

/** Returns the clock's time at which a command has this window; undefined if the window does not depend on the clock. */
export function clockOfEarlier(options: SettingsRequest, config: Keys, earlier: Window): number | undefined {
  const base = options.now === undefined ? undefined : parseSide(options.now, "--now");
  if (base?.since === "1970") return undefined;
  const sides = [
    { side: startOf(options, config), thereMs: earlier.startMs },
    { side: endOf(options, config), thereMs: earlier.endMs },
  ];
  const relative =
    sides.find(({ side }) => side?.since === "now") ?? sides.find(({ side }) => side?.since === "midnight");
  if (relative?.side === undefined) return undefined;
  return relative.thereMs - relative.side.ms - (base?.ms ?? 0);
}

/**
 * Resolves the window of a command and a configuration.
 * @param say receives a note about an end that the person has not chosen
 */
export function resolveWindow(
  options: SettingsRequest,
  config: Keys,
  say: (note: string) => void = () => {},
): { start: number; seconds: number; skippedSeconds: number } {
  const present = presentOf(options, clockOf(options, config));
  const at = ({ since, ms }: Instant) => present[since] + ms;
  const startMs = at(startOf(options, config));
  const end = endOf(options, config);
  const endMs = withEnd(startMs, end && at(end), { options, config, say });
  checkWindow({ startMs, endMs });
  const from = options.writeFrom === undefined ? startMs : at(parseSide(options.writeFrom, "--write-from"));
  return {
    start: startMs,
    seconds: Math.ceil((endMs - startMs) / 1000),
    skippedSeconds: skipped(from, startMs, endMs),
  };
}
