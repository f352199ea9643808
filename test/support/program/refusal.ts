import { expect } from "vitest";
import { commandHere } from "./command-here.ts";

/** Exit code 2, nothing on standard output, and a message with all of the pieces. */
export async function expectRefusal(values: string[], ...pieces: (string | RegExp)[]): Promise<void> {
  const { code, stdout, stderr } = await commandHere(values);
  for (const piece of pieces) expect(stderr).toMatch(piece);
  expect(stderr).toMatch(/^eventsim: /);
  expect(stderr).not.toMatch(/^ {4}at |unexpected error/m);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
}
