import { quoted } from "../system/printable.ts";
import type { Path } from "./text/places.ts";
import type { State, Transition } from "./types.ts";

export const SONG_PAGE = "NextSong";

/** Whether a state's page is a redirect (docs/reference/engine.md, "Events"). */
export function isRedirect({ status }: Pick<State, "status">): boolean {
  return status >= 300 && status <= 398;
}

/** Two states are the same when all five fields are. */
export function stateKey(state: State): string {
  return JSON.stringify([state.page, state.auth, state.method, state.status, state.level]);
}

/** Sessions start by auth and level: users who have the same two share their start states. */
export function pairKey(auth: string, level: string): string {
  return JSON.stringify([auth, level]);
}

/** A state has five texts, and a message may name several states. */
const MOST_CHARACTERS = 60;

function shown(field: string | number): string {
  return typeof field === "number" ? String(field) : quoted(field, MOST_CHARACTERS);
}

/** A state as messages name it: `"Home" ("Guest", "GET", 200, "free")`. */
export function showState(state: State): string {
  const [page, ...others] = [state.page, state.auth, state.method, state.status, state.level];
  return `${shown(page as string)} (${others.map(shown).join(", ")})`;
}

export function showPair(auth: string, level: string): string {
  return `auth ${shown(auth)} and level ${shown(level)}`;
}

/** Every place of the file that names a state: the start states, then each transition's source and dest. */
export function* mentionsOf(tables: {
  newSession: readonly (State | undefined)[];
  transitions: readonly (Transition | undefined)[];
}): Generator<{ state: State; path: Path }> {
  for (const [index, state] of tables.newSession.entries()) {
    if (state !== undefined) yield { state, path: ["new-session", index] };
  }
  for (const [index, transition] of tables.transitions.entries()) {
    if (transition === undefined) continue;
    yield { state: transition.source, path: ["transitions", index, "source"] };
    yield { state: transition.dest, path: ["transitions", index, "dest"] };
  }
}
