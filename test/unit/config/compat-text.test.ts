import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { strictText } from "../../../src/config/checks/compat-text.ts";
import { readCompatConfig, readConfig } from "../../../src/config/read.ts";
import { temporaryFolder } from "../../support/files/folders.ts";

describe("the syntax of the original's parser, as strict JSON", () => {
  const B = "\\";
  it.each([
    ["a raw tab and a control character", '"a\tb\u0001"', "a\tb\u0001"],
    ["an unknown escape, which stays", `"${B}x${B}uZZ${B}"${B}u0041${B}${B}x"`, `${B}x${B}uZZ"A${B}x`],
    ["a control character behind a backslash", `"${B}\n"`, `${B}\n`],
    ["form feed and vertical tab", "\f[\v1\f]", [1]],
    ["a minus away from its digits", "[- 5,-\f6]", [-5, -6]],
    ["a point without digits", "[1.,-2. ,3.5]", [1, -2, 3.5]],
    ["none of it within strings", '["- 5","1.","\u000c"]', ["- 5", "1.", "\f"]],
  ])("%s", (_, text, value) => {
    expect(JSON.parse(strictText(text))).toEqual(value);
  });

  it("takes time in proportion to its length, were it of nothing but quotes", () => {
    const text = `"${`${B}"`.repeat(2_000_000)}`;
    expect(strictText(text)).toBe(text);
  });
});

const state = '{"page": "Home", "auth": "In", "method": "GET", "status": 200, "level": "free"}';
const site = (keys: string) => `{${keys} "show-user-details": [{"auth": "In", "show": null}],
  "levels": [{"level": "free", "weight": 3}, {"level": "paid", "weight": -1}], "auths": [{"auth": "In", "weight": 1}],
  "new-session": [{"page": "Home", "auth": "In", "method": "GET", "status": 200, "level": "free", "weight": 1}],
  "transitions": [{"source": ${state}, "dest": ${state}, "p": 0.5}]}`;

describe("a configuration for the original's engine", () => {
  const write = (text: string) => {
    const file = join(temporaryFolder(), "config.json");
    writeFileSync(file, text);
    return file;
  };

  it("may have null for numbers and flags, negative weights, and a churned state that is not a string", () => {
    const file = write(site('"damping": - 5, "beta": null, "churned-state": 7, "tag": "a\tb\\x\\ud800",'));
    const config = readCompatConfig(file);
    expect(config).toMatchObject({ damping: -5, betaSeconds: 0, churnedAuth: "", tag: "a\tb\\x\ud800" });
    expect(config.showUserDetails).toEqual(new Map([["In", false]]));
    expect(config.levels.map(({ weight }) => weight)).toEqual([3, -1]);
    expect(() => readConfig(file)).toThrow(/control character|number|expected/);
  });
});
