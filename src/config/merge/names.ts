import { quoted } from "../../system/printable.ts";
import type { Entry } from "../content/content.ts";
import type { TableKey } from "../keys/keys.ts";
import { pairKey, showState, stateKey } from "../states.ts";
import type { State } from "../types.ts";

const stateOf = (entry: unknown) => entry as State;

/** What an entry is known by among those of its table: two entries of the same name say the same thing, perhaps differently. */
export function nameOf(table: TableKey, entry: Entry): string {
  if (table === "transitions") return stateKey(stateOf(entry.source)) + stateKey(stateOf(entry.dest));
  if (table === "new-session") return stateKey(stateOf(entry));
  return JSON.stringify(table === "levels" ? entry.level : entry.auth);
}

/** New entries follow the last one of their group: transitions by their source, starts by the users' auth and level. */
export function groupOf(table: TableKey, entry: Entry): string {
  if (table === "transitions") return stateKey(stateOf(entry.source));
  return table === "new-session" ? pairKey(entry.auth as string, entry.level as string) : "";
}

/** An entry as messages name it. */
export function showEntry(table: TableKey, entry: Entry): string {
  if (table === "transitions") return `${showState(stateOf(entry.source))} to ${showState(stateOf(entry.dest))}`;
  if (table === "new-session") return `new-session ${showState(stateOf(entry))}`;
  return `${table} ${quoted((table === "levels" ? entry.level : entry.auth) as string, 60)}`;
}
