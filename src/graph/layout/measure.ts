/**
 * Widths of the characters from U+0020 to U+007E in Arial, Helvetica and Arimo, in thousandths of the font's size: the three are made to have
 * the same ones (Adobe's metrics of Helvetica).
 */
const WIDTHS = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
  556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
  722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
  556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
  260, 334, 584,
];
const FIRST = 0x20;
/** Of letters beyond ASCII that are not wide. */
const OTHER_WIDTH = 650;
/** From here on lie the scripts whose characters fill a square. */
const FIRST_WIDE = 0x2e80;
const WIDE_WIDTH = 1000;
/** Bold letters are wider, by up to a tenth. */
const BOLD = 1.08;

function widthOf(character: string): number {
  const code = character.codePointAt(0)!;
  return WIDTHS[code - FIRST] ?? (code >= FIRST_WIDE ? WIDE_WIDTH : OTHER_WIDTH);
}

/** The width of a text, in the unit of the font's size. It needs no font, so that a layout is the same on every machine. */
export function textWidth(text: string, size: number, isBold = false): number {
  let sum = 0;
  for (const character of text) sum += widthOf(character);
  return (sum * size * (isBold ? BOLD : 1)) / 1000;
}
