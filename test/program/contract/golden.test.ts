// Output of the shipped configurations, byte for byte. golden.json is written by
//
//   WRITE_GOLDEN=1 npx vitest run test/program/contract/golden.test.ts
//
// and only if the reference simulator prints the same. That is written from docs/reference/engine.md, not from the
// kernel.

import { describe, expect, test } from "vitest";
import {
  commandOf,
  configNames,
  engineVersion,
  type GoldenOutput,
  inputsOf,
  outputOf,
  readGolden,
  settingsOf,
  writeGolden,
} from "../../support/golden/golden.ts";
import { firstDifference, linesOf, userOf } from "../../support/program/command.ts";
import { bytesHere } from "../../support/program/command-here.ts";
import { simulate } from "../../support/reference/simulate.ts";

const writing = process.env.WRITE_GOLDEN === "1";
const REWRITE = "WRITE_GOLDEN=1 npx vitest run test/program/contract/golden.test.ts";
const DAY_SECONDS = 86_400;
/** The sizes that the reference simulates quickly. */
const FIRST_USERS = 12;

function describeDifference(golden: GoldenOutput, now: GoldenOutput): string {
  const head = firstDifference(golden.head, now.head);
  if (head !== undefined) return `golden (first) and now (second): ${head}`;
  return `the first ${golden.head.length} lines are the same; ${golden.lines} lines then, ${now.lines} now`;
}

/** Explains why an output may differ from the golden one, and what to do. */
function explain(name: string, golden: GoldenOutput, now: GoldenOutput): string {
  const changed = (["config", "catalog"] as const).filter((input) => golden.inputs[input] !== now.inputs[input]);
  const advice =
    changed.length > 0
      ? `its ${changed.join(" and ")} changed since golden.json was written, so this is another command: ${REWRITE}`
      : `the bytes of an unchanged command may change only with a new engine version: raise it in docs/reference/engine.md, then ${REWRITE}`;
  return `${name}: the output is not that of golden.json; ${advice}\n${describeDifference(golden, now)}`;
}

describe.runIf(writing)("golden.json", () => {
  test("is written from outputs that are also the reference's", { timeout: 600_000 }, async () => {
    const outputs: Record<string, GoldenOutput> = {};
    for (const name of configNames()) {
      const bytes = await bytesHere(...commandOf(name));
      const reference = simulate(settingsOf(name)).map((line) => line.trimEnd());
      expect(firstDifference(linesOf(bytes), reference), `${name}: program (first), reference (second)`).toBe(
        undefined,
      );
      outputs[name] = outputOf(name, bytes);
    }
    writeGolden(outputs);
  });
});

describe.skipIf(writing)("golden outputs", () => {
  const golden = writing ? { engineVersion: 0, outputs: {} } : readGolden();

  test("are those of this engine version and of every shipped configuration", () => {
    expect(golden.engineVersion, `docs/reference/engine.md has another version than golden.json: ${REWRITE}`).toBe(
      engineVersion(),
    );
    expect(Object.keys(golden.outputs)).toEqual(configNames());
  });

  describe.each(configNames())("%s", async (name) => {
    const bytes = await bytesHere(...commandOf(name));

    test("prints the golden bytes", () => {
      const now = outputOf(name, bytes);
      const then = golden.outputs[name]!;
      if (now.sha256 !== then.sha256) throw new Error(explain(name, then, now));
    });

    test("prints the reference's lines for the first users and the first day", () => {
      const settings = settingsOf(name, FIRST_USERS, DAY_SECONDS);
      const end = (settings.startSeconds + DAY_SECONDS) * 1000;
      // The index of users who arrive later depends on the number at the start.
      const isEarly = (line: string) => userOf(line) <= FIRST_USERS && JSON.parse(line).ts < end;
      const reference = simulate(settings)
        .map((line) => line.trimEnd())
        .filter(isEarly);
      expect(reference.length).toBeGreaterThan(50);
      expect(firstDifference(linesOf(bytes).filter(isEarly), reference)).toBe(undefined);
    });
  });

  test("explain what to do if they differ", () => {
    const then: GoldenOutput = { lines: 3, sha256: "a", head: ["one", "two"], inputs: inputsOf("Cello") };
    const same = explain("Cello", then, { ...then, sha256: "b", head: ["one", "other"] });
    expect(same).toContain(
      "Cello: the output is not that of golden.json; the bytes of an unchanged command may change",
    );
    expect(same).toContain("only with a new engine version");
    expect(same).toContain("line 2 of 2 and 2 differs\nfirst:  two\nsecond: other");
    const later = explain("Cello", then, { ...then, sha256: "b", lines: 4 });
    expect(later).toContain("the first 2 lines are the same; 3 lines then, 4 now");
    const edited = explain("Cello", then, { ...then, sha256: "b", inputs: { ...then.inputs, config: "c" } });
    expect(edited).toContain("its config changed since golden.json was written");
  });
});
