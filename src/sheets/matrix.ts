import { type Content, type Entry, STATE_FIELDS } from "../config/content/content.ts";
import { pairKey, stateKey } from "../config/states.ts";
import type { State } from "../config/types.ts";

/** The transitions from the states of one auth and level. */
export interface Matrix {
  auth: string;
  level: string;
  /** All states of this auth and level. */
  rows: State[];
  /** The states that follow one of them: first those of the same auth and level, in the order of the rows. */
  columns: State[];
  /** For each row, the probabilities by column; a state that does not follow has none. */
  probabilities: Map<number, number>[];
}

/** The five fields of a state, in their order. */
export const asState = (entry: Entry | State): State =>
  Object.fromEntries(STATE_FIELDS.map((field) => [field, (entry as Entry)[field]])) as unknown as State;

/** All states, in the order in which a configuration mentions them first. */
function statesOf({ tables }: Content): Map<string, State> {
  const states = new Map<string, State>();
  const add = (entry: Entry) => {
    const state = asState(entry);
    if (!states.has(stateKey(state))) states.set(stateKey(state), state);
  };
  for (const start of tables["new-session"]) add(start);
  for (const { source } of tables.transitions) add(source as Entry);
  for (const { dest } of tables.transitions) add(dest as Entry);
  return states;
}

/** A matrix for each auth and level that states have. */
export function matricesOf(content: Content): Matrix[] {
  const states = statesOf(content);
  const matrices = new Map<string, Matrix>();
  const rows = new Map<string, number>();
  for (const [key, state] of states) {
    const pair = pairKey(state.auth, state.level);
    const matrix = matrices.get(pair) ?? { ...state, rows: [], columns: [], probabilities: [] };
    if (!matrices.has(pair))
      matrices.set(pair, { auth: state.auth, level: state.level, rows: matrix.rows, columns: [], probabilities: [] });
    rows.set(key, matrix.rows.length);
    matrix.rows.push(state);
  }
  for (const [pair, matrix] of matrices) fill(pair, matrix, content, states, rows);
  return [...matrices.values()];
}

function fill(
  pair: string,
  matrix: Matrix,
  { tables }: Content,
  states: Map<string, State>,
  rows: Map<string, number>,
): void {
  const own = tables.transitions
    .map(({ source, dest, p }) => ({ source: asState(source as Entry), dest: asState(dest as Entry), p: p as number }))
    .filter(({ source }) => pairKey(source.auth, source.level) === pair);
  const reached = new Set(own.map(({ dest }) => stateKey(dest)));
  const keys = [...states.keys()].filter((key) => reached.has(key));
  const isNear = (key: string) => pairKey(states.get(key)!.auth, states.get(key)!.level) === pair;
  const ordered = [...keys.filter(isNear), ...keys.filter((key) => !isNear(key))];
  const places = new Map(ordered.map((key, place) => [key, place]));
  matrix.columns = ordered.map((key) => states.get(key)!);
  matrix.probabilities = matrix.rows.map(() => new Map());
  for (const { source, dest, p } of own)
    matrix.probabilities[rows.get(stateKey(source))!]!.set(places.get(stateKey(dest))!, p);
}
