import { describe, expect, test } from "vitest";
import {
  configText,
  configWithout,
  errorsOf,
  expectErrors,
  expectWarnings,
  HOME,
  list,
  read,
  SONG,
  STARTS,
  start,
  transition,
} from "./broken.ts";

const STATE_WANTED = "an object with page, auth, method, status, level";
const GAP = "a number above 0 (mean seconds between two events of a session)";
const WEIGHT = "a number from 0 to 2147483647";
const TEXT = "a string of whole Unicode characters";

describe("a missing key", () => {
  test.each([
    ["show-user-details", "an array, each entry an object with auth, show"],
    ["levels", "an array, each entry an object with level, weight"],
    ["auths", "an array, each entry an object with auth, weight"],
    ["new-session", "an array, each entry an object with page, auth, method, status, level, weight"],
    ["transitions", "an array, each entry an object with source, dest, p"],
  ])("%s", (key, wanted) => {
    expectErrors(`‸${configWithout(key)}`, `${key}: missing; give ${wanted}`);
  });

  test("fields of an entry stand at the entry", () => {
    expectErrors(
      configText({
        "new-session": list(
          '‸{"page": "Home", ‸"auht": "Guest", "method": "GET", "status": 200, "level": "free", "weight": 1}',
        ),
        transitions: list('‸{"dest": ‸{"auth": "Member", "status": 200}}'),
      }).replace('‸{"dest"', '‸‸{"dest"'),
      `new-session[0].auth: missing; give ${TEXT}`,
      'new-session[0].auht: unknown key "auht"; did you mean "auth"?',
      `transitions[0].source: missing; give ${STATE_WANTED}`,
      "transitions[0].p: missing; give a number from 0 to 1 (a probability)",
      `transitions[0].dest.page: missing; give ${TEXT}`,
    );
  });
});

describe("unknown keys", () => {
  const passedOver = (path: string, key: string) => `${path}: unknown key "${key}"; it is ignored`;

  test("are passed over, as in the original, at every level", () => {
    expectWarnings(
      configText({
        "‸realtime": "true",
        "‸_note": '{"of": ["me"]}',
        _comment: '{"of": ["me"]}',
        levels: list('{"level": "free", "weight": 1, ‸"wieght": 2}'),
        "show-user-details": list('{"auth": "Guest", "show": false, ‸"colour": 1}', '{"auth": "Member", "show": true}'),
        "new-session": list(start(HOME, '1, ‸"p": 1'), start(SONG, 2)),
        transitions: list(
          transition(HOME, SONG, '0.5, ‸"t": 1.0'),
          transition(`${SONG}, ‸"stauts": 1`, SONG, 0.5),
          transition(SONG, HOME, 0.1),
        ),
      })
        .replace('"‸r', '‸"r')
        .replace('"‸_', '‸"_'),
      passedOver("realtime", "realtime"),
      passedOver("_note", "_note"),
      passedOver("levels[0].wieght", "wieght"),
      passedOver("show-user-details[0].colour", "colour"),
      passedOver("new-session[0].p", "p"),
      passedOver("transitions[0].t", "t"),
      passedOver("transitions[1].source.stauts", "stauts"),
    );
  });

  test("within two letters of a known one that is absent were meant to be that one", () => {
    expectErrors(
      configText({
        "‸bta": "60",
        "‸wekend-dampin": "0.5",
        "‸growth_rates": "1",
        levels: list('‸{"level": "free", ‸"wieght": 2}'),
        transitions: list(
          `{"source": {${HOME}}, "dest": {${SONG}}, "p": 0.5}`,
          transition(SONG, SONG.replace('"method"', '‸"Methods"'), 0.5),
          transition(SONG, HOME, 0.1),
        ),
      })
        .replace('"‸b', '‸"b')
        .replace('"‸w', '‸"w')
        .replace('"‸g', '‸"g'),
      'bta: unknown key "bta"; did you mean "beta"?',
      'wekend-dampin: unknown key "wekend-dampin"; did you mean "weekend-damping"?',
      'growth_rates: unknown key "growth_rates"; did you mean "growth-rate"?',
      "levels[0].weight: missing; give a number from 0 to 2147483647",
      'levels[0].wieght: unknown key "wieght"; did you mean "weight"?',
      'transitions[1].dest.Methods: unknown key "Methods"; did you mean "method"?',
    );
  });

  test("that are not words are quoted, and the message stays one line", () => {
    expectWarnings(configText({ "‸a\\nb": "1" }).replace('"‸', '‸"'), passedOver('["a\\nb"]', "a\\nb"));
    const marked = configText({ "‸\u009b\u202e": "1" }).replace('"‸', '‸"');
    expectWarnings(marked, passedOver('["\\u009B\\u202E"]', "\\u009B\\u202E"));
  });

  test("that are equal in many entries are one line from the fourth on", () => {
    const textOf = (count: number) =>
      configText({
        "show-user-details": list(
          ...["Guest", "Member"].map((auth) => `{"auth": "${auth}", "show": true}`),
          ...Array.from({ length: count }, (_, index) => `{"auth": "Guest ${index}", "show": true, "t": 1}`),
        ),
        auths: list(
          '{"auth": "Guest", "weight": 1}',
          ...Array.from({ length: count }, (_, index) => `{"auth": "Guest ${index}", "weight": 0}`),
        ),
      });
    const first = `config.json:5:35: ${passedOver("show-user-details[2].t", "t")}`;
    expect(read(textOf(120)).warnings).toEqual([`${first} (and 119 more)`]);
    expect(read(textOf(4)).warnings).toEqual([`${first} (and 3 more)`]);
    expect(read(textOf(3)).warnings).toHaveLength(3);
  });

  test("the two lists that the original's files carry are none", () => {
    expect(read(configText({ upgrades: "[]", downgrades: '[{"any": 1}]' })).warnings).toEqual([]);
  });
});

describe("a key given twice in an object", () => {
  test("is named with both lines, wherever it stands", () => {
    const text = configText({
      alpha: "90",
      upgrades: '[{"x": 1, ‸"x": 2}]',
      levels: list('{"level": "free", "weight": 1, ‸"level": "free"}'),
    });
    expectErrors(
      text.replace('"upgrades"', '‸"alpha": 1,\n"upgrades"'),
      "alpha: given twice, first on line 2; keep one",
      "upgrades[0].x: given twice, first on line 4; keep one",
      "levels[0].level: given twice, first on line 6; keep one",
    );
  });

  test("counts with its last value", () => {
    const text = configText({ alpha: "90" }).replace("90,", '90,\n‸"alpha": ‸0,');
    expectErrors(text, "alpha: given twice, first on line 2; keep one", `alpha: found 0; give ${GAP}`);
  });

  test("texts that look like keys are none", () => {
    expect(read(configText({ tag: '"\\": \\":"' })).config.tag).toBe('": ":');
  });
});

test.each([
  ["[]", "an array"],
  ["null", "null"],
  ['"config"', 'the string "config"'],
  ["3", "3"],
])("a file that is %s and no object", (text, found) => {
  expect(errorsOf(`\n ${text}`)).toEqual([`config.json:2:2: found ${found}; give an object in braces`]);
});

test("all problems come at once, in the order of the file", () => {
  expectErrors(
    configText({
      beta: "‸0",
      alpha: "‸0",
      levels: "‸[]",
      "new-session": STARTS.replace('"weight": 2', '"weight": ‸-2'),
      transitions: list(transition(HOME, SONG, 0.5), transition(SONG, SONG, 0.75), transition(SONG, HOME, "‸0.5")),
    }),
    "beta: found 0; give a number above 0 (mean seconds between two sessions)",
    `alpha: found 0; give ${GAP}`,
    "levels: has no entries; add at least one",
    `new-session[1].weight: found -2; give ${WEIGHT}`,
    'transitions[2].p: the probabilities from state "NextSong" ("Member", "GET", 200, "free") add up to 1.25; lower them to at most 1 together',
  );
});
