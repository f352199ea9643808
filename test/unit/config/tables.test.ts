import { describe, expect, test } from "vitest";
import {
  configText,
  expectErrors,
  expectWarnings,
  HOME,
  list,
  read,
  SONG,
  STARTS,
  start,
  state,
  transition,
} from "./broken.ts";

const SONG_SHOWN = '"NextSong" ("Member", "GET", 200, "free")';

describe("probabilities", () => {
  const song = (...probabilities: (number | string)[]) =>
    configText({
      transitions: list(
        transition(HOME, SONG, 0.5),
        ...probabilities.map((p, index) => transition(SONG, index === 0 ? SONG : HOME, p)),
      ),
    });

  test("up to a millionth above 1 is rounding", () => {
    expect(read(song(0.75, 0.250001)).config.transitions[2]?.probability).toBe(0.250001);
  });

  test("a sum above that names the state and the sum, once, where it passes 1", () => {
    expectErrors(
      configText({
        transitions: list(
          transition(SONG, SONG, 0.75),
          transition(HOME, SONG, 1),
          transition(SONG, HOME, "‸0.250002"),
          transition(SONG, state("Help", "Guest"), 0.125),
        ),
      }),
      `transitions[2].p: the probabilities from state ${SONG_SHOWN} add up to 1.125002; lower them to at most 1 together`,
    );
  });

  test("the same source and dest twice names both, and is not added up as well", () => {
    expectErrors(
      configText({
        transitions: list(transition(HOME, SONG, 0.75), transition(SONG, HOME, 0.5), `‸${transition(HOME, SONG, 0.5)}`),
      }),
      "transitions[2]: has the source and dest of transitions[0] on line 3; keep one, with the p for both",
    );
  });

  test("states that differ in one field are two", () => {
    const other = HOME.replace('"GET"', '"PUT"');
    const text = configText({
      transitions: list(transition(HOME, SONG, 1), transition(SONG, HOME, 0.5), transition(SONG, other, 0.5)),
    });
    expect(read(text).warnings).toEqual([]);
  });
});

describe("weights", () => {
  test("that are all 0", () => {
    expectErrors(
      configText({
        levels: '‸[{"level": "free", "weight": 0}]',
        auths: '‸[{"auth": "Guest", "weight": 0}, {"auth": "Member", "weight": 0}]',
        "new-session": list(start(HOME, 1), start(SONG, "‸0"), start(state("Help", "Member"), 0)),
        transitions: list(transition(HOME, SONG, 1), transition(SONG, state("Help", "Member"), 0.5)),
      }),
      "levels: the weights are all 0; give at least one of them a weight above 0",
      "auths: the weights are all 0; give at least one of them a weight above 0",
      'new-session[1].weight: the weights of auth "Member" and level "free" are all 0; give at least one of them a weight above 0',
    );
  });

  test("that no 32-bit sum holds", () => {
    const most = 2147483647;
    expectErrors(
      configText({
        auths: `‸[{"auth": "Guest", "weight": ${most}}, {"auth": "Member", "weight": 1}]`,
        "new-session": list(start(HOME, `‸${most}`), start(HOME, most), start(SONG, most)),
      }),
      "auths: the weights add up to 2147483648, above 2147483647; scale them down",
      'new-session[0].weight: the weights of auth "Guest" and level "free" add up to 4294967294, above 2147483647; scale them down',
    );
  });

  test("that just fit", () => {
    const auths = '[{"auth": "Guest", "weight": 2147483646}, {"auth": "Member", "weight": 1}]';
    expect(read(configText({ auths })).config.auths[0]?.weight).toBe(2147483646);
  });

  test.each([
    ["levels", "levels: has no entries; add at least one"],
    ["auths", "auths: has no entries; add at least one"],
    ["new-session", "new-session: has no entries; add the states in which sessions start"],
  ])("of an empty list: %s", (key, message) => {
    expectErrors(configText({ [key]: "‸[]" }), message);
  });
});

describe("a song page with a redirect's status", () => {
  const text = (status: number, mark = "") => {
    const song = state("NextSong", "Member", status);
    const marked = state("NextSong", "Member", `${mark}${status}`);
    const transitions = list(transition(HOME, song, 0.5), transition(song, HOME, 0.1));
    return configText({ "new-session": list(start(HOME, 1), start(marked, 2)), transitions });
  };

  test.each([300, 307, 398])("%i is an error, told once", (status) => {
    const advice = "a redirect (300 to 398) cannot play a song; give page NextSong another status, such as 200";
    expectErrors(text(status, "‸"), `new-session[1].status: found ${status}; ${advice}`);
  });

  test.each([299, 399])("%i is none", (status) => {
    expect(read(text(status)).warnings).toEqual([]);
  });
});

test("a start state that no transition knows", () => {
  const starts = list(start(HOME, 1), start(SONG, 1), `‸${start(state("Home", "Guest", 201), 1)}`);
  expectErrors(
    configText({ "new-session": starts }),
    'new-session[2]: no transition leaves or enters state "Home" ("Guest", "GET", 201, "free"); correct it, or add transitions',
  );
});

describe("the window", () => {
  test.each(["2026-01-01T00:00:00", "2025-12-31T23:59:59.999"])("an end at or before the start: %s", (end) => {
    expectErrors(
      configText({ "end-date": `‸"${end}"`, alpha: "60", "start-date": '"2026-01-01T00:00"' }),
      `end-date: ${end} is not after start-date (2026-01-01T00:00, on line 4); give a later one`,
    );
  });

  test("an end a millisecond after the start", () => {
    const dates = { "start-date": '"2026-01-01T00:00:00.001"', "end-date": '"2026-01-01T00:00:00.002"' };
    expect(read(configText(dates)).config.endDate).toBe("2026-01-01T00:00:00.002");
  });
});

test("a day curve that is steeper than the time is a warning", () => {
  // Its slope is -2π * damping where it falls most: below -1, later times come before earlier ones.
  expectWarnings(
    configText({ damping: "‸0.16" }),
    "damping: 0.16 is above 0.159 (1/2π of a day): times overtake each other, so that some sessions start before others " +
      "that were to start earlier; give at most 0.159",
  );
  expectWarnings(configText({ damping: "0.159" }));
});

test("a weekend ramp that overshoots is a warning", () => {
  expectWarnings(
    configText({ "weekend-damping": "0.5", "weekend-damping-offset": "‸180", "weekend-damping-scale": "60" }),
    "weekend-damping-offset: 180 is more than weekend-damping-scale (60): sessions are lost at a share that climbs to 1.5 " +
      "before midnight and falls back to 0.5; give a weekend-damping-scale at least as long",
  );
  expectWarnings(configText({ "weekend-damping-offset": "180", "weekend-damping-scale": "180" }));
});

describe("names that another table lacks", () => {
  const details = (...auths: string[]) => list(...auths.map((auth) => `{"auth": ${auth}, "show": true}`));

  test("an auth without show-user-details", () => {
    expectErrors(
      configText({
        "show-user-details": details('"Guest"'),
        "new-session": STARTS.replace('"Member"', '‸"Member"'),
      }),
      'new-session[1].auth: show-user-details lacks "Member"; add {"auth": "Member", "show": true} or false to it',
    );
  });

  test("unknown auths in show-user-details are a warning, repeated ones an error", () => {
    expectWarnings(
      configText({ "show-user-details": details('"Guest"', '"Member"', '‸"Membre"', '‸"Cancelled"') }),
      'show-user-details[2].auth: no state has the auth "Membre"; did you mean "Member"?',
      'show-user-details[3].auth: no state has the auth "Cancelled"; remove it, or add states that have it',
    );
    expectErrors(
      configText({ "show-user-details": details('"Guest"', '"Member"', '‸"Guest"') }),
      'show-user-details[2].auth: "Guest" is on line 3 already; keep one',
    );
  });

  test("an auth that no user gets to needs no show-user-details", () => {
    const robot = state("Robots", "Robot");
    const transitions = list(
      transition(HOME, SONG, 0.5),
      transition(SONG, SONG, 0.75),
      transition(robot, HOME, 1).replace('"page": "Robots", "auth": ', '"page": "Robots", "auth": ‸'),
    );
    expectWarnings(
      configText({ transitions: transitions.replace('"source": {"page": "Robots"', '"source": ‸{"page": "Robots"') }),
      'transitions[2].source: no user ever gets to state "Robots" ("Robot", "GET", 200, "free"); remove it, or add a way to it',
      'transitions[2].source.auth: show-user-details lacks "Robot"; add {"auth": "Robot", "show": true} or false to it',
    );
  });

  test("an auth that only auths knows, with weight 0, may have show-user-details", () => {
    const auths = list('{"auth": "Guest", "weight": 1}', '{"auth": "Robot", "weight": 0}');
    const text = configText({ auths, "show-user-details": details('"Guest"', '"Member"', '"Robot"') });
    expect(read(text).config.showUserDetails.get("Robot")).toBe(true);
  });

  test("auths and levels of the first users", () => {
    expectErrors(
      configText({
        levels: list('{"level": "free", "weight": 1}', '{"level": ‸"fre", "weight": 1}'),
        auths: list('{"auth": "Guest", "weight": 1}', '{"auth": ‸"Members", "weight": 1}'),
      }),
      'levels[1].level: no state has the level "fre"; did you mean "free"?',
      'auths[1].auth: no state has the auth "Members"; did you mean "Member"?',
    );
  });

  test("a level that no user begins with", () => {
    expectWarnings(
      configText({ levels: list('{"level": "free", "weight": 1}', '{"level": ‸"fre", "weight": 0}') }),
      'levels[1].level: no state has the level "fre"; did you mean "free"?',
    );
  });

  test("churned-state", () => {
    expectWarnings(
      configText({ "churned-state": '‸"Canceled"' }),
      'churned-state: no state has the auth "Canceled"; remove it, or add states that have it',
    );
  });
});
