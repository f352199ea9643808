import { expect, test } from "vitest";
import { roundedDown } from "../../../../src/predict/fit/content.ts";

test.each([
  [0.123456789, 0.123456],
  [0.000987654321, 0.000987654],
  [0.808, 0.808],
  [0.1 + 0.2, 0.3],
  [0.999999999, 0.999999],
  [1, 1],
  [0, 0],
  [1.5e-9, 1.5e-9],
])("%f is %f in six digits, and never more than it was", (p, rounded) => expect(roundedDown(p)).toBe(rounded));
