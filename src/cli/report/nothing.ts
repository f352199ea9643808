import type { Settings } from "../../config/settings.ts";
import { DAY_SECONDS } from "../../system/day.ts";
import { count } from "../../system/figures.ts";

/** At most two significant digits below 100: `0.0034`, `7`, `1.5`. */
function rounded(value: number): string {
  return value >= 100 ? count(value) : String(Number(value.toPrecision(2)));
}

function span(seconds: number): string {
  const [unit, unitSeconds] =
    seconds >= DAY_SECONDS ? ["day", DAY_SECONDS] : seconds >= 3600 ? ["hour", 3600] : ["second", 1];
  const number = rounded(seconds / (unitSeconds as number));
  return `${number} ${unit}${number === "1" ? "" : "s"}`;
}

/**
 * The likely reason why a run had no event, and the remedy.
 * @param betaSeconds mean time between two sessions of a user
 */
export function describeNothing(settings: Settings, betaSeconds: number): string {
  const { windowSeconds, attritionRate, onlyUserId, initialUsers, share } = settings;
  if (windowSeconds === 0) return "note: no events: the window ends before it begins";
  const users = onlyUserId === undefined ? initialUsers / (share?.count ?? 1) : 1;
  const who =
    onlyUserId === undefined ? `${rounded(users)} ${users === 1 ? "user" : "users"}` : `user ${onlyUserId} alone`;
  const sessions = rounded((users * windowSeconds) / betaSeconds);
  const leaving = attritionRate > 0 ? `, and --attrition-rate ${attritionRate} makes users leave` : "";
  const more =
    onlyUserId === undefined
      ? "take more users (--nusers) or a longer window (--start-time, --end-time)"
      : "take a longer window (--start-time, --end-time)";
  return (
    `note: no events: with a session every ${span(betaSeconds)} (beta), ${who} in ${span(windowSeconds)} may be expected to have ` +
    `${sessions} sessions${leaving}; ${more}`
  );
}
