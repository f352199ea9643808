import { Problems, UsageError } from "../system/errors.ts";
import { resolveDisorder } from "./disorder/resolve.ts";
import { checkGrowthStart } from "./read.ts";
import type { Settings, SettingsRequest } from "./settings.ts";
import type { Config } from "./types.ts";
import { resolveWindow } from "./window/window.ts";

const DEFAULT_HOLIDAYS = "US";
const LAST_USER_ID = 4294967295;

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

/** Where another thing than the time decides what a run begins with, it has to begin at its start. */
function checkWriteFrom({ writeFrom, events, live }: SettingsRequest, disorder: Settings["disorder"]): void {
  if (writeFrom === undefined) return;
  const refused = (why: string) => new UsageError(`--write-from ${writeFrom}: ${why}: leave one of them out`);
  if (events !== undefined) throw refused("--events counts the events of the whole run");
  if (live !== undefined) throw refused("--continuous sends each event when its time comes");
  if (disorder !== undefined) throw refused("with disorder, events leave in the order of their arrival");
}

function checkTag({ tag }: SettingsRequest): void {
  if (tag === "") throw new UsageError("--tag: the tag is empty; leave the option out for lines without a tag");
}

/**
 * Takes settings that the command line does not set from the configuration, then from the defaults.
 * @param say receives notes about what the person has not chosen
 */
export function resolveSettings(options: SettingsRequest, config: Config, say?: (note: string) => void): Settings {
  const found = new Problems();
  const window = found.in(() => resolveWindow(options, config, say));
  const initialUsers = options.nusers ?? config.userCount ?? 1;
  const firstUserId = options.userid ?? config.firstUserId ?? 1;
  const growthRate = options.growthRate ?? config.growthRate ?? 0;
  const tag = options.tag ?? config.tag;
  found.in(() => checkUsers(initialUsers, firstUserId));
  found.in(() => checkShare(options, initialUsers));
  found.in(() => checkGrowth(growthRate, config));
  found.in(() => checkTag(options));
  const disorder = found.in(() => resolveDisorder(options));
  found.in(() => checkWriteFrom(options, disorder));
  if (window === undefined || found.error !== undefined) throw found.error;
  const { start, seconds, skippedSeconds } = window;
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
    ...(skippedSeconds === 0 ? {} : { skippedSeconds }),
    ...(disorder && { disorder }),
  };
}
