import { showPair, showState } from "../../config/states.ts";
import type { State } from "../../config/types.ts";
import type { SolvedConfig } from "../model.ts";
import { lessConstant } from "../population/outcome.ts";
import type { Prediction } from "../predict.ts";
import { type Comparison, judge, type Row } from "./rows.ts";
import { GROUPS, type PairTotals, Transcript } from "./transcript.ts";

/** Fewer expected ones are not near normal. */
const LEAST_EXPECTED = 10;
/** Sessions whose length is this many times the mean are rare enough. */
const LENGTHS = 12;
const LEAST_MARGIN_SECONDS = 7200;
const LEAST_SESSIONS = 200;
const LEAST_GROUPS = 32;
/** Of the length of sessions, see docs/internals/prediction.md. */
const APPROXIMATION = 0.01;

/** A reader of a run's events, which waits as long for the end of a session as this configuration's sessions need. */
export function transcriptFor(solved: SolvedConfig, { session }: Prediction): Transcript {
  const margin = Math.max(LEAST_MARGIN_SECONDS, LENGTHS * session.lengthSeconds, 200 * solved.config.alphaSeconds);
  return new Transcript(solved.chain, margin, (state) => solved.songs[state] === 1);
}

/** Compares the transitions of a run with their probabilities, and its sessions with those that start alike. */
export function compareEvents(solved: SolvedConfig, prediction: Prediction, transcript: Transcript): Comparison {
  const { ways, starts, pairs } = transcript.finish();
  const rows = [...sessionRows(solved, prediction, pairs), ...startRows(solved, starts), ...wayRows(solved, ways)];
  const notes: string[] = [];
  const left = transcript.outOfOrder;
  if (left > 0)
    notes.push(`${left} events do not follow the one before them in their session; those steps are left out`);
  if (rows.length === 0)
    notes.push("the files are too short: few sessions are certain to have ended before the last event");
  return judge(rows, strangers(solved, transcript), notes);
}

function strangers({ chain }: SolvedConfig, { unknownStates, unknownWays }: Transcript): string[] {
  const stateOf = (key: string): State => {
    const [page, auth, method, status, level] = JSON.parse(key) as [string, string, string, number, string];
    return { page, auth, method, status, level };
  };
  return [
    ...[...unknownStates].map(
      ([key, count]) => `${count} events have the state ${showState(stateOf(key))}, which the configuration lacks`,
    ),
    ...[...unknownWays].map(([key, count]) => {
      const [from, to] = JSON.parse(key) as [number, number];
      const [source, dest] = [showState(chain.states[from]!), showState(chain.states[to]!)];
      return `${count} times ${dest} follows ${source}, between which the configuration has no transition`;
    }),
  ];
}

/** A share of `count` independent cases. */
function shareRow(what: string, probability: number, seen: number, count: number): Row[] {
  const noise = Math.sqrt((probability * (1 - probability)) / count);
  if (count * Math.min(probability, 1 - probability) < LEAST_EXPECTED) return [];
  return [{ what, kind: "share", predicted: probability, observed: seen / count, noise }];
}

function wayRows({ chain }: SolvedConfig, ways: Float64Array): Row[] {
  const { states, first, to, probability, ends, trapped } = chain;
  return states.flatMap((state, from) => {
    if (trapped[from]) return [];
    const ended = ways[to.length + from]!;
    let count = ended;
    for (let way = first[from]!; way < first[from + 1]!; way++) count += ways[way]!;
    const rows = shareRow(`${showState(state)} ends the session`, ends[from]!, ended, count);
    for (let way = first[from]!; way < first[from + 1]!; way++) {
      const next = states[to[way]!]!;
      // The destination in full only where the page alone would not say it.
      const shown =
        next.auth === state.auth && next.level === state.level ? JSON.stringify(next.page) : showState(next);
      rows.push(...shareRow(`${showState(state)} to ${shown}`, probability[way]!, ways[way]!, count));
    }
    return rows;
  });
}

function startRows({ chain }: SolvedConfig, starts: Float64Array): Row[] {
  return chain.pairs.flatMap((pair) => {
    const count = pair.starts.reduce((sum, { state }) => sum + starts[state]!, 0);
    return pair.starts.flatMap(({ state, probability }) =>
      shareRow(`a session starts in ${showState(chain.states[state]!)}`, probability, starts[state]!, count),
    );
  });
}

function sessionRows(solved: SolvedConfig, { starts }: Prediction, pairs: readonly (PairTotals | undefined)[]): Row[] {
  const { sessions, chain } = solved;
  return starts.flatMap((start): Row[] => {
    const pair = chain.pairs.findIndex(({ auth, level }) => auth === start.auth && level === start.level);
    const totals = pairs[pair];
    if (totals === undefined || totals.sessions < LEAST_SESSIONS) return [];
    const after = `a session from ${showPair(start.auth, start.level)}`;
    const row = (what: string, feature: Float64Array, sum: number): Row[] => {
      const moments = sessions.momentsOf(feature);
      const mean = moments.mean[pair]!;
      const variance = lessConstant(moments, mean).square[pair]!;
      if (!(variance > 0)) return [];
      const noise = Math.sqrt(variance / totals.sessions);
      return [{ what: `${what} ${after}`, kind: "number", predicted: mean, observed: sum / totals.sessions, noise }];
    };
    return [
      ...row("events", solved.events, totals.events),
      ...row("songs", solved.songs, totals.songs),
      ...lengthRow(`length of ${after}`, start.lengthSeconds, totals),
    ];
  });
}

/** The noise of the mean length comes from the differences between groups of users: each user has a pace of their own. */
function lengthRow(what: string, predicted: number, { groupSessions, groupSeconds, sessions }: PairTotals): Row[] {
  const groups = groupSessions.reduce((count, own) => count + (own > 0 ? 1 : 0), 0);
  if (groups < LEAST_GROUPS || predicted === 0) return [];
  const observed = groupSeconds.reduce((sum, seconds) => sum + seconds, 0) / sessions;
  let squares = 0;
  for (let group = 0; group < GROUPS; group++)
    squares += (groupSeconds[group]! - observed * groupSessions[group]!) ** 2;
  const noise = (Math.sqrt(squares) / sessions) * Math.sqrt(groups / (groups - 1));
  return [{ what, kind: "seconds", predicted, observed, noise: Math.hypot(noise, (APPROXIMATION / 3) * predicted) }];
}
