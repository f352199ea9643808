import {
  COMPAT_STOP,
  COMPAT_STOP_PAIR,
  STOP_ALL_GONE,
  STOP_FAR,
  STOP_GAP,
  STOP_ITEMS,
  STOP_NO_SONG,
  STOP_NO_START,
  STOP_NONE,
  STOP_SESSIONS,
  STOP_UNHEARD,
  STOP_UNKNOWN_AUTH,
} from "../../../assembly/layout/compat.ts";
import { ITEM_LIMIT } from "../../../assembly/layout/control.ts";
import type { MemoryPlan } from "../../memory/plan.ts";
import type { Model } from "../../model/model.ts";
import { RunError } from "../../system/errors.ts";

interface Situation {
  /** The subject of the stop, as the configuration names it. */
  auth: string;
  level: string;
  file: string;
}

const quoted = (text: string) => JSON.stringify(text);

/** The reasons why the original's engine stops, and what to do. */
const REASONS: Record<number, (situation: Situation) => string> = {
  [STOP_NO_START]: ({ auth, level, file }) =>
    `a session should start with auth ${quoted(auth)} and level ${quoted(level)}, but ${file} has no new-session entry with them and a weight above 0; add one`,
  [STOP_ALL_GONE]: () =>
    "no users are left (churned-state, --attrition-rate), and the original cannot go on without users; use a shorter window, more --nusers or no --attrition-rate",
  [STOP_GAP]: ({ file }) =>
    `the time between two sessions is not above 0; give "session-gap" in ${file} at least 1, and keep it and "beta" below 2^31`,
  [STOP_UNKNOWN_AUTH]: ({ auth, file }) =>
    `an event has auth ${quoted(auth)}, but show-user-details in ${file} lacks it; add it with show true or false`,
  [STOP_NO_SONG]: ({ auth, level, file }) =>
    `a redirect to NextSong (auth ${quoted(auth)}, level ${quoted(level)}) came before any song of the session; give the state in ${file} a status outside of 300 to 398`,
  [STOP_UNHEARD]: () =>
    "a song's similar songs all have a listen count of 0, so none can be chosen; remove them, or use --no-similar-songs",
  [STOP_ITEMS]: ({ file }) =>
    `a session reached ${ITEM_LIMIT} events: its states in ${file} have no way out, or "alpha" is too small for its time to go on`,
  [STOP_SESSIONS]: () => "the session ids passed 4294967295, the highest possible; use a shorter window",
  [STOP_FAR]: () =>
    "the first event after the end of the window lies more than 136 years after its start; use a later --end-time or smaller means",
};

/**
 * Throws if the original's engine stopped before the end of the window. All events before the stop are written; the
 * original then prints a stack trace after them.
 */
export function checkStop(memory: WebAssembly.Memory, plan: MemoryPlan, model: Model, file: string): void {
  const block = new DataView(memory.buffer, plan.compat);
  const reason = block.getUint32(COMPAT_STOP, true);
  if (reason === STOP_NONE) return;
  const situation = { ...model.pairAt(block.getUint32(COMPAT_STOP_PAIR, true)), file };
  const text = (REASONS[reason] as (situation: Situation) => string)(situation);
  throw new RunError(`${text}. The original stops here as well; the events before are written`);
}
