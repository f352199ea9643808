import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bytesOf, linesOf } from "../../support/program/command.ts";
import { ROOT } from "../../support/root.ts";

/** The blocks of code in README.md. */
const blocks = [...readFileSync(join(ROOT, "README.md"), "utf8").matchAll(/^```\n(.*?)^```$/gms)].map(
  ([, text]) => text!,
);

test("the line that the README shows is what the command above it prints", () => {
  const at = blocks.findIndex((block) => block.startsWith('{"ts":'));
  const [command, filter] = blocks[at - 1]!.trimEnd().split(" | ");
  expect(filter).toBe("grep -m 1 NextSong");
  const [program, ...words] = command!.split(" ");
  expect(program).toBe("bin/eventsim");
  // Broken into several lines there, after a comma.
  const shown = blocks[at]!.replaceAll("\n", "");
  expect(linesOf(bytesOf(...words)).find((line) => line.includes("NextSong"))).toBe(shown);
});
