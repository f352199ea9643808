import { describe, expect, test } from "vitest";
import {
  configText,
  configWithout,
  errorsOf,
  expectErrors,
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
const WEIGHT = "an integer from 0 to 2147483647";
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
  test("with and without a near one, at every level", () => {
    expectErrors(
      configText({
        "‸bta": "60",
        "‸zoo": "[]",
        levels: list('{"level": "free", "weight": 1, ‸"wieght": 2}'),
        "show-user-details": list('{"auth": "Guest", "show": false, ‸"colour": 1}', '{"auth": "Member", "show": true}'),
        "new-session": list(start(HOME, '1, ‸"p": 1'), start(SONG, 2)),
        transitions: list(
          transition(HOME, SONG, '0.5, ‸"P": 1'),
          transition(`${SONG}, ‸"stauts": 1`, SONG, 0.5),
          transition(SONG, HOME, 0.1),
        ),
      })
        .replace('"‸bta"', '‸"bta"')
        .replace('"‸zoo"', '‸"zoo"'),
      'bta: unknown key "bta"; did you mean "beta"?',
      'zoo: unknown key "zoo"; remove it',
      'levels[0].wieght: unknown key "wieght"; did you mean "weight"?',
      'show-user-details[0].colour: unknown key "colour"; remove it (known here: auth, show)',
      'new-session[0].p: unknown key "p"; remove it (known here: page, auth, method, status, level, weight)',
      'transitions[0].P: unknown key "P"; did you mean "p"?',
      'transitions[1].source.stauts: unknown key "stauts"; did you mean "status"?',
    );
  });

  test("a key that is no word stands quoted, and the message stays one line", () => {
    expectErrors(configText({ "‸a\\nb": "1" }).replace('"‸', '‸"'), '["a\\nb"]: unknown key "a\\nb"; remove it');
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
