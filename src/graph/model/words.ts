import type { State } from "../../config/types.ts";
import { printable } from "../../system/printable.ts";
import type { GraphEdge, GraphNode } from "./graph.ts";

/** A page, auth or level in a picture is cut after this; what is read aloud or shown at a click has more. */
const MOST_SHOWN = 32;

/** Characters that XML 1.0 cannot contain even as references, and that `printable` leaves, since they are not assigned. */
const NO_CHARACTERS = /[\uFFFE\uFFFF]/g;

/** A name of a configuration for a picture: on one line, without control characters, at most so long. */
export function shownName(name: string, most = MOST_SHOWN): string {
  const text = printable(name, Number.POSITIVE_INFINITY).replace(NO_CHARACTERS, "\uFFFD");
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join("")}…`;
}

const LONG_NAME = 200;

/** All five fields, as a tooltip says them: `NextSong (Logged In, paid, PUT 200)`. */
export function stateInWords({ page, auth, level, method, status }: State): string {
  const [shownPage, ...others] = [page, auth, level, method].map((text) => shownName(text, LONG_NAME));
  return `${shownPage} (${others.join(", ")} ${status})`;
}

/** Two digits, as many as a picture needs: `81%`, `4.6%`, `0.34%`, `<0.01%`. */
export function percent(share: number): string {
  const value = 100 * share;
  if (value === 0) return "0%";
  if (value < 0.01) return "<0.01%";
  if (value >= 99.5 && value < 100 - 1e-7) return ">99%";
  return `${rounded(value)}%`;
}

function rounded(value: number): string {
  if (value >= 9.95) return String(Math.round(value));
  if (value >= 0.995) return trimmed(value.toFixed(1));
  return trimmed(value.toFixed(2));
}

const trimmed = (text: string) => text.replace(/\.?0+$/, "");

/** Visits or uses by a session: `26.8`, `1.49`, `0.0019`, `0`. */
export function aSession(count: number): string {
  if (count === 0) return "0";
  if (count >= 999.5) return count < 1e6 ? String(Math.round(count)) : count.toExponential(1);
  return trimmed(count >= 0.001 ? count.toPrecision(3) : count.toPrecision(1)).replace(/e-(\d)$/, "e-$1");
}

/** What is to be known of a state, as sentences. */
export function nodeInWords({ state, visits, starts, ends, isTrapped }: GraphNode): string {
  const facts = [
    visits > 0 ? `${aSession(visits)} visits a session` : "never reached",
    ...(starts > 0 ? [`${percent(starts)} of the sessions start here`] : []),
    ...(ends > 0 ? [`a session that is here ends with ${percent(ends)}`] : []),
    ...(isTrapped ? ["no way leads from here to a session's end"] : []),
  ];
  return `${stateInWords(state)}: ${facts.join("; ")}`;
}

/** The redirects that an edge passes: `Login`, or `Login, Logout` for several. */
export function viaInWords({ via }: GraphEdge, most = LONG_NAME): string {
  return via.map(({ page }) => shownName(page, most)).join(", ");
}

export function edgeInWords(edge: GraphEdge, nodes: readonly GraphNode[]): string {
  const [from, to] = [nodes[edge.from]!, nodes[edge.to]!].map(({ state }) => stateInWords(state));
  const via = edge.via.length > 0 ? ` via ${viaInWords(edge)}` : "";
  return `${from} to ${to}${via}: ${percent(edge.probability)}, ${aSession(edge.uses)} times a session`;
}
