import { GUIDE_END, LONG_SPLIT_BYTES, LONG_SPLIT_DEST, LONG_SPLIT_LAST } from "../../../assembly/layout/model.ts";
import { stackSpans } from "../../config/spans.ts";
import { stateKey } from "../../config/states.ts";
import type { Config } from "../../config/types.ts";
import type { DrawForm, Range, StateTable } from "../transitions.ts";

const WORD = 2 ** 32;

/** Whole doubles of the original's generator, in units of 2^-52. */
export const LONG_FORM: DrawForm = {
  range: 2 ** 52,
  splitBytes: LONG_SPLIT_BYTES,
  putSplit(image, address, last, dest) {
    image.setWord(address + LONG_SPLIT_LAST, last % WORD);
    image.setWord(address + LONG_SPLIT_LAST + 4, Math.floor(last / WORD));
    image.setWord(address + LONG_SPLIT_DEST, dest);
  },
};

/** The smallest draw, in units of 2^-52, that is not below a bound; scaling by a power of two is exact. */
function firstDrawFrom(bound: number): number {
  return Math.ceil(bound * LONG_FORM.range);
}

/** For each state its ranges of draws, from 0 to the end; a draw in a hole or after the last range ends the session. */
export function collectDrawnRanges(config: Config, table: StateTable): Range[][] {
  const stacked = stackSpans(config.transitions);
  return table.states.map((state) => {
    const ranges: Range[] = [];
    for (const { low, high, dest } of stacked.get(stateKey(state)) ?? []) {
      ranges.push(
        { end: firstDrawFrom(low), dest: GUIDE_END },
        { end: firstDrawFrom(high), dest: table.indexOf(dest) },
      );
    }
    return [...ranges, { end: LONG_FORM.range, dest: GUIDE_END }];
  });
}
