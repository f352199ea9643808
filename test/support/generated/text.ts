import fc from "fast-check";

const LATIN = [..."abcxyz AZ09.,'-/&é", "ÿ", "ñ", "¡", "\u007f"];
const AWKWARD = ['"', "\\", "\u0001", "\b", "\f", "\u000b", "\u001f", "\u0085"];
const WIDE = ["€", "ш", "日", "😀", "\u2028", "\ufffd"];

function textOf(characters: string[], longest: number): fc.Arbitrary<string> {
  const unit = fc.constantFrom(...characters);
  return fc.oneof(
    { weight: 6, arbitrary: fc.string({ unit, minLength: 1, maxLength: 14 }) },
    { weight: 1, arbitrary: fc.string({ unit, minLength: 15, maxLength: longest }) },
  );
}

/** Spaces at either end are left out where a file's reader is free to trim them. */
function withoutEdgeSpace(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return text.map((each) => `(${each})`);
}

/** Any text that JSON can hold, line ends included. */
export const jsonText = textOf([...LATIN, ...AWKWARD, ...WIDE, "\n", "\r", "\t", "\u0000"], 120);

/** Any text that a command line can hold. */
export const argumentText = textOf([...LATIN, ...AWKWARD, ...WIDE, "\n", "\t"], 120).filter(
  (text) => !text.startsWith("-"),
);

/** A column of a file in Latin-1 whose columns are separated by tabs. */
export const latinColumn = withoutEdgeSpace(textOf([...LATIN, ...AWKWARD], 300));

/** A column of a file in Unicode whose columns are separated by tabs. */
export const unicodeColumn = withoutEdgeSpace(textOf([...LATIN, ...AWKWARD, ...WIDE], 300));

function quotable(characters: string[]): fc.Arbitrary<string> {
  return withoutEdgeSpace(
    textOf(
      characters.filter((character) => character !== '"'),
      120,
    ),
  );
}

/** A column of a file in Latin-1 that stands between double quotes. */
export const latinQuoted = quotable([...LATIN, ...AWKWARD, "\t"]);

/** The same of a file in Unicode. */
export const unicodeQuoted = quotable([...LATIN, ...AWKWARD, ...WIDE, "\t"]);

/** A name as the engine prints it: one upper-case letter, then none. */
export const properName = fc
  .tuple(
    fc.constantFrom(..."ABYZÉÑ"),
    fc.string({ unit: fc.constantFrom(..."abyzéñ'- \"\\", "\u0001"), maxLength: 40 }),
    fc.constantFrom("", "n"),
  )
  .map(([first, middle, last]) => first + middle + (middle.endsWith(" ") ? "n" : last));
