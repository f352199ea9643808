// Compares the program with the original's output, byte for byte, for several numbers of workers and sizes of work.

import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../support/files/folders.ts";
import { argumentsOf, type Expected, expectedCases, isThere } from "../../support/original/conformance.ts";
import { Digest } from "../../support/original/digest.ts";
import { run, start } from "../../support/program/program.ts";

const WAYS: { name: string; args: string[] }[] = [
  { name: "one worker", args: ["--workers", "1"] },
  {
    name: "two workers, small slices and parts",
    args: ["--workers", "2", "--slice-events", "999", "--part-events", "77"],
  },
  { name: "three workers", args: ["--workers", "3"] },
];

/**
 * The division of work knows nothing of what a case is about. So those that draw on most of the engine are run in all
 * ways, and each other one in one of them.
 */
const EVERY_WAY = ["plain", "growth", "edge-emoji"];
const WAY_OF: Readonly<Record<string, number>> = {
  dense: 1,
  "one-user": 0,
  crowd: 2,
  similar: 1,
  "edge-1895": 2,
  "edge-1967": 0,
};

/** Runs the program and returns the first difference in words. */
async function differenceOf(expected: Expected, args: string[]): Promise<string | undefined> {
  const child = start([...argumentsOf(expected), ...args]);
  const digest = new Digest(expected);
  child.stdout.on("data", (bytes: Buffer) => digest.add(bytes));
  child.stderr.pipe(process.stderr, { end: false });
  const [exitCode] = await once(child, "close");
  expect(exitCode).toBe(0);
  return digest.finish();
}

describe.skipIf(!isThere)("the original's output", () => {
  const runs = expectedCases.flatMap((expected) => {
    const ways = EVERY_WAY.includes(expected.name) ? WAYS : [WAYS[WAY_OF[expected.name]!]!];
    return ways.map(({ name, args }) => ({ expected, args, way: name }));
  });

  it.each(runs)("$expected.name with $way", async ({ expected, args }) => {
    expect(await differenceOf(expected, args)).toBeUndefined();
  });
});

describe.skipIf(!isThere)("texts of other formats", () => {
  const emoji = expectedCases.find(({ name }) => name === "edge-emoji")!;
  const file = (name: string) => join(temporaryFolder(), name);
  const write = (path: string) => run([...argumentsOf(emoji), path]);

  it("LZ4 holds the same bytes: surrogates as escapes", async () => {
    const path = file("events.json.lz4");
    expect(await write(path)).toMatchObject({ code: 0, stderr: "" });
    const digest = new Digest(emoji);
    digest.add(Buffer.from((await run(["cat", path])).stdout));
    expect(digest.finish()).toBeUndefined();
  });

  it("MessagePack has its texts in UTF-8", async () => {
    const path = file("events.msgpack");
    expect(await write(path)).toMatchObject({ code: 0, stderr: "" });
    expect(readFileSync(path).includes("😀")).toBe(true);
    const lines = (await run(["cat", path])).stdout.split("\n").slice(0, emoji.head.length);
    expect(lines.map((line) => JSON.parse(line))).toEqual(emoji.head.map((line) => JSON.parse(line)));
  });
});

describe.skipIf(!isThere)("a difference is named", () => {
  const plain = expectedCases[0]!;
  const told = (lines: string[]) => {
    const digest = new Digest(plain);
    const bytes = Buffer.from(lines.join(""));
    for (let at = 0; at < bytes.length; at += 1000) digest.add(bytes.subarray(at, at + 1000));
    return digest.finish();
  };

  it("by both lines where the original's is known", () => {
    const line = plain.head[1234]!;
    const other = line.replace('"level":"', '"level":"x');
    expect(told(plain.head.with(1234, other))).toBe(`line 1235 differs\nours:     ${other}original: ${line}`);
  });

  it("by where the output ends", () => {
    expect(told(plain.head.slice(0, 7))).toBe(`the output ends after line 7\noriginal: ${plain.head[7]}`);
  });

  it("by a range of lines after the head", () => {
    const others = Array.from({ length: 40_000 }, () => "{}\n");
    expect(told([...plain.head, ...others])).toBe("the first line that differs is one of 3001 to 20000");
    expect(told(plain.head)).toMatch(/^a line behind line 3000 differs: 3000 lines of 266971/);
  });
});
