import { describe, expect, test } from "vitest";
import { configFile, firstDifference, linesOf, userOf } from "../../support/program/command.ts";
import { bytesHere } from "../../support/program/command-here.ts";

const WINDOW = ["--start-time", "2026-03-06T00:00:00", "--end-time", "2026-03-10T12:00:00.500"];
const INITIAL_USERS = 300;
const FIRST_ID = 77;

describe("--user prints exactly the user's lines of the whole run", async () => {
  const command = [
    ...["-c", configFile("Tambourine"), "-n", String(INITIAL_USERS), "--userid", String(FIRST_ID), ...WINDOW],
    ...["--growth-rate", "30", "--attrition-rate", "0.9", "--tag", "t"],
  ];
  const lines = new Map<number, string[]>();
  for (const line of linesOf(await bytesHere(...command))) {
    const user = userOf(line);
    lines.set(user, [...(lines.get(user) ?? []), line]);
  }
  const lastId = Math.max(...lines.keys());
  const ids = Array.from({ length: lastId - FIRST_ID + 1 }, (_, i) => FIRST_ID + i);
  const lastInitial = FIRST_ID + INITIAL_USERS - 1;
  const hidden = ids.findLast((id) => lines.get(id)?.some((line) => line.includes('"userId":""')))!;
  const quiet = ids.find((id) => !lines.has(id))!;
  const loudest = [...lines].sort(([, a], [, b]) => b.length - a.length)[0]![0];

  test("in a run that has users of all kinds", () => {
    expect(lines.size).toBeGreaterThan(150);
    expect(quiet).toBeLessThan(lastInitial);
    expect([...lines.keys()].filter((id) => id > lastInitial).length).toBeGreaterThan(10);
    expect(lines.get(loudest)!.length).toBeGreaterThan(100);
  });

  test.each([
    ["first", FIRST_ID],
    ["last of the first", lastInitial],
    ["first to arrive", lastInitial + 1],
    ["last to arrive with events", lastId],
    ["with the most events", loudest],
    ["without events", quiet],
    ["with lines that do not name anybody", hidden],
  ])("the user %s (%i)", async (_, id) => {
    const alone = linesOf(await bytesHere(...command, "--user", String(id)));
    expect(firstDifference(alone, lines.get(id) ?? [])).toBe(undefined);
  });

  test("and only the first ones with --events", async () => {
    const some = linesOf(await bytesHere(...command, "--user", String(loudest), "--events", "17"));
    expect(some).toEqual(lines.get(loudest)!.slice(0, 17));
  });
});

describe("the rest of the population costs nothing", () => {
  // Without growth, a user's lines are the same in any population. 4 billion users at 68 bytes would not fit into any
  // memory.
  test.each([
    { users: 5_000_000, user: 4711, fewer: 4711 },
    { users: 4_294_967_295, user: 4711, fewer: 5000 },
    { users: 4_294_967_295, user: 4_294_967_200, fewer: 4_294_967_200 },
  ])("user $user of $users", async ({ users, user, fewer }) => {
    const outputOf = (count: number) => bytesHere("-n", String(count), "--user", String(user), ...WINDOW, "-a", "0.3");
    const lines = await outputOf(users);
    expect(linesOf(lines).length).toBeGreaterThan(10);
    expect(linesOf(lines).every((line) => userOf(line) === user)).toBe(true);
    expect(lines.equals(await outputOf(fewer))).toBe(true);
  });
});
