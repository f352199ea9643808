import { SECONDS_LIMIT } from "../../assembly/layout/user.ts";
import { DAY_MS, DAY_SECONDS } from "../system/day.ts";
import { UsageError } from "../system/errors.ts";
import { quoted } from "../system/printable.ts";
import type { Settings, SettingsRequest } from "./settings.ts";
import { ABSOLUTE_EXAMPLES, formatExactly, type ParsedInstant, parseInstant } from "./time.ts";
import type { Config } from "./types.ts";
import { DEFAULT_FROM_DAYS, DEFAULT_TO_DAYS, FIRST_INSTANT, LAST_INSTANT, noteOfFarthest } from "./window/window.ts";

/** Options of the default engine that the original lacks. */
const REFUSED = {
  ...{ user: "--user", part: "--part", holidays: "--holidays", writeFrom: "--write-from" },
  ...{ late: "--late", lateMax: "--late-max", duplicate: "--duplicate", lose: "--lose" },
  ...{ outage: "--outage", burst: "--burst" },
} as const;

type Instant = Pick<ParsedInstant, "seconds" | "nanoseconds">;

function refuseOthers(options: SettingsRequest): void {
  for (const [key, option] of Object.entries(REFUSED)) {
    if (options[key as keyof typeof REFUSED] === undefined) continue;
    throw new UsageError(`${option} is an option of the default engine; leave it or --compat interana out`);
  }
}

function parseExactly(text: string, where: string): ParsedInstant {
  const instant = parseInstant(text);
  if (instant !== undefined) return instant;
  throw new UsageError(`${where}: ${quoted(text)} is not ${ABSOLUTE_EXAMPLES}; --compat interana takes no others`);
}

/** The clock's time; that of an earlier run which began days before it. */
function clockOf({ clockMs = Date.now(), earlier, startTime, from = DEFAULT_FROM_DAYS }: SettingsRequest): number {
  return earlier === undefined || startTime !== undefined ? clockMs : earlier.startMs + from * DAY_MS;
}

/** The instant from which days count back: `--now`, else the current time, as in the original. */
function nowOf(options: SettingsRequest): Instant {
  if (options.now !== undefined) return parseExactly(options.now, "--now");
  const milliseconds = clockOf(options);
  return { seconds: Math.floor(milliseconds / 1000), nanoseconds: (milliseconds % 1000) * 1_000_000 };
}

/** The original reads its clock again for the end, so that a window from today to today (`-f 0 -t 0`) is not empty. */
function aMillisecondAfter({ seconds, nanoseconds }: Instant): Instant {
  const after = nanoseconds + 1_000_000;
  return { seconds: seconds + Math.floor(after / 1_000_000_000), nanoseconds: after % 1_000_000_000 };
}

function resolveInstant(option: string, text: string | undefined, now: Instant, days: number): Instant {
  if (text !== undefined) return parseExactly(text, option);
  return { seconds: now.seconds - days * DAY_SECONDS, nanoseconds: now.nanoseconds };
}

/** Ends a live run's window where no later end is possible, and says so. */
function endOfLive(start: Instant, end: Instant, say: (note: string) => void): Instant {
  if (end.seconds - start.seconds <= SECONDS_LIMIT - 1) return end;
  const farthest = { seconds: start.seconds + SECONDS_LIMIT, nanoseconds: start.nanoseconds };
  say(noteOfFarthest(farthest.seconds * 1000, "34 years after its start"));
  return farthest;
}

/** Whole seconds after the start that are before the end; 0 if the end is not after the start: then nothing is written. */
function secondsBetween(start: Instant, end: Instant): number {
  const seconds = end.seconds - start.seconds + (end.nanoseconds > start.nanoseconds ? 1 : 0);
  const show = ({ seconds, nanoseconds }: Instant) => formatExactly(seconds, nanoseconds);
  if (start.seconds * 1000 < FIRST_INSTANT || end.seconds * 1000 > LAST_INSTANT) {
    throw new UsageError(
      `the window from ${show(start)} to ${show(end)} leaves the years 1000 to 9999: choose instants within them`,
    );
  }
  if (seconds > SECONDS_LIMIT) {
    throw new UsageError(`the window from ${show(start)} to ${show(end)} is longer than 34 years: use a shorter one`);
  }
  return Math.max(0, seconds);
}

/**
 * Resolves a command line and a configuration as the original does: `n-users`, `first-user-id` and `growth-rate` override their
 * flags, and the configuration's dates and `holidays` are ignored.
 * @param say receives a note about an end that the person has not chosen
 */
export function resolveCompatSettings(
  options: SettingsRequest,
  config: Config,
  say: (note: string) => void = () => {},
): Settings {
  refuseOthers(options);
  const now = nowOf(options);
  const start = resolveInstant("--start-time", options.startTime, now, options.from ?? DEFAULT_FROM_DAYS);
  const endNow = options.now === undefined ? aMillisecondAfter(now) : now;
  const givenEnd = resolveInstant("--end-time", options.endTime, endNow, options.to ?? DEFAULT_TO_DAYS);
  const end = options.live === undefined ? givenEnd : endOfLive(start, givenEnd, say);
  const tag = options.tag ?? config.tag;
  // A Java int, which wraps around from the largest to the least.
  const firstUserId = ((config.firstUserId ?? options.userid ?? 1) + 1) | 0;
  return {
    seed: options.randomseed ?? config.seed,
    startSeconds: start.seconds,
    startMilliseconds: Math.floor(start.nanoseconds / 1_000_000),
    windowSeconds: secondsBetween(start, end),
    initialUsers: config.userCount ?? options.nusers ?? 1,
    firstUserId,
    growthRate: config.growthRate ?? options.growthRate ?? 0,
    attritionRate: options.attritionRate ?? 0,
    ...(tag === undefined ? {} : { tag }),
    holidays: "US, the original's",
    ...(options.events === undefined ? {} : { eventLimit: options.events }),
    compat: {
      startNanoseconds: start.nanoseconds,
      endSeconds: end.seconds,
      registrationGrowthRate: options.growthRate ?? config.growthRate ?? 0,
    },
  };
}
