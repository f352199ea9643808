// How pictures look. Colours are variables of the page's sheet, which has them for light, dark, print and forced colours.
import { compact } from "../figures.ts";

export const INK = "var(--ink)";
export const FAINT = "var(--faint)";
export const RULE = "var(--rule)";
export const ACCENT = "var(--c0)";

const COLOURS = 5;
export const FONT = 12;

export function colour(index: number): string {
  return `var(--c${index % COLOURS})`;
}

/** Lines differ without colours too. */
const DASHES = ["solid", [7, 4], [2, 3], [11, 3, 2, 3], [4, 2]] as const;

export function dash(index: number): "solid" | number[] {
  const pattern = DASHES[index % DASHES.length] as (typeof DASHES)[number];
  return pattern === "solid" ? pattern : [...pattern];
}

/** Labels that the axis shows, and the others. */
export interface Ticks {
  labels: readonly string[];
  /** Whether the label at an index is shown. */
  isShown: (index: number) => boolean;
}

const LABEL = { color: FAINT, fontSize: FONT, hideOverlap: false };
const NAME = { nameTextStyle: { color: FAINT, fontSize: FONT } };

export function categories({ labels, isShown }: Ticks, name = ""): object {
  return {
    type: "category",
    data: [...labels],
    ...(name === "" ? {} : { name, nameLocation: "middle", nameGap: 30, ...NAME }),
    axisLabel: { ...LABEL, interval: isShown },
    axisTick: { show: true, alignWithLabel: true, interval: isShown, lineStyle: { color: RULE } },
    axisLine: { lineStyle: { color: RULE } },
  };
}

/** An axis of numbers from 0 on. */
export function values(name = "", more: object = {}): object {
  return {
    type: "value",
    min: 0,
    splitNumber: 4,
    ...(name === ""
      ? {}
      : { name, nameLocation: "end", nameGap: 10, nameTextStyle: { color: FAINT, fontSize: FONT, align: "left" } }),
    axisLabel: { ...LABEL, formatter: compact },
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: RULE } },
    ...more,
  };
}

/** An axis with a name for each row, from the top down. */
export function namedRows(names: readonly string[], more: object = {}): object {
  return {
    type: "category",
    inverse: true,
    // Names may be alike, and places on an axis may not.
    data: names.map((_, index) => String(index)),
    axisLabel: {
      color: INK,
      fontSize: FONT,
      interval: 0,
      formatter: (index: string) => names[Number(index)] as string,
    },
    axisTick: { show: false },
    ...more,
  };
}

/** At most so many labels of a list, evenly. */
export function everyNth(count: number, most: number): (index: number) => boolean {
  const step = Math.max(1, Math.ceil(count / most));
  return (index) => index % step === 0;
}
