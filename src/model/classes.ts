// Which beginnings and ends of texts are worth remembering: LZ4 can refer to the last text that shares one.

/** Events that lie within the 64 KiB that a match reaches back, about. */
const WINDOW_EVENTS = 120;
/** Bytes that a class must save on average, or it is not worth its place. */
const LEAST_GAIN_BYTES = 0.05;

export interface WeightedTexts {
  /** One byte a character (latin1), as they stand in the output, without the key. */
  texts: string[];
  weights: ArrayLike<number>;
}

/** Adds the lengths at which a text may be cut off. */
export type Cutter = (text: string, lengths: number[]) => void;
type Side = "prefix" | "suffix";

function isSeparator(code: number): boolean {
  return code === 0x20 || code === 0x2c || code === 0x2d || code === 0x2f || code === 0x28; // space , - / (
}

/** Lengths of the beginnings that end with a separator and have at least `least` bytes. */
export function prefixLengths(least: number): Cutter {
  return (text, lengths) => {
    for (let length = least; length < text.length; length++) {
      if (isSeparator(text.charCodeAt(length - 1))) lengths.push(length);
    }
  };
}

/** Lengths of the ends that begin with a separator and have at least `least` bytes. */
export function suffixLengths(least: number): Cutter {
  return (text, lengths) => {
    for (let length = least; length < text.length; length++) {
      if (isSeparator(text.charCodeAt(text.length - length))) lengths.push(length);
    }
  };
}

/** Those of some fixed lengths that a text has. */
export function fixedLengths(...fixed: number[]): Cutter {
  return (text, lengths) => {
    for (const length of fixed) if (length < text.length && !lengths.includes(length)) lengths.push(length);
  };
}

/** Lengths of the ends that begin with one of `starts`. */
export function endsFrom(...starts: string[]): Cutter {
  return (text, lengths) => {
    for (const start of starts) {
      const index = text.lastIndexOf(start);
      if (index > 0) lengths.push(text.length - index);
    }
  };
}

/** All that several cutters find. */
export function allOf(...cutters: Cutter[]): Cutter {
  return (text, lengths) => {
    for (const cutter of cutters) cutter(text, lengths);
  };
}

function cut(text: string, length: number, side: Side): string {
  return side === "prefix" ? text.slice(0, length) : text.slice(text.length - length);
}

/** The chance that an event with this share of all stands within the window. */
export function chanceInWindow(share: number): number {
  return 1 - (1 - share) ** WINDOW_EVENTS;
}

/** How much weight the texts have that share each part. */
function weighParts({ texts, weights }: WeightedTexts, side: Side, cutter: Cutter): Map<string, number> {
  const sums = new Map<string, number>();
  const lengths: number[] = [];
  for (let index = 0; index < texts.length; index++) {
    const text = texts[index] as string;
    lengths.length = 0;
    cutter(text, lengths);
    for (const length of lengths) {
      const part = cut(text, length, side);
      sums.set(part, (sums.get(part) ?? 0) + (weights[index] as number));
    }
  }
  return sums;
}

/**
 * For each text the part that saves most: its length times the chance that another text of its class is in the window.
 * Undefined where no class saves anything.
 */
export function chooseClasses(weighted: WeightedTexts, side: Side, cutter: Cutter): (string | undefined)[] {
  const sums = weighParts(weighted, side, cutter);
  const { texts, weights } = weighted;
  let total = 0;
  for (let index = 0; index < texts.length; index++) total += weights[index] as number;
  const lengths: number[] = [];
  return texts.map((text, index) => {
    let best: string | undefined;
    let bestGain = LEAST_GAIN_BYTES;
    lengths.length = 0;
    cutter(text, lengths);
    for (const length of lengths) {
      if (length <= bestGain) continue;
      const part = cut(text, length, side);
      const others = ((sums.get(part) as number) - (weights[index] as number)) / total;
      const gain = others > 0 ? length * chanceInWindow(others) : 0;
      if (gain <= bestGain) continue;
      best = part;
      bestGain = gain;
    }
    return best;
  });
}
