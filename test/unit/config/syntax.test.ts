import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { configText, errorsOf, expectErrors, read, thrownBy } from "./broken.ts";

const A_VALUE = "a value: text in double quotes, a number, true, false, [ or {";

describe("one place that is not JSON", () => {
  test.each([
    ["{\n‸", 'found the end of the file; expected a key in double quotes or "}"'],
    ['{"alpha" ‸1}', 'found "1"; expected ":" after the key'],
    ['{"alpha":‸}', `found "}"; expected ${A_VALUE}`],
    ['{"alpha": ‸NaN}', `found "NaN"; expected ${A_VALUE}`],
    ['{"alpha": ‸+1}', `found "+1"; expected ${A_VALUE}`],
    ['{\n"alpha": 1\n‸"beta": 2}', 'found "\\"beta\\""; expected "," or "}" for the "{" on line 1'],
    ['{"alpha": 1,‸,"beta": 2}', 'found ","; expected a key in double quotes'],
    ["{‸alpha: 1}", 'found "alpha"; expected a key in double quotes or "}"'],
    ["{‸'alpha': 1}", 'found "\'alpha\'"; expected a key in double quotes or "}"'],
    ["{‸,}", 'found ","; expected a key in double quotes or "}"'],
    ["[‸,1]", 'found ","; expected a value or "]"'],
    ["[1,‸,1]", 'found ","; expected a value'],
    ['{"levels": [1,\n2‸}', 'found "}"; expected "," or "]" for the "[" on line 1'],
    ['{\n\n"alpha": 1‸', 'found the end of the file; expected "," or "}" for the "{" on line 1'],
    ["{}‸}", 'found "}"; expected the end of the file'],
    ["{} ‸x", 'found "x"; expected the end of the file'],
    ["‸nul", 'found "nul"; expected {: a config is one JSON object'],
    ['{"alpha": 0‸1}', 'found "1"; expected "," or "}" for the "{" on line 1'],
    ['{"alpha": ‸1.}', "this number is not complete; expected a digit"],
    [
      '{"tag": ‸"a\nb"}',
      'this string does not end on its line; expected a closing " (a line end inside is written \\n)',
    ],
    ['{"tag": ‸"\t"}', "this string holds a control character; expected an escape such as \\t or \\u0001 in its place"],
    ['{"tag": ‸"\\u12"}', "this string holds an incomplete \\u; expected four hexadecimal digits after it"],
    [
      '{"tag": ‸"\\q"}',
      'this string holds an unknown escape; expected one of \\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX',
    ],
  ])("%j", (marked, message) => {
    expectErrors(marked, message);
  });
});

test("comments and trailing commas are errors, and do not hide other ones", () => {
  const text = configText({ alpha: "‸/* a minute */ ‸-60", levels: '[{"level": "free", "weight": 1}‸,]' });
  expectErrors(
    text.replace(/\}\n$/, "}‸// end\n"),
    "JSON has no comments; remove this one",
    "alpha: found -60; give a number above 0 (mean seconds between two events of a session)",
    'JSON has no comma before "]"; remove it',
    "JSON has no comments; remove this one",
  );
  expectErrors(configText().replace(/\n\}\n$/, "‸,\n}\n"), 'JSON has no comma before "}"; remove it');
});

test("brackets beyond any parser's depth", () => {
  const isDeep = (levels: number) => errorsOf(`${"[".repeat(levels)}${"]".repeat(levels)}`);
  expect(isDeep(1000)).toEqual(["config.json:1:1: found an array; give an object in braces"]);
  for (const levels of [1001, 300_000])
    expect(isDeep(levels)).toEqual(["config.json:1:1001: brackets are nested too deeply; a config has five levels"]);
});

test("a damaged file causes a usage error, whose lines have a place", () => {
  const right = configText({ seed: "101", alpha: "9e1", tag: '"a \\u00e4"' });
  const damage = fc.record({
    at: fc.nat(right.length),
    remove: fc.nat(3),
    insert: fc.constantFrom("", "{", "}", "[", "]", ",", ":", '"', "\\", "0", "-", "e", ".", "/", "//", "\n", "true"),
  });
  fc.assert(
    fc.property(damage, ({ at, remove, insert }) => {
      const text = right.slice(0, at) + insert + right.slice(at + remove);
      const isJson = thrownBy(() => JSON.parse(text)) === undefined;
      if (isJson && thrownBy(() => read(text)) === undefined) return;
      for (const line of errorsOf(text)) expect(line).toMatch(/^config\.json:\d+:\d+: ./);
    }),
    { numRuns: 300, seed: 3 },
  );
});
