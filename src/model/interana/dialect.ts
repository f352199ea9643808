import { KIND_SONG_REDIRECT, KIND_UNKNOWN_AUTH } from "../../../assembly/layout/model.ts";
import { isRedirect, SONG_PAGE } from "../../config/states.ts";
import { DEFAULT_DIALECT, type Dialect } from "../dialect.ts";
import { ORIGINAL_STYLE } from "../texts/text.ts";
import { putTransitions } from "../transitions.ts";
import { compileOriginalDays } from "./days.ts";
import { putDrawnList } from "./lists.ts";
import { collectDrawnRanges, LONG_FORM } from "./transitions.ts";

/** The original accepts values that the default engine's check of a configuration refuses. */
export const INTERANA_DIALECT: Dialect = {
  style: ORIGINAL_STYLE,
  putList: putDrawnList,
  hasEmptyLists: true,
  songValues: ({ lastOfTrack }) => lastOfTrack,
  putTransitions: (image, config, table) =>
    putTransitions(image, collectDrawnRanges(config, table), config, table, LONG_FORM),
  kindOf(state, config) {
    const isSongRedirect = state.page === SONG_PAGE && isRedirect(state);
    const unknown = config.showUserDetails.has(state.auth) ? 0 : KIND_UNKNOWN_AUTH;
    return (isSongRedirect ? KIND_SONG_REDIRECT : DEFAULT_DIALECT.kindOf(state, config)) + unknown;
  },
  compileDays: ({ startSeconds }) => compileOriginalDays(startSeconds),
};
