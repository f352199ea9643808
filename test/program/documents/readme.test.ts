import { expect, test } from "vitest";
import { blocksOf, commandsOf, readPage } from "../../support/documents/blocks.ts";
import { linesOf } from "../../support/program/command.ts";
import { bytesHere } from "../../support/program/command-here.ts";

const README = readPage("README.md");
const MOST_BYTES = 8 * 1024;

test("README.md has at most 8 KB", () => {
  expect(Buffer.byteLength(README)).toBeLessThanOrEqual(MOST_BYTES);
});

test("the README's event is the output of the command above it", async () => {
  const blocks = blocksOf(README);
  const at = blocks.findIndex(({ language }) => language === "json");
  const [command, filter] = commandsOf(blocks[at - 1]!)[0]!.split(" | ");
  expect(filter).toBe("grep -m 1 NextSong");
  const [program, ...words] = command!.split(" ");
  expect(program).toBe("bin/eventsim");
  // The README wraps it after a comma.
  const shown = blocks[at]!.text.replaceAll("\n", "");
  expect(linesOf(await bytesHere(...words)).find((line) => line.includes("NextSong"))).toBe(shown);
});
