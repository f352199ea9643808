import { describe, expect, test } from "vitest";
import { configText, expectErrors, HOME, list, read, SONG, start, state, transition } from "./broken.ts";

const STATE_WANTED = "an object with page, auth, method, status, level";
const SHARE_OF_DAY = "a number from 0 to 1 (part of a day)";
const GAP = "a number above 0 (mean seconds between two events of a session)";
const WEIGHT = "a number from 0 to 2147483647";
const TEXT = "a string of whole Unicode characters";

test("the smallest config has the defaults", () => {
  const { config, warnings } = read(configText());
  expect(warnings).toEqual([]);
  expect(config).toMatchObject({
    seed: 0n,
    alphaSeconds: 60,
    betaSeconds: 3 * 86_400,
    damping: 1 / 16,
    weekendDamping: 0.5,
    weekendDampingOffsetMinutes: 6,
    weekendDampingScaleMinutes: 6,
    sessionGapSeconds: 30 * 60,
    newUserAuth: "Guest",
    newUserLevel: "free",
  });
  for (const key of [
    "startDate",
    "endDate",
    "userCount",
    "firstUserId",
    "growthRate",
    "tag",
    "holidays",
    "churnedAuth",
  ]) {
    expect(config).not.toHaveProperty(key);
  }
});

test("null is as if the key were left out", () => {
  const optional = [
    ...["seed", "alpha", "beta", "damping", "weekend-damping", "weekend-damping-offset", "weekend-damping-scale"],
    ...["session-gap", "start-date", "end-date", "n-users", "first-user-id", "growth-rate", "tag", "holidays"],
    ...["churned-state", "new-user-auth", "new-user-level", "jvm"],
  ];
  const nulls = Object.fromEntries(optional.map((key) => [key, "null"]));
  const { config, warnings } = read(configText(nulls));
  expect(warnings).toEqual([]);
  expect({ ...config, file: "" }).toEqual({ ...read(configText()).config, file: "" });
});

test("null is not a value of a required key", () => {
  expectErrors(
    configText({
      levels: list('{"level": "free", "weight": ‸null}'),
      transitions: list(
        `{"source": {${HOME}}, "dest": {${SONG}}, "p": ‸null}`,
        `{"source": ‸null, "dest": {${SONG}}, "p": 0}`,
      ),
    }),
    `levels[0].weight: found null; give ${WEIGHT}`,
    "transitions[0].p: found null; give a number from 0 to 1 (a probability)",
    `transitions[1].source: found null; give ${STATE_WANTED}`,
  );
});

test("every key is read", () => {
  const { config } = read(
    configText({
      seed: "-42",
      alpha: "90.5",
      beta: "604800.0",
      damping: "0.09375",
      "weekend-damping": "0.25",
      "weekend-damping-offset": "180",
      "weekend-damping-scale": "360.0",
      "session-gap": "1200",
      "start-date": '"2026-01-01T00:00:00"',
      "end-date": '"2026-02-01T00:00:00Z"',
      "n-users": "1e6",
      "first-user-id": "0",
      "growth-rate": "0.3",
      tag: '"control"',
      holidays: '"none"',
      "churned-state": '"Member"',
      "new-user-auth": '"Member"',
      "new-user-level": '"free"',
    }),
  );
  expect(config).toMatchObject({
    seed: -42n,
    alphaSeconds: 90.5,
    betaSeconds: 604_800,
    damping: 0.09375,
    weekendDamping: 0.25,
    weekendDampingOffsetMinutes: 180,
    weekendDampingScaleMinutes: 360,
    sessionGapSeconds: 1200,
    startDate: "2026-01-01T00:00:00",
    endDate: "2026-02-01T00:00:00Z",
    userCount: 1_000_000,
    firstUserId: 0,
    growthRate: 0.3,
    tag: "control",
    holidays: "none",
    churnedAuth: "Member",
    newUserAuth: "Member",
    newUserLevel: "free",
  });
});

test("tables keep the file's order", () => {
  const { config } = read(configText());
  const home = { page: "Home", auth: "Guest", method: "GET", status: 200, level: "free" };
  const song = { page: "NextSong", auth: "Member", method: "GET", status: 200, level: "free" };
  expect(config.newSession).toEqual([
    { ...home, weight: 1 },
    { ...song, weight: 2 },
  ]);
  expect(config.transitions).toEqual([
    { source: home, dest: song, probability: 0.5 },
    { source: song, dest: song, probability: 0.75 },
    { source: song, dest: home, probability: 0.1 },
  ]);
  expect(config.levels).toEqual([{ level: "free", weight: 1 }]);
  expect(config.auths).toEqual([
    { auth: "Guest", weight: 1 },
    { auth: "Member", weight: 4 },
  ]);
  expect([...config.showUserDetails]).toEqual([
    ["Guest", false],
    ["Member", true],
  ]);
});

test("a site without methods and levels may leave them out", () => {
  const bare = '"page": "Home", "auth": "Guest", "status": 200';
  const { config } = read(
    configText({
      levels: '[{"weight": 1}]',
      auths: '[{"auth": "Guest", "weight": 1}]',
      "show-user-details": '[{"auth": "Guest", "show": true}]',
      "new-session": list(start(bare, 1)),
      transitions: list(transition(bare, bare, 0.5)),
    }),
  );
  expect(config.newSession).toEqual([{ page: "Home", auth: "Guest", method: "", status: 200, level: "", weight: 1 }]);
});

describe("the seed keeps all of its digits", () => {
  test.each([
    ["101.0", 101n],
    ["1.5e1", 15n],
    ["-0", 0n],
    ["0.0e9", 0n],
    ["1e-0", 1n],
    ["9007199254740993", 9007199254740993n],
    ["9223372036854775807", 2n ** 63n - 1n],
    ["-9223372036854775808", -(2n ** 63n)],
    ["9.223372036854775807e18", 2n ** 63n - 1n],
  ])("%s", (literal, seed) => {
    expect(read(configText({ seed: literal })).config.seed).toBe(seed);
  });

  test.each(["9223372036854775808", "-9223372036854775809", "0.5", "1e999999999", "9007199254740993.5"])(
    "%s is refused",
    (literal) => {
      expectErrors(configText({ seed: `‸${literal}` }), `seed: found ${literal}; give an integer from -2^63 to 2^63-1`);
    },
  );
});

describe("a value of the wrong type or out of range", () => {
  test.each([
    ["seed", '"1"', 'found the string "1"; give an integer from -2^63 to 2^63-1'],
    ["alpha", "0", `found 0; give ${GAP}`],
    ["alpha", '"60"', `found the string "60"; give ${GAP}`],
    ["alpha", "1e999", `found 1e999; give ${GAP}`],
    ["alpha", "[60]", `found an array; give ${GAP}`],
    ["alpha", "{}", `found an object; give ${GAP}`],
    ["beta", "-1", "found -1; give a number above 0 (mean seconds between two sessions)"],
    ["damping", "1.5", `found 1.5; give ${SHARE_OF_DAY}`],
    ["damping", "-0.5", `found -0.5; give ${SHARE_OF_DAY}`],
    ["weekend-damping", "true", "found true; give a number from 0 to 1 (part of the sessions)"],
    ["weekend-damping-offset", "1441", "found 1441; give an integer from 0 to 1440 (minutes)"],
    ["weekend-damping-offset", "1.5", "found 1.5; give an integer from 0 to 1440 (minutes)"],
    ["weekend-damping-scale", "0", "found 0; give an integer from 1 to 2880 (minutes)"],
    ["session-gap", "0", "found 0; give an integer from 1 to 2147483647 (seconds)"],
    ["session-gap", "2147483648", "found 2147483648; give an integer from 1 to 2147483647 (seconds)"],
    [
      "start-date",
      '"2026-02-30T00:00"',
      'found the string "2026-02-30T00:00"; give a date-time that exists, as 2026-01-31T00:00:00, or now or -2h',
    ],
    ["end-date", "2026", "found 2026; give a date-time that exists, as 2026-01-31T00:00:00, or now or -2h"],
    ["n-users", "0", "found 0; give an integer of 1 or more"],
    ["n-users", "2.5", "found 2.5; give an integer of 1 or more"],
    ["first-user-id", "-1", "found -1; give an integer of 0 or more"],
    ["growth-rate", "-0.1", "found -0.1; give a number of 0 or more (part of the users)"],
    ["tag", "7", `found 7; give ${TEXT}`],
    ["tag", '"\\ud800"', `found the string "\\uD800"; give ${TEXT}`],
    ["holidays", '"usa"', 'found the string "usa"; give the two capital letters of a country, such as "US", or "none"'],
    ["churned-state", "false", `found false; give ${TEXT}`],
    ["new-user-auth", "1", `found 1; give ${TEXT}`],
    ["new-user-level", "1", `found 1; give ${TEXT}`],
    ["levels", "{}", "found an object; give an array, each entry an object with level, weight"],
  ])("%s: %s", (key, value, message) => {
    expectErrors(configText({ [key]: `‸${value}` }), `${key}: ${message}`);
  });
});

describe("a wrong entry of a table", () => {
  test.each([
    ["show-user-details", '‸"Guest"', 'found the string "Guest"; give an object with auth, show'],
    ["levels", "‸null", "found null; give an object with level, weight"],
    ["auths", "‸[]", "found an array; give an object with auth, weight"],
    ["new-session", "‸1", "found 1; give an object with page, auth, method, status, level, weight"],
    ["transitions", "‸1", "found 1; give an object with source, dest, p"],
  ])("%s", (key, entry, message) => {
    expectErrors(configText({ [key]: list(entry) }), `${key}[0]: ${message}`);
  });

  test("fields of show-user-details, levels and auths", () => {
    expectErrors(
      configText({
        "show-user-details": list('{"auth": "Guest", "show": ‸"no"}', '{"auth": ‸1, "show": true}'),
        levels: list('{"level": ‸0, "weight": ‸-1}'),
        auths: list('{"auth": "Guest", "weight": 1.5}', '{"auth": "Member", "weight": ‸2147483648}'),
      }),
      'show-user-details[0].show: found the string "no"; give true or false',
      `show-user-details[1].auth: found 1; give ${TEXT}`,
      `levels[0].level: found 0; give ${TEXT}`,
      `levels[0].weight: found -1; give ${WEIGHT}`,
      `auths[1].weight: found 2147483648; give ${WEIGHT}`,
    );
  });

  test("fields of new-session and transitions", () => {
    const status = "an integer from -2147483648 to 2147483647 (a status, such as 200)";
    expectErrors(
      configText({
        "new-session": list(
          start(state("Home", "Guest", "‸200.5"), 1),
          start(state("Home", "Guest", '‸"200"'), "‸true"),
        ),
        transitions: list(
          transition(HOME, SONG, "‸1.01"),
          transition(HOME, state("Home", "Guest", "‸2147483648"), 0),
          `{"source": ‸7, "dest": {${SONG.replace('"GET"', "‸1")}}, "p": 0}`,
        ),
      }),
      `new-session[0].status: found 200.5; give ${status}`,
      `new-session[1].status: found the string "200"; give ${status}`,
      `new-session[1].weight: found true; give ${WEIGHT}`,
      "transitions[0].p: found 1.01; give a number from 0 to 1 (a probability)",
      `transitions[1].dest.status: found 2147483648; give ${status}`,
      `transitions[2].source: found 7; give ${STATE_WANTED}`,
      `transitions[2].dest.method: found 1; give ${TEXT}`,
    );
  });
});
