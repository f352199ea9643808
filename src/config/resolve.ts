import { SECONDS_LIMIT } from "../../assembly/layout/user.ts";
import { Problems, UsageError } from "../system/errors.ts";
import { quoted } from "../system/printable.ts";
import { checkGrowthStart } from "./read.ts";
import type { Settings, SettingsRequest } from "./settings.ts";
import { INSTANT_EXAMPLES, type ParsedInstant, parseInstant } from "./time.ts";
import type { Config } from "./types.ts";

export const DAY_MS = 86_400_000;
export const DEFAULT_FROM_DAYS = 15;
export const DEFAULT_TO_DAYS = 1;
const DEFAULT_HOLIDAYS = "US";
const LAST_USER_ID = 4294967295;
/** Both ends are printed with a year of four digits, and so are the holidays of the ten years before. */
export const FIRST_INSTANT = Date.parse("1000-01-01T00:00:00Z");
export const LAST_INSTANT = Date.parse("9999-12-31T23:59:59.999Z");

/** Parses the instant that `where` (an option or a key) sets. */
export function parseExactly(text: string, where: string): ParsedInstant {
  const instant = parseInstant(text);
  if (instant !== undefined) return instant;
  throw new UsageError(`${where}: ${quoted(text)} is not ${INSTANT_EXAMPLES}`);
}

/** The same in milliseconds since 1970. */
function millisecondsOf(text: string, where: string): number {
  const { seconds, milliseconds } = parseExactly(text, where);
  return seconds * 1000 + milliseconds;
}

/** The instant from which `--from` and `--to` count back: `--now`, else the last midnight UTC. */
function baseOf(options: SettingsRequest): number {
  if (options.now !== undefined) return millisecondsOf(options.now, "--now");
  return Math.floor(Date.now() / DAY_MS) * DAY_MS;
}

interface Side {
  option: "--start-time" | "--end-time";
  instant: string | undefined;
  days: number | undefined;
  key: string | undefined;
  defaultDays: number;
}

/** One end of the window: the instant on the command line, else the days, else the configuration's key, else the default. */
function resolveSide(side: Side, options: SettingsRequest, config: Config): number {
  if (side.instant !== undefined) return millisecondsOf(side.instant, side.option);
  if (side.days !== undefined) return baseOf(options) - side.days * DAY_MS;
  if (side.key !== undefined) return millisecondsOf(side.key, config.file);
  return baseOf(options) - side.defaultDays * DAY_MS;
}

function resolveWindow(options: SettingsRequest, config: Config): { start: number; seconds: number } {
  const start = resolveSide(
    {
      option: "--start-time",
      instant: options.startTime,
      days: options.from,
      key: config.startDate,
      defaultDays: DEFAULT_FROM_DAYS,
    },
    options,
    config,
  );
  const end = resolveSide(
    {
      option: "--end-time",
      instant: options.endTime,
      days: options.to,
      key: config.endDate,
      defaultDays: DEFAULT_TO_DAYS,
    },
    options,
    config,
  );
  const show = (instant: number) => new Date(instant).toISOString();
  if (end <= start) {
    throw new UsageError(
      `the window must end after it begins, but it begins ${show(start)} and ends ${show(end)}: set --start-time and --end-time, or --from larger than --to`,
    );
  }
  if (start < FIRST_INSTANT || end > LAST_INSTANT) {
    throw new UsageError(
      `the window from ${show(start)} to ${show(end)} leaves the years 1000 to 9999: choose instants within them`,
    );
  }
  const seconds = Math.ceil((end - start) / 1000);
  if (seconds > SECONDS_LIMIT) {
    throw new UsageError(
      `the window from ${show(start)} to ${show(end)} is longer than 34 years: make it in several runs`,
    );
  }
  return { start, seconds };
}

function checkShare({ part, user }: SettingsRequest, initialUsers: number): void {
  if (part === undefined) return;
  if (user !== undefined) throw new UsageError("--part and --user both choose users: leave one of them out");
  if (part.count <= initialUsers) return;
  throw new UsageError(`--part ${part.index}/${part.count}: there are only ${initialUsers} users; choose fewer shares`);
}

function checkUsers(initialUsers: number, firstUserId: number): void {
  if (firstUserId + initialUsers - 1 <= LAST_USER_ID) return;
  throw new UsageError(
    `user ids would pass ${LAST_USER_ID} (first id ${firstUserId}, ${initialUsers} users): choose a smaller --userid or --nusers`,
  );
}

function checkGrowth(growthRate: number, config: Config): void {
  const problems = growthRate > 0 ? checkGrowthStart(config) : [];
  if (problems.length > 0) throw new UsageError(problems.join("\n"));
}

function checkTag({ tag }: SettingsRequest): void {
  if (tag === "") throw new UsageError("--tag: the tag is empty; leave the option out for lines without a tag");
}

/** Takes settings that the command line does not set from the configuration, then from the defaults. */
export function resolveSettings(options: SettingsRequest, config: Config): Settings {
  const found = new Problems();
  const window = found.in(() => resolveWindow(options, config));
  const initialUsers = options.nusers ?? config.userCount ?? 1;
  const firstUserId = options.userid ?? config.firstUserId ?? 1;
  const growthRate = options.growthRate ?? config.growthRate ?? 0;
  const tag = options.tag ?? config.tag;
  found.in(() => checkUsers(initialUsers, firstUserId));
  found.in(() => checkShare(options, initialUsers));
  found.in(() => checkGrowth(growthRate, config));
  found.in(() => checkTag(options));
  if (window === undefined || found.error !== undefined) throw found.error;
  const { start, seconds } = window;
  return {
    seed: options.randomseed ?? config.seed,
    startSeconds: Math.floor(start / 1000),
    startMilliseconds: ((start % 1000) + 1000) % 1000,
    windowSeconds: seconds,
    initialUsers,
    firstUserId,
    growthRate,
    attritionRate: options.attritionRate ?? 0,
    ...(tag === undefined ? {} : { tag }),
    holidays: options.holidays ?? config.holidays ?? DEFAULT_HOLIDAYS,
    ...(options.part === undefined ? {} : { share: options.part }),
    ...(options.user === undefined ? {} : { onlyUserId: options.user }),
    ...(options.events === undefined ? {} : { eventLimit: options.events }),
  };
}
