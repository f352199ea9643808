// The built manual page, as viewers read it.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { entry, filled, quoted } from "../../../src/cli/manual/roff.ts";
import { run } from "../../support/program/program.ts";
import { ROOT } from "../../support/root.ts";

const { man } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
const page = join(ROOT, man);
const TOOLS = { mandoc: ["-Tlint", "-W", "warning"], groff: ["-man", "-ww", "-z", "-Tutf8"] };

function isThere(tool: string): boolean {
  const here = spawnSync(tool, ["/dev/null"]).error === undefined;
  if (!here) console.log(`skipped: the manual's page as ${tool} reads it, which is not installed`);
  return here;
}

describe("the manual's page", () => {
  it.each(Object.entries(TOOLS))("is one that %s has nothing to say against", (tool, values) => {
    if (!isThere(tool)) return;
    const { status, stdout, stderr } = spawnSync(tool, [...values, page], { encoding: "utf8" });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "", stderr: "" });
  });

  it
    .skipIf(!isThere("mandoc"))
    .each([
      "",
      "bench",
      "cat",
      "completion",
      "config",
      "config check",
      "config graph",
      "id",
      "plan",
      "schema",
      "spark",
      "verify",
    ])("shows each option that the help of eventsim %s has, below its name", async (command) => {
    const { stdout: text } = spawnSync("mandoc", ["-Tascii", "-Owidth=200", page], { encoding: "utf8" });
    // Bold and underlined letters are overprinted.
    const shown = text.replace(/.\x08/g, "");
    const { stdout: help } = await run([...(command === "" ? [] : command.split(" ")), "--help"]);
    const names = [...help.matchAll(/^ {2}((?:-\w, )?--[\w-]+)/gm)].flatMap(([, found]) => found as string);
    expect(names.length).toBeGreaterThan(0);
    for (const name of names.filter((found) => found !== "-h, --help"))
      expect(shown).toMatch(new RegExp(`^ {4,}${name}\\b`, "m"));
    expect(shown).toMatch(new RegExp(`^ +eventsim ${command}`, "m"));
  });

  it("begins with its date and the version", () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    expect(readFileSync(page, "utf8").split("\n")[0]).toMatch(
      new RegExp(
        `^\\.TH EVENTSIM 1 \\d{4}-\\d\\d-\\d\\d "eventsim ${version.replaceAll(".", "\\.")}" "User Commands"$`,
      ),
    );
  });
});

describe("roff", () => {
  it("prints requests, escapes and dashes literally", () => {
    expect(filled(".eventsim is a file")).toBe("\\&.eventsim is a file");
    expect(filled("'a'")).toBe("\\&'a'");
    expect(filled("a\\b ~ ^ --from -5")).toBe("a\\eb \\(ti \\(ha \\-\\-from \\-5");
    expect(quoted('say "so"')).toBe('"say ""so"""');
    expect(entry("t", "m")).toBe(".TP\nt\nm");
  });

  it("parts a text where it becomes too long for a line, and a request only there", () => {
    const words = `${"x".repeat(76)} .y`;
    expect(filled(words)).toBe(`${"x".repeat(76)}\n\\&.y`);
  });
});
