import { expect, test } from "vitest";
import { KernelRun, smallInputs } from "../../support/kernel/kernel-run.ts";

const INPUTS = smallInputs({ userCount: 10, windowSeconds: 3600 });

test("marked entries are numbered in their order", async () => {
  const run = await KernelRun.open(INPUTS, {});
  const at = run.opened.plan.slots;
  const bytes = Buffer.from(run.opened.memory.buffer);
  const marks = [0, 1, 1, 0, 0, 1];
  bytes.set(marks, at);
  expect(run.kernel.numberMarked(at, marks.length, at + 64, at + 128)).toBe(3);
  expect([1, 2, 5].map((index) => bytes.readUInt32LE(at + 64 + index * 4))).toEqual([0, 1, 2]);
  expect([0, 1, 2].map((number) => bytes.readUInt32LE(at + 128 + number * 4))).toEqual([1, 2, 5]);
});
