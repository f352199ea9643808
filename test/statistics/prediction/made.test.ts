// What `eventsim config new` was asked for, counted in the events of a run of what it made.
import { join } from "node:path";
import { expect, test } from "vitest";
import { inFolder, linesOf, run } from "../../support/program/command.ts";
import { type Line, userOf } from "../../support/read/line.ts";
import { TWO_WEEKS } from "./compare-run.ts";

const USERS = 1000;
const SESSIONS_A_WEEK = 5;
const EVENTS_A_SESSION = 15;
const UPGRADES = 0.05;
/** Standard deviations that chance passes once in 16,000 times, on top of the 1 % that the command promises. */
const MOST_DEVIATIONS = 4;
const PROMISED = 0.01;

interface Session {
  user: number;
  events: number;
  /** Whether it begins logged in and free, and whether it comes to be paid. */
  isFree: boolean;
  isUpgraded: boolean;
}

/** The sessions that begin in the window. */
function sessionsOf(lines: readonly string[]): Session[] {
  const sessions = new Map<number, Session>();
  for (const text of lines) {
    const line = JSON.parse(text) as Line;
    const { sessionId, itemInSession, auth, level } = line;
    if (itemInSession === 0)
      sessions.set(sessionId, {
        ...{ user: userOf(line), events: 0, isUpgraded: false },
        isFree: auth === "Logged In" && level === "free",
      });
    const session = sessions.get(sessionId);
    if (session === undefined) continue;
    session.events++;
    if (session.isFree && level === "paid") session.isUpgraded = true;
  }
  return [...sessions.values()];
}

/** Standard deviations by which a ratio of sums over users is off, beyond what is promised: users are independent of each other. */
function deviations(
  sessions: readonly Session[],
  asked: number,
  of: (session: Session) => [top: number, bottom: number],
): number {
  const sums = Array.from({ length: USERS }, () => [0, 0] as [number, number]);
  for (const session of sessions) {
    const [top, bottom] = of(session);
    sums[session.user - 1]![0] += top;
    sums[session.user - 1]![1] += bottom;
  }
  const total = (part: 0 | 1) => sums.reduce((sum, own) => sum + own[part], 0);
  const ratio = total(0) / total(1);
  const noise = Math.sqrt(sums.reduce((sum, [top, bottom]) => sum + (top - ratio * bottom) ** 2, 0)) / total(1);
  return Math.max(0, Math.abs(ratio - asked) - PROMISED * asked) / noise;
}

test("users come as often, stay as long and upgrade as often as was asked for", () => {
  inFolder((folder) => {
    const file = join(folder, "made.json");
    run([
      ...[
        "config",
        "new",
        "--sessions-a-week",
        String(SESSIONS_A_WEEK),
        "--events-a-session",
        String(EVENTS_A_SESSION),
      ],
      ...["--upgrades", String(UPGRADES), "--holidays", "none", "-o", file],
    ]);
    const events = run(["-c", file, "-n", String(USERS), ...TWO_WEEKS, "--quiet"], { route: "file" });
    const sessions = sessionsOf(linesOf(events.bytes));
    expect(sessions.length).toBeGreaterThan(USERS);
    const perWeek = sessions.length / USERS / 2;
    const users = new Map<number, number>();
    for (const { user } of sessions) users.set(user, (users.get(user) ?? 0) + 1);
    const square = [...users.values()].reduce((sum, count) => sum + (count / 2) ** 2, 0) / USERS;
    const noise = Math.sqrt((square - perWeek ** 2) / USERS);
    expect(Math.abs(perWeek - SESSIONS_A_WEEK) - PROMISED * SESSIONS_A_WEEK).toBeLessThan(MOST_DEVIATIONS * noise);
    expect(deviations(sessions, EVENTS_A_SESSION, ({ events: count }) => [count, 1])).toBeLessThan(MOST_DEVIATIONS);
    expect(
      deviations(sessions, UPGRADES, ({ isFree, isUpgraded }) => [Number(isUpgraded), Number(isFree)]),
    ).toBeLessThan(MOST_DEVIATIONS);
    const paid = deviations(sessions, 2 * UPGRADES, ({ isFree, isUpgraded }) => [Number(isUpgraded), Number(isFree)]);
    // The same measure finds twice as many.
    expect(paid).toBeGreaterThan(MOST_DEVIATIONS);
  });
});
