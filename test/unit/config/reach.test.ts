import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkGrowthStart, readConfig } from "../../../src/config/read.ts";
import {
  configText,
  expectErrors,
  expectWarnings,
  HOME,
  type Keys,
  list,
  read,
  SONG,
  STARTS,
  start,
  state,
  TRANSITIONS,
  transition,
} from "./broken.ts";

const PAID_SONG = state("NextSong", "Member", 200, "paid");
const HOME_SHOWN = '"Home" ("Guest", "GET", 200, "free")';
const PAID_SHOWN = '"NextSong" ("Member", "GET", 200, "paid")';
const IN_CASE_OF_CHURN = "add one, or make the auth the churned-state";

/** One entry more at the end of a list that has one entry a line. */
function plus(entries: string, entry: string): string {
  return entries.replace(/\n\]$/, `,\n${entry}\n]`);
}

/** Members can become paid; where that ends is up to the test. */
function withPaid(probabilities: { in: number; on: number }, changes: Keys = {}): string {
  const into = plus(TRANSITIONS, transition(SONG, PAID_SONG, probabilities.in).replace('"dest": ', '"dest": ‸'));
  return configText({ transitions: plus(into, transition(PAID_SONG, PAID_SONG, probabilities.on)), ...changes });
}

const unmarked = (text: string) => text.replaceAll("‸", "");

describe("start states", () => {
  test("for every auth and level of the first users", () => {
    expectErrors(
      configText({
        auths: '[{"auth": "Guest", "weight": 1}, ‸{"auth": "Member", "weight": 1}, {"auth": "Robot", "weight": 0}]',
        "new-session": list(start(HOME, 1)),
      }),
      'auths[1]: auth "Member" and level "free" is drawn for the first users, but no new-session entry has them; add one',
    );
  });

  test("for each level with each auth", () => {
    const levels = list('{"level": "free", "weight": 1}', '{"level": "paid", "weight": 1}');
    const starts = plus(STARTS, start(PAID_SONG, 1));
    expectErrors(
      unmarked(withPaid({ in: 0.1, on: 0.5 }, { levels, "new-session": starts })).replace(
        '{"auth": "Guest", "weight"',
        '‸{"auth": "Guest", "weight"',
      ),
      'auths[0]: auth "Guest" and level "paid" is drawn for the first users, but no new-session entry has them; add one',
    );
  });

  test("where a session can end", () => {
    expectErrors(
      withPaid({ in: 0.1, on: 0.75 }),
      `transitions[3].dest: auth "Member" and level "paid" is left behind when a session ends in state ${PAID_SHOWN}, ` +
        `but no new-session entry has them; ${IN_CASE_OF_CHURN}`,
    );
  });

  test("after a session that starts and ends elsewhere", () => {
    // Paid users get to Help as guests, and only from there; free guests never see Help.
    const help = state("Help", "Guest", 200, "paid");
    expectErrors(
      configText({
        "new-session": plus(STARTS, start(PAID_SONG, 1)),
        transitions: plus(
          plus(TRANSITIONS, transition(SONG, PAID_SONG, 0.1)),
          transition(PAID_SONG, help, 1).replace('"dest": ', '"dest": ‸'),
        ),
      }),
      'transitions[4].dest: auth "Guest" and level "paid" is left behind when a session ends in state ' +
        `"Help" ("Guest", "GET", 200, "paid"), but no new-session entry has them; ${IN_CASE_OF_CHURN}`,
    );
  });

  test("not if no session can end, or no user can arrive", () => {
    const back = transition(PAID_SONG, SONG, 0.25);
    const inAndBack = plus(unmarked(withPaid({ in: 0.1, on: 0.75 })).match(/"transitions": (\[[^\]]*\])/)![1]!, back);
    expect(read(configText({ transitions: inAndBack })).warnings).toEqual([]);
    expect(() => read(unmarked(withPaid({ in: 0, on: 0.75 })))).not.toThrow();
  });

  test("not where ten tenths miss 1 by rounding", () => {
    const pages = Array.from({ length: 10 }, (_, index) => transition(PAID_SONG, state(`Page ${index}`, "Guest"), 0.1));
    const sum = pages.reduce((total) => total + 0.1, 0);
    expect(sum).toBeLessThan(1);
    const transitions = [transition(SONG, PAID_SONG, 0.1), ...pages].reduce(plus, TRANSITIONS);
    expect(read(configText({ transitions })).warnings).toEqual([]);
  });

  test("not for the churned auth", () => {
    const cancelled = state("Cancelled", "Cancelled");
    const details = list(...["Guest", "Member", "Cancelled"].map((auth) => `{"auth": "${auth}", "show": true}`));
    const transitions = plus(TRANSITIONS, transition(SONG, cancelled, 0.1));
    const changes = { transitions, "show-user-details": details, "churned-state": '"Cancelled"' };
    expect(read(configText(changes)).warnings).toEqual([]);
  });
});

describe("growth", () => {
  const noGuests = {
    auths: '[{"auth": "Member", "weight": 1}]',
    "new-session": list(start(SONG, 1)),
    transitions: list(transition(SONG, HOME, 0.1), transition(HOME, SONG, 1), transition(SONG, SONG, 0.75)),
  };
  const message = (auth: string, level: string) =>
    `new-user-auth: auth "${auth}" and level "${level}" is given to new users (new-user-auth, new-user-level), ` +
    "but no new-session entry has them; add one";

  test("needs start states for new users", () => {
    expectErrors(
      configText({ ...noGuests, "growth-rate": "0.5", "new-user-auth": '‸"Guest"' }),
      message("Guest", "free"),
    );
    expectErrors(
      configText({ "growth-rate": "0.5", "new-user-auth": '‸"Member"', "new-user-level": '"Free"' }),
      message("Member", "Free"),
    );
    expectErrors(`‸${configText({ ...noGuests, "growth-rate": "0.5" })}`, message("Guest", "free"));
  });

  test("of zero needs none, nor does none", () => {
    expect(read(configText({ ...noGuests, "growth-rate": "0" })).config.growthRate).toBe(0);
    expect(read(configText(noGuests)).warnings).toEqual([]);
    const unused = list('{"auth": "Guest", "weight": 0}', '{"auth": "Member", "weight": 1}');
    expect(read(configText({ ...noGuests, auths: unused })).warnings).toEqual([]);
  });

  test("set by the command line is checked with the same places", () => {
    const folder = mkdtempSync(join(tmpdir(), "eventsim-config-"));
    try {
      const path = join(folder, "config.json");
      writeFileSync(path, configText({ tag: '"a"', "new-user-auth": '"Guest"', ...noGuests }));
      const { config } = readConfig(path);
      // Line 3, behind `"new-user-auth": `.
      expect(checkGrowthStart(config)).toEqual([`${path}:3:18: ${message("Guest", "free")}`]);
      writeFileSync(path, configText());
      expect(checkGrowthStart(readConfig(path).config)).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("states that cannot be reached", () => {
  test("are a warning at their first mention", () => {
    const help = state("Help", "Guest");
    const about = state("About", "Guest");
    expectWarnings(
      configText({
        transitions: plus(
          plus(TRANSITIONS, transition(help, HOME, 0.5).replace('"source": ', '"source": ‸')),
          transition(HOME, about, 0).replace('"dest": ', '"dest": ‸'),
        ),
      }),
      'transitions[3].source: no user ever gets to state "Help" ("Guest", "GET", 200, "free"); remove it, or add a way to it',
      'transitions[4].dest: no user ever gets to state "About" ("Guest", "GET", 200, "free"); remove it, or add a way to it',
    );
  });

  test("include start states of weight 0", () => {
    const help = state("Help", "Guest");
    expectWarnings(
      configText({
        "new-session": plus(STARTS, `‸${start(help, 0)}`),
        transitions: plus(TRANSITIONS, transition(help, HOME, 0.5)),
      }),
      'new-session[2]: no user ever gets to state "Help" ("Guest", "GET", 200, "free"); remove it, or add a way to it',
    );
  });

  test("include start states in which no user can start", () => {
    const robot = state("Home", "Robot");
    const details = list(...["Guest", "Member", "Robot"].map((auth) => `{"auth": "${auth}", "show": true}`));
    expectWarnings(
      configText({
        "show-user-details": details,
        "new-session": plus(STARTS, `‸${start(robot, 1)}`),
        transitions: plus(TRANSITIONS, transition(robot, HOME, 0.5)),
      }),
      'new-session[2]: no user ever gets to state "Home" ("Robot", "GET", 200, "free"); remove it, or add a way to it',
    );
  });

  test("do not include states that growth would reach", () => {
    const changes = { auths: '[{"auth": "Member", "weight": 1}]', transitions: TRANSITIONS.replace("0.1", "0") };
    expect(read(configText(changes)).warnings).toEqual([]);
  });
});

describe("sets of states that are never left", () => {
  const inside = state("Inside", "Guest");
  const deeper = state("Deeper", "Guest");
  const other = state("Other", "Guest");

  test("are one warning each", () => {
    const transitions = [
      transition(HOME, inside, 0.25).replace('"dest": ', '"dest": ‸'),
      transition(HOME, other, 0.25).replace('"dest": ', '"dest": ‸'),
      transition(inside, deeper, 1),
      transition(deeper, inside, 1),
      transition(other, other, 1),
    ].reduce(plus, TRANSITIONS);
    expectWarnings(
      configText({ transitions }),
      'transitions[3].dest: users who get to "Inside" ("Guest", "GET", 200, "free") or "Deeper" ("Guest", "GET", 200, "free") ' +
        "never end their session; lower a p there, or add a way out",
      'transitions[4].dest: users who get to "Other" ("Guest", "GET", 200, "free") never end their session; ' +
        "lower a p there, or add a way out",
    );
  });

  test("are none when a way leads out", () => {
    const transitions = [
      transition(HOME, inside, 0.25),
      transition(inside, deeper, 1),
      transition(deeper, inside, 0.999),
      transition(deeper, HOME, 0.001),
    ].reduce(plus, TRANSITIONS);
    expect(read(configText({ transitions })).warnings).toEqual([]);
  });

  test("can be the whole site", () => {
    expectWarnings(
      configText({
        "new-session": `[‸${start(HOME, 1)}, ${start(SONG, 1)}]`,
        transitions: list(transition(HOME, SONG, 1), transition(SONG, HOME, 1)),
      }),
      `new-session[0]: users who get to ${HOME_SHOWN} or "NextSong" ("Member", "GET", 200, "free") never end their session; ` +
        "lower a p there, or add a way out",
    );
  });
});
