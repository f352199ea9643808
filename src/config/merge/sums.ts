import { SUM_TOLERANCE } from "../checks/tables.ts";
import { showState, stateKey } from "../states.ts";
import type { State } from "../types.ts";
import type { Item, Merger } from "./merge.ts";
import type { Part } from "./part.ts";
import { showPlace } from "./source.ts";

/** The transitions of a state, and what they add up to in the base. */
interface Row {
  source: State;
  items: { item: Item; index: number }[];
  before: number | undefined;
}

/** A state whose other transitions made room. */
export interface Scaled {
  source: State;
  factor: number;
  transitions: number;
}

const sourceOf = ({ entry }: Item) => entry.source as State;
const probabilityOf = ({ entry }: Item) => entry.p as number;
const sum = (items: readonly { item: Item }[]) => items.reduce((total, { item }) => total + probabilityOf(item), 0);

/** What a person reads: a sum of decimal fractions without the digits that rounding adds. */
const shownNumber = (value: number) => String(Number(value.toPrecision(9)));

function rowsOf(merger: Merger): Row[] {
  const before = new Map<string, number>();
  for (const { source, p } of merger.parts[0]!.tables.transitions) {
    const key = stateKey(source as State);
    before.set(key, (before.get(key) ?? 0) + (p as number));
  }
  const rows = new Map<string, Row>();
  for (const [index, item] of merger.tableOf("transitions").entries()) {
    const key = stateKey(sourceOf(item));
    const row = rows.get(key) ?? { source: sourceOf(item), items: [], before: before.get(key) };
    rows.set(key, row);
    row.items.push({ item, index });
  }
  return [...rows.values()];
}

/** The states of which an overlay says, adds or removes a transition. */
function touchedStates(merger: Merger): ReadonlySet<string> {
  const overlays = merger.parts.slice(1);
  return new Set(overlays.flatMap(({ tables }) => tables.transitions.map(({ source }) => stateKey(source as State))));
}

/** Fifteen digits: a sum of 1 stays one, within the rounding that counts as 1, and no digits follow that say nothing. */
const rounded = (p: number) => Number(p.toPrecision(15));

/**
 * Scales the transitions that no overlay names, of each state of which one names some, so that the state's probabilities add up to what they
 * did in the base. Where an overlay names all of a state, nothing is scaled.
 * @returns the scaled states, and a line for each state where there is no room
 */
export function rescale(merger: Merger): { scaled: Scaled[]; problems: string[] } {
  const touched = touchedStates(merger);
  const base = merger.parts[0];
  const entries = merger.tableOf("transitions").map(({ entry }) => entry);
  const scaled: Scaled[] = [];
  const problems: string[] = [];
  for (const { source, items, before } of rowsOf(merger)) {
    if (before === undefined || !touched.has(stateKey(source))) continue;
    const others = items.filter(({ item }) => item.place.part === base);
    const [named, left] = [sum(items) - sum(others), sum(others)];
    if (left === 0 || Math.abs(named + left - before) < Number.EPSILON) continue;
    const room = before - named;
    if (room < -SUM_TOLERANCE) {
      problems.push(
        `transitions from ${showState(source)}: the overlays give ${shownNumber(named)} together, and all of the state had ${shownNumber(before)} in the base, so the others cannot make room; lower them, or name the others too`,
      );
      continue;
    }
    const factor = Math.max(0, room) / left;
    for (const { item, index } of others) entries[index] = { ...item.entry, p: rounded(probabilityOf(item) * factor) };
    scaled.push({ source, factor, transitions: others.length });
  }
  merger.replace("transitions", entries);
  return { scaled, problems };
}

/** Probabilities of a state that a message names for each file, and states that it names. */
const MOST_NAMED = 4;
const MOST_STATES = 20;

function contributionOf(part: Part, items: readonly Item[]): string {
  const largest = items.toSorted((one, other) => probabilityOf(other) - probabilityOf(one)).slice(0, MOST_NAMED);
  const named = largest.map((item) => `${shownNumber(probabilityOf(item))} to ${showState(item.entry.dest as State)}`);
  const more = items.length - largest.length;
  const total =
    items.length > 1 ? `${shownNumber(items.reduce((all, item) => all + probabilityOf(item), 0))} together: ` : "";
  const others = more > 0 ? `, and ${more} smaller` : "";
  return `${showPlace({ part, path: largest[0]!.place.path })} gives ${total}${named.join(", ")}${others}`;
}

/**
 * A line for each state that an overlay changed so that its probabilities add up to more than 1, with what each file gives. States of the base
 * alone are left to the checks of every configuration.
 */
export function excessLines(merger: Merger): string[] {
  const touched = touchedStates(merger);
  const lines: string[] = [];
  let more = 0;
  for (const { source, items } of rowsOf(merger)) {
    const total = sum(items);
    if (total <= 1 + SUM_TOLERANCE || !touched.has(stateKey(source))) continue;
    if (lines.length === MOST_STATES) {
      more++;
      continue;
    }
    const given = merger.parts
      .map((part) => ({ part, own: items.map(({ item }) => item).filter(({ place }) => place.part === part) }))
      .filter(({ own }) => own.length > 0)
      .map(({ part, own }) => contributionOf(part, own));
    lines.push(
      `the probabilities from state ${showState(source)} add up to ${shownNumber(total)}; ${given.join("; ")}. Lower them to at most 1 together, or let --rescale make room`,
    );
  }
  return more === 0 ? lines : [...lines, `and ${more} more states whose probabilities add up to more than 1`];
}
