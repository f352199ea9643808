import { DAY_SECONDS } from "../../system/day.ts";
import type { Prediction } from "../predict.ts";
import { FREE, type Knobs, PAID } from "./knobs.ts";

/** What a person asks of a population, as `predict` states it for four weeks. */
export interface Figures {
  /** Sessions of a user in a week. */
  sessionsAWeek: number;
  eventsASession: number;
  lengthSeconds: number;
  /** Share of the users who pay when the window begins. */
  paidShare: number;
  /** Of the sessions that users begin logged in and free, those with an upgrade. */
  upgradeShare: number;
  /** Of those that they begin logged in and paid, those with a downgrade. */
  downgradeShare: number;
  /** Share of the users who have cancelled when the four weeks end. */
  goneShare: number;
  /** Session starts of a day of the weekend for each one of another day. */
  weekendRatio: number;
  /** Session starts in the busiest hour for each one in the quietest. */
  hourRatio: number;
}

/** A scale on which figures and knobs depend on each other nearly like straight lines. */
export interface Scale {
  to(value: number): number;
  from(scaled: number): number;
}

const LINEAR: Scale = { to: (value) => value, from: (scaled) => scaled };
const LOG: Scale = { to: Math.log, from: Math.exp };
/** Of what is at least 1. */
const LOG_ABOVE_1: Scale = { to: (value) => Math.log(value - 1), from: (scaled) => 1 + Math.exp(scaled) };
const LOGIT: Scale = {
  to: (share) => Math.log(share / (1 - share)),
  from: (scaled) => 1 / (1 + Math.exp(-scaled)),
};

/** How a figure is measured, and the knob that decides it most. */
export interface Fitted {
  /** Undefined where there are no such sessions. */
  measure(prediction: Prediction): number | undefined;
  scale: Scale;
  knob: keyof Knobs;
  knobScale: Scale;
  /** Of the figure by the knob, on their scales. */
  slope: number;
  /** The knob's bounds, and its largest change in a step of the solution. */
  least: number;
  most: number;
  step: number;
}

function changeTo(level: string): Fitted["measure"] {
  const from = level === PAID ? FREE : PAID;
  return ({ starts }) => starts.find((start) => start.auth === "Logged In" && start.level === from)?.changes[level];
}

function paidShareOf({ mix }: Prediction): number {
  const { shares } = mix[0]!;
  const sum = (isOwn: (level: string) => boolean) =>
    shares.reduce((total, { level, share }) => total + (isOwn(level) ? share : 0), 0);
  return sum((level) => level === PAID) / sum(() => true);
}

function weekendRatioOf({ week: { days } }: Prediction): number {
  const mean = (some: readonly number[]) => some.reduce((sum, share) => sum + share) / some.length;
  return mean(days.slice(5)) / mean(days.slice(0, 5));
}

const FACTOR = { knobScale: LOG, least: 1e-4, most: 1e4, step: 2 };

export const FITTED: Readonly<Record<keyof Figures, Fitted>> = {
  sessionsAWeek: {
    measure: ({ userDay }) => userDay.sessions * 7,
    ...{ scale: LOG, knob: "betaSeconds", knobScale: LOG, slope: -0.8, step: 3 },
    ...{ least: 600, most: 3650 * DAY_SECONDS },
  },
  eventsASession: {
    measure: ({ session }) => session.events.mean,
    ...{ scale: LOG_ABOVE_1, knob: "leave", slope: -1 },
    ...FACTOR,
  },
  lengthSeconds: {
    measure: ({ session }) => session.lengthSeconds,
    ...{ scale: LOG, knob: "alphaSeconds", knobScale: LOG, slope: 0.3, step: 1.5 },
    ...{ least: 0.2, most: 10 * DAY_SECONDS },
  },
  paidShare: {
    measure: paidShareOf,
    ...{ scale: LOGIT, knob: "paid", knobScale: LOGIT, slope: 1, step: 3, least: 1e-6, most: 1 - 1e-6 },
  },
  upgradeShare: { measure: changeTo(PAID), scale: LOGIT, knob: "upgrade", slope: 1.8, ...FACTOR },
  downgradeShare: { measure: changeTo(FREE), scale: LOGIT, knob: "downgrade", slope: 1.8, ...FACTOR },
  goneShare: { measure: ({ mix }) => mix.at(-1)!.gone, scale: LOGIT, knob: "cancel", slope: 1, ...FACTOR },
  weekendRatio: {
    measure: weekendRatioOf,
    ...{ scale: LINEAR, knob: "weekendDamping", knobScale: LINEAR, slope: -0.9, least: 0, most: 1, step: 0.3 },
  },
  hourRatio: {
    measure: ({ week: { hours } }) => Math.max(...hours) / Math.min(...hours),
    ...{ scale: LOG, knob: "damping", knobScale: LINEAR, slope: 12, step: 0.03 },
    // Up to 1/2π, from where on times of the day would overtake each other.
    ...{ least: 0, most: 0.159 },
  },
};

export function figuresOf(prediction: Prediction): Partial<Figures> {
  const measured = Object.entries(FITTED).map(([name, { measure }]) => [name, measure(prediction)] as const);
  return Object.fromEntries(measured.filter(([, value]) => value !== undefined));
}
