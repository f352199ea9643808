import type { Entries, Tables } from "../keys/keys.ts";
import { isRedirect, mentionsOf, pairKey, SONG_PAGE, showPair, showState, stateKey } from "../states.ts";
import type { Path } from "../text/places.ts";
import type { Report } from "../text/report.ts";
import { MOST_WEIGHT } from "../weights.ts";

/** How far above 1 rounding may lift the sum of a state's probabilities; the model scales such a sum to 1. */
export const SUM_TOLERANCE = 1e-6;

/** Checks within each table, whatever path users take through it. Skips entries that were refused. */
export function checkTables(tables: Tables, report: Report): void {
  checkSums(tables, checkRepeated(tables, report), report);
  checkTotal(["levels"], tables.levels, report);
  checkTotal(["auths"], tables.auths, report);
  checkStartWeights(tables, report);
  checkSongStates(tables, report);
  checkStartStates(tables, report);
}

/** Returns the indices of the transitions that repeat an earlier one. */
function checkRepeated({ transitions }: Tables, report: Report): ReadonlySet<number> {
  const firstIndices = new Map<string, number>();
  const repeated = new Set<number>();
  for (const [index, transition] of transitions.entries()) {
    if (transition === undefined) continue;
    const key = stateKey(transition.source) + stateKey(transition.dest);
    const first = firstIndices.get(key);
    if (first === undefined) firstIndices.set(key, index);
    else {
      repeated.add(index);
      report.error(["transitions", index], () => {
        const where = report.within(["transitions", first]);
        return `has the source and dest of transitions[${first}] ${where}; keep one, with the p for both`;
      });
    }
  }
  return repeated;
}

/** Reports each state once, where its sum passes 1. Repeated transitions are an error of their own and do not count. */
function checkSums({ transitions }: Tables, repeated: ReadonlySet<number>, report: Report): void {
  const sums = new Map<string, number>();
  const passedAt = new Map<string, number>();
  for (const [index, transition] of transitions.entries()) {
    if (transition === undefined || repeated.has(index)) continue;
    const key = stateKey(transition.source);
    const sum = (sums.get(key) ?? 0) + transition.probability;
    sums.set(key, sum);
    if (sum > 1 + SUM_TOLERANCE && !passedAt.has(key)) passedAt.set(key, index);
  }
  for (const [key, index] of passedAt) {
    report.error(["transitions", index, "p"], () => {
      const state = showState(transitions[index]!.source);
      const sum = Number(sums.get(key)!.toPrecision(9));
      return `the probabilities from state ${state} add up to ${sum}; lower them to at most 1 together`;
    });
  }
}

function checkStartWeights({ newSession }: Tables, report: Report): void {
  if (newSession.length === 0) report.error(["new-session"], "has no entries; add the states in which sessions start");
  if (newSession.includes(undefined)) return;
  const lists = new Map<string, { first: number; weights: number[] }>();
  for (const [index, state] of newSession.entries()) {
    const key = pairKey(state!.auth, state!.level);
    if (!lists.has(key)) lists.set(key, { first: index, weights: [] });
    lists.get(key)!.weights.push(state!.weight);
  }
  for (const { first, weights } of lists.values()) {
    const { auth, level } = newSession[first]!;
    reportTotal(["new-session", first, "weight"], weights, ` of ${showPair(auth, level)}`, report);
  }
}

export function checkTotal(path: Path, list: Entries<{ weight: number }>, report: Report): void {
  if (list.length === 0) report.error(path, "has no entries; add at least one");
  else if (!list.includes(undefined))
    reportTotal(
      path,
      list.map((entry) => entry!.weight),
      "",
      report,
    );
}

function reportTotal(path: Path, weights: readonly number[], of: string, report: Report): void {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) report.error(path, `the weights${of} are all 0; give at least one of them a weight above 0`);
  if (total > MOST_WEIGHT)
    report.error(path, `the weights${of} add up to ${total}, above ${MOST_WEIGHT}; scale them down`);
}

/** A redirect takes a second and plays nothing, but every event of the song page prints a song. */
function checkSongStates(tables: Tables, report: Report): void {
  const seen = new Set<string>();
  for (const { state, path } of mentionsOf(tables)) {
    if (state.page !== SONG_PAGE || !isRedirect(state) || seen.has(stateKey(state))) continue;
    seen.add(stateKey(state));
    const text = `a redirect (300 to 398) cannot play a song; give page ${SONG_PAGE} another status, such as 200`;
    report.error([...path, "status"], `found ${state.status}; ${text}`);
  }
}

/** A start state that no transition knows is a typing error; the original stops at it as well. */
export function checkStartStates({ newSession, transitions }: Tables, report: Report): void {
  if (transitions.includes(undefined)) return;
  const known = new Set<string>();
  for (const { state } of mentionsOf({ newSession: [], transitions })) known.add(stateKey(state));
  for (const { state, path } of mentionsOf({ newSession, transitions: [] })) {
    const text = () => `no transition leaves or enters state ${showState(state)}; correct it, or add transitions`;
    if (!known.has(stateKey(state))) report.error(path, text);
  }
}
