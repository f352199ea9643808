import type { Config } from "../../config/types.ts";
import { DEFAULT_DAYS, type Prediction, predict } from "../predict.ts";
import type { Durations } from "../times/length.ts";
import { FITTED, type Figures, type Fitted, figuresOf } from "./figures.ts";
import { type Knobs, Population } from "./knobs.ts";
import { solveSystem, type Unknown } from "./system.ts";

/** On the scales of the figures; rounding the table adds to it. */
const TOLERANCE = 5e-4;
/** What a figure may differ by and still be the one that was asked for. */
export const MOST_ERROR = 0.01;

type Name = keyof Figures;

/** Figures that stay as the population has them where nobody asks for others. */
const HELD: readonly Name[] = [
  ...(["sessionsAWeek", "eventsASession", "paidShare", "upgradeShare", "downgradeShare", "goneShare"] as const),
];

/** A figure that no knob brings near enough. */
export interface Miss {
  name: Name;
  asked: number;
  /** The nearest one that was found; undefined where there are no such sessions. */
  nearest: number | undefined;
}

export interface Fit {
  config: Config;
  misses: Miss[];
}

interface Equation {
  name: Name;
  asked: number;
  fitted: Fitted;
}

/** Figures at the end of their scale: the knob is turned off, or on, and nothing is solved. */
function fixedKnob(name: Name, asked: number): Partial<Knobs> | undefined {
  if (name === "paidShare" && (asked === 0 || asked === 1)) return { paid: asked };
  if (name === "upgradeShare" && asked === 0) return { upgrade: 0 };
  if (name === "downgradeShare" && asked === 0) return { downgrade: 0 };
  return name === "goneShare" && asked === 0 ? { cancel: 0 } : undefined;
}

/** The knob of the length is the one of the events where nobody asks for a number of these. */
function fittedBy(name: Name, asked: Partial<Figures>): Fitted {
  const own = FITTED[name];
  if (name !== "lengthSeconds" || asked.eventsASession !== undefined) return own;
  return { ...FITTED.eventsASession, measure: own.measure, scale: own.scale };
}

function equationsOf(
  asked: Partial<Figures>,
  given: Partial<Figures>,
): { equations: Equation[]; fixed: Partial<Knobs> } {
  const isFree = (name: Name) => name === "eventsASession" && asked.lengthSeconds !== undefined;
  const held = HELD.filter((name) => asked[name] === undefined && !isFree(name));
  const wanted: Partial<Figures> = { ...Object.fromEntries(held.map((name) => [name, given[name]])), ...asked };
  const fixed: Partial<Knobs> = {};
  const equations: Equation[] = [];
  for (const [name, value] of Object.entries(wanted) as [Name, number | undefined][]) {
    if (value === undefined) continue;
    const knob = fixedKnob(name, value);
    if (knob !== undefined) Object.assign(fixed, knob);
    else equations.push({ name, asked: value, fitted: fittedBy(name, asked) });
  }
  return { equations, fixed };
}

const isNear = (asked: number, value: number) => Math.abs(value - asked) <= MOST_ERROR * Math.abs(asked);

/**
 * Solves for the probabilities, weights and times with which a population has the figures that are asked for; those that are not asked for stay
 * as they are, as far as that is possible with the others. The length of a session without a number of events is reached by the number.
 */
export function fitPopulation(base: Config, asked: Partial<Figures>, durations: Durations): Fit {
  const population = new Population(base);
  const start = population.knobs;
  const predicted = (config: Config): Prediction => predict(config, durations, DEFAULT_DAYS).prediction;
  const { equations, fixed } = equationsOf(asked, figuresOf(predicted(base)));
  const turned = (values: readonly number[]): Config => {
    const knobs = { ...start, ...fixed };
    for (const [index, { fitted }] of equations.entries()) knobs[fitted.knob] = fitted.knobScale.from(values[index]!);
    return population.turned(knobs);
  };
  let last: Partial<Record<Name, number>> = {};
  const residualsOf = (values: readonly number[]) => {
    const prediction = predicted(turned(values));
    last = figuresOf(prediction);
    return equations.map(({ asked: value, fitted: { measure, scale } }) => {
      const found = measure(prediction);
      return found === undefined ? 0 : bounded(scale.to(found) - scale.to(value));
    });
  };
  const { values, isPinned } = solveSystem(
    equations.map(({ name, fitted }) => unknownOf(fitted, start, asked[name] === undefined)),
    residualsOf,
    TOLERANCE,
  );
  const missed = equations
    .map(({ name, asked: value }, index) => ({ name, asked: value, nearest: last[name], isPinned: isPinned[index]! }))
    .filter(({ name, asked: value, nearest }) => asked[name] !== undefined && !isNear(value, nearest ?? Number.NaN));
  // Others may be far off only because the search ended at those.
  const pinned = missed.filter((miss) => miss.isPinned);
  return { config: turned(values), misses: pinned.length > 0 ? pinned : missed };
}

/** A figure at the end of its scale is infinitely far on it. */
const bounded = (residual: number) => Math.min(30, Math.max(-30, Number.isNaN(residual) ? 0 : residual));

function unknownOf({ knob, knobScale, least, most, slope, step }: Fitted, start: Knobs, isSoft: boolean): Unknown {
  const inside = Math.min(most, Math.max(least, start[knob]));
  return { start: knobScale.to(inside), least: knobScale.to(least), most: knobScale.to(most), slope, step, isSoft };
}
