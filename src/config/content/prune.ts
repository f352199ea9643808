import { reachedStates } from "../read.ts";
import { stateKey } from "../states.ts";
import type { Config, State } from "../types.ts";
import { type Content, type Entry, tablesOf } from "./content.ts";

/**
 * A content without what means nothing to a run: transitions of probability 0, states that no user gets to, and levels and auths that
 * then no state has. What only users who arrive get to stays.
 * @param config the same content, read
 */
export function pruned(content: Content, config: Config): Content {
  const reached = reachedStates(config);
  const isReached = (entry: unknown) => reached.has(stateKey(entry as State));
  const kept = {
    transitions: content.tables.transitions.filter(
      ({ source, dest, p }) => (p as number) > 0 && isReached(source) && isReached(dest),
    ),
    "new-session": content.tables["new-session"].filter(isReached),
  };
  const states = [...kept["new-session"], ...kept.transitions.flatMap(({ source, dest }) => [source, dest])] as Entry[];
  const [auths, levels] = [new Set(states.map(({ auth }) => auth)), new Set(states.map(({ level }) => level))];
  const tables = tablesOf((table) => {
    if (table === "transitions" || table === "new-session") return kept[table];
    const entries = content.tables[table];
    return table === "levels"
      ? entries.filter(({ level }) => levels.has(level))
      : entries.filter(({ auth }) => auths.has(auth));
  });
  const isChurned = ({ key, json }: { key: string; json: string }) =>
    key === "churned-state" && !auths.has(JSON.parse(json));
  return { settings: content.settings.filter((setting) => !isChurned(setting)), tables };
}
