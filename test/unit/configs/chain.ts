// A configuration as the Markov chain that it is, solved without simulating: used by tables.test.ts.

export interface State {
  page: string;
  auth: string;
  method: string;
  status: number;
  level: string;
}

export interface ConfigFile {
  [key: string]: unknown;
  seed: number;
  beta: number;
  damping: number;
  "weekend-damping": number;
  "weekend-damping-offset": number;
  "weekend-damping-scale": number;
  "session-gap": number;
  levels: { level: string; weight: number }[];
  auths: { auth: string; weight: number }[];
  "show-user-details": { auth: string; show: boolean }[];
  "new-session": (State & { weight: number })[];
  transitions: { source: State; dest: State; p: number }[];
}

export const key = ({ page, auth, method, status, level }: State): string =>
  [page, auth, method, status, level].join("|");
export const situation = ({ auth, level }: { auth: string; level: string }): string => `${auth}|${level}`;
export const sum = (numbers: Iterable<number>): number => [...numbers].reduce((total, number) => total + number, 0);

/** State key -> state, in the file's order. */
export const statesOf = ({ transitions }: ConfigFile): Map<string, State> =>
  new Map(transitions.flatMap(({ source, dest }) => [source, dest]).map((state) => [key(state), state]));

/** State key -> probabilities of its transitions, in the file's order. */
export function rowsOf({ transitions }: ConfigFile): Map<string, { to: string; p: number }[]> {
  const rows = new Map<string, { to: string; p: number }[]>();
  for (const { source, dest, p } of transitions) {
    rows.set(key(source), [...(rows.get(key(source)) ?? []), { to: key(dest), p }]);
  }
  return rows;
}

/** All nodes that `next` leads to from `from`, these included. */
export function reach(from: Iterable<string>, next: (node: string) => Iterable<string>): Set<string> {
  const seen = new Set(from);
  for (const node of seen) for (const other of next(node)) seen.add(other);
  return seen;
}

/** Solves `matrix x = right` by Gaussian elimination with row pivoting. */
function solve(matrix: number[][], right: number[]): number[] {
  const rows = matrix.map((row, index) => [...row, right[index]!]);
  for (let column = 0; column < rows.length; column++) {
    const candidates = rows.slice(column).map((row) => Math.abs(row[column]!));
    const pivot = column + candidates.indexOf(Math.max(...candidates));
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    const top = rows[column]!;
    for (const [index, row] of rows.entries()) {
      const factor = row === top ? 0 : row[column]! / top[column]!;
      if (factor !== 0) rows[index] = row.map((value, position) => value - factor * top[position]!);
    }
  }
  return rows.map((row, index) => row.at(-1)! / row[index]!);
}

/**
 * Expected number of events on each state in a session that starts in the given (auth, level).
 * A session is an absorbing chain: the visits v satisfy v = start + v Q with Q the table of transitions.
 */
function visitsFrom(file: ConfigFile, from: string): Map<string, number> {
  const keys = [...statesOf(file).keys()];
  const index = new Map(keys.map((name, position) => [name, position]));
  const matrix = keys.map((_, row) => keys.map((_, column) => (row === column ? 1 : 0)));
  for (const { source, dest, p } of file.transitions) matrix[index.get(key(dest))!]![index.get(key(source))!]! -= p;
  const starts = file["new-session"].filter((start) => situation(start) === from);
  const right = keys.map(() => 0);
  for (const start of starts) right[index.get(key(start))!]! += start.weight / sum(starts.map(({ weight }) => weight));
  const visits = solve(matrix, right);
  return new Map(keys.map((name, position) => [name, visits[position]!]));
}

/** (auth, level) -> probability that the session ends there. */
function endsOf(file: ConfigFile, visits: Map<string, number>): Map<string, number> {
  const rows = rowsOf(file);
  const ends = new Map<string, number>();
  for (const [name, state] of statesOf(file)) {
    const leave = 1 - sum((rows.get(name) ?? []).map(({ p }) => p));
    ends.set(situation(state), (ends.get(situation(state)) ?? 0) + visits.get(name)! * leave);
  }
  return ends;
}

export interface Behaviour {
  /** (auth, level) -> share of the members, those who have not cancelled, once it no longer changes. */
  shares: Map<string, number>;
  /** State key -> events a session. */
  visits: Map<string, number>;
  cancelsPerSession: number;
}

/** Where the population settles, session after session, and what a session is like there. */
export function settle(file: ConfigFile): Behaviour {
  const members = ["Logged In|free", "Logged In|paid", "Logged Out|free", "Logged Out|paid"];
  const visits = members.map((from) => visitsFrom(file, from));
  const ends = visits.map((visit) => endsOf(file, visit));
  const mix = (shares: number[], tables: Map<string, number>[], name: string): number =>
    sum(tables.map((table, index) => shares[index]! * (table.get(name) ?? 0)));
  let shares = members.map(() => 1 / members.length);
  let kept = 1;
  for (let session = 0; session < 5000; session++) {
    const next = members.map((member) => mix(shares, ends, member));
    kept = sum(next);
    shares = next.map((share) => share / kept);
  }
  return {
    shares: new Map(members.map((member, index) => [member, shares[index]!])),
    visits: new Map([...statesOf(file).keys()].map((name) => [name, mix(shares, visits, name)])),
    cancelsPerSession: 1 - kept,
  };
}
