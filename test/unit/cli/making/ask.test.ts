// Questions to a person: what is typed, and what becomes of it.
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { Asker, type Question } from "../../../../src/cli/config/making/ask.ts";

const question = (flag: string, initial = "none"): Question => ({
  flag,
  text: `What about ${flag}?`,
  initial,
  problemOf: (answer) => (answer === "bad" ? "It must be good." : undefined),
});

/** Types each line once the output ends with a question; an undefined line ends the input. */
async function answersOf(questions: Question[], lines: (string | undefined)[]) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  let shown = "";
  output.on("data", (chunk: Buffer) => {
    shown += chunk.toString();
    if (!/\]: (\u001b\[[\d;]*[A-Z])*$/.test(chunk.toString())) return;
    const line = lines.shift();
    setImmediate(() => (line === undefined ? input.end() : input.write(line)));
  });
  const asker = new Asker(input, output);
  try {
    return { args: await asker.arguments(questions), shown };
  } finally {
    asker.close();
  }
}

test("answers are arguments, empty ones are none, and a wrong one is asked again", async () => {
  const { args, shown } = await answersOf(
    [question("--one"), question("--two", "7 %"), question("--three")],
    ["1\r", "\r", "bad\r", " -3 \r"],
  );
  expect(args).toEqual(["--one=1", "--three=-3"]);
  expect(shown).toContain("What about --two? [7 %]: ");
  expect(shown).toContain("It must be good.");
  expect(shown.match(/--three\? \[none\]: /g)!.length).toBeGreaterThanOrEqual(2);
});

test("the end of the input ends the questions with a message", async () => {
  await expect(answersOf([question("--one"), question("--two")], ["1\r", undefined])).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining("nothing was written"),
  });
});

test("Ctrl-C ends them as a shell reports it", async () => {
  await expect(answersOf([question("--one")], ["\u0003"])).rejects.toMatchObject({
    exitCode: 130,
    message: "stopped; nothing was written",
  });
});
