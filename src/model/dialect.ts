import {
  KIND_PAGE,
  KIND_REDIRECT,
  KIND_SONG,
  KIND_SONG_REDIRECT,
  KIND_UNKNOWN_AUTH,
} from "../../assembly/layout/model.ts";
import type { Songs } from "../catalog/types.ts";
import type { Settings } from "../config/settings.ts";
import type { Config, State } from "../config/types.ts";
import { compileDays, type DayTable } from "./days.ts";
import type { Format } from "./formats/format.ts";
import { FORMATS, type FormatName, ORIGINAL_FORMATS } from "./formats/formats.ts";
import type { Image } from "./image.ts";
import { compileOriginalDays } from "./interana/days.ts";
import { putDrawnList } from "./interana/lists.ts";
import { collectDrawnRanges, LONG_FORM } from "./interana/transitions.ts";
import { putList } from "./lists.ts";
import { collectRanges, putTransitions, type StateTable } from "./transitions.ts";

const SONG_PAGE = "NextSong";

/** In what the tables of one engine differ from those of the other. */
export interface Dialect {
  formats: Record<FormatName, Format>;
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
  /** What the entries of the list of songs stand for; undefined where they stand for themselves. */
  songValues(songs: Songs): Uint32Array | undefined;
  putTransitions(image: Image, config: Config, table: StateTable): { guide: number; splits: number[] };
  kindOf(state: State, config: Config): number;
  compileDays(settings: Settings): Promise<DayTable> | DayTable;
}

function isRedirect({ status }: State): boolean {
  return status >= 300 && status <= 398;
}

const OURS: Dialect = {
  formats: FORMATS,
  putList: (image, descriptor, weights, values) => putList(image, descriptor, weights, values),
  hasEmptyLists: false,
  songValues: () => undefined,
  putTransitions: (image, config, table) => putTransitions(image, collectRanges(config, table), config, table),
  kindOf(state) {
    if (isRedirect(state)) return KIND_REDIRECT;
    return state.page === SONG_PAGE ? KIND_SONG : KIND_PAGE;
  },
  compileDays: ({ startSeconds, windowSeconds, holidays }) => compileDays(startSeconds, windowSeconds, holidays),
};

/** The original takes what the check of a configuration for the default engine refuses. */
const ORIGINAL: Dialect = {
  formats: ORIGINAL_FORMATS,
  putList: putDrawnList,
  hasEmptyLists: true,
  songValues: ({ lastOfTrack }) => lastOfTrack,
  putTransitions: (image, config, table) =>
    putTransitions(image, collectDrawnRanges(config, table), config, table, LONG_FORM),
  kindOf(state, config) {
    const isSongRedirect = state.page === SONG_PAGE && isRedirect(state);
    const unknown = config.showUserDetails.has(state.auth) ? 0 : KIND_UNKNOWN_AUTH;
    return (isSongRedirect ? KIND_SONG_REDIRECT : OURS.kindOf(state, config)) + unknown;
  },
  compileDays: ({ startSeconds }) => compileOriginalDays(startSeconds),
};

export function dialectOf({ compat }: Pick<Settings, "compat">): Dialect {
  return compat === undefined ? OURS : ORIGINAL;
}
