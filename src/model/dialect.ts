import { KIND_PAGE, KIND_REDIRECT, KIND_SONG } from "../../assembly/layout/model.ts";
import { HORIZON_SECONDS } from "../../assembly/layout/run.ts";
import type { Songs } from "../catalog/types.ts";
import type { Settings } from "../config/settings.ts";
import { isRedirect, SONG_PAGE } from "../config/states.ts";
import type { Config, State } from "../config/types.ts";
import { compileDays, type DayTable } from "./days.ts";
import type { Image } from "./image.ts";
import { putList } from "./lists.ts";
import { DEFAULT_STYLE, type TextStyle } from "./texts/text.ts";
import { collectRanges, putTransitions, type StateTable } from "./transitions.ts";

/** The differences between the tables of one engine and those of another. */
export interface Dialect {
  style: TextStyle;
  /** Writes a weighted list's descriptor and tables; `what` names it in messages. */
  putList(
    image: Image,
    descriptor: number,
    weights: ArrayLike<number>,
    values: ArrayLike<number> | undefined,
    what: string,
  ): void;
  /** Whether a list of weights that are all 0 has a descriptor of its own, instead of counting as absent. */
  hasEmptyLists: boolean;
  /** The songs that the entries of the song list refer to; undefined if entry i is song i. */
  songValues(songs: Songs): Uint32Array | undefined;
  putTransitions(image: Image, config: Config, table: StateTable): { guide: number; splits: number[] };
  kindOf(state: State, config: Config): number;
  compileDays(settings: Settings): Promise<DayTable> | DayTable;
}

/** Seconds of the window whose days are compiled at a time: in a longer one, the table moves with the origin of times. */
export function daysWindowOf({ windowSeconds }: Pick<Settings, "windowSeconds">): number {
  return Math.min(windowSeconds, HORIZON_SECONDS);
}

export const DEFAULT_DIALECT: Dialect = {
  style: DEFAULT_STYLE,
  putList: (image, descriptor, weights, values) => putList(image, descriptor, weights, values),
  hasEmptyLists: false,
  songValues: () => undefined,
  putTransitions: (image, config, table) => putTransitions(image, collectRanges(config, table), config, table),
  kindOf(state) {
    if (isRedirect(state)) return KIND_REDIRECT;
    return state.page === SONG_PAGE ? KIND_SONG : KIND_PAGE;
  },
  compileDays: (settings) => compileDays(settings.startSeconds, daysWindowOf(settings), settings.holidays),
};
