import { describe, expect, it } from "vitest";
import { mistakenCommand } from "../../../src/cli/arguments/words.ts";
import { COMMAND_NAMES } from "../../../src/cli/parse-run.ts";

const mistaken = (word: string, isFirst = true) => mistakenCommand(word, isFirst, COMMAND_NAMES);

describe("a first word that was meant as a command", () => {
  it.each([
    ["vrify", "verify"],
    ["verfiy", "verify"],
    ["Verify", "verify"],
    ["verif", "verify"],
    ["bnch", "bench"],
    ["benhc", "bench"],
    ["plna", "plan"],
    ["plans", "plan"],
    ["cta", "cat"],
    ["hlep", "help"],
    ["ids", "id"],
  ])("%s", (word, command) => {
    expect(mistaken(word)).toBe(
      `${word} is not a command; did you mean ${command}? (write ./${word} for a file of that name)`,
    );
  });

  it.each(["run", "generate", "simulate", "version", "benchmark", "validate", "Run"])(
    "%s, of other programs",
    (word) => {
      expect(mistaken(word)).toMatch(
        new RegExp(`^${word} is not a command: .*, or write ./${word} for a file of that name$`),
      );
    },
  );
});

describe("a word that is a file's name", () => {
  it.each(["out", "data", "events.json", "./verify", "data/run", "output", "test", "o", "week", "2026", "log"])(
    "%s",
    (word) => {
      expect(mistaken(word)).toBeUndefined();
    },
  );

  it("that is a command's stands first", () => {
    expect(mistaken("plan", false)).toBe(
      "plan: a command stands first, as in eventsim plan ...; write ./plan for a file of that name",
    );
    expect(mistaken("plans", false)).toBeUndefined();
  });
});
