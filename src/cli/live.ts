import type { Option } from "commander";
import type { LiveRequest, RateRange } from "../simulation/live.ts";
import { durationSeconds, type Parser, Unfit, unfit, whole } from "../system/values.ts";
import { RATE_SHAPES, type RateShape } from "../workers/live/settings.ts";
import { choice, option } from "./arguments/option.ts";

const LEAST_SPEED = 0.01;
const MOST_SPEED = 1_000_000;
const LEAST_RATE = 0.001;
const MOST_RATE = 100_000_000;
const MOST_FLUSH_MS = 60_000;
const SUFFIXES: Readonly<Record<string, number>> = { "": 1, k: 1e3, m: 1e6 };

/** The options that pace a run. */
export interface LiveOptions {
  continuous?: true;
  nocontinuous?: true;
  speed?: number;
  rate?: RateRange;
  rateShape?: RateShape;
  flushMs?: number;
  /** In seconds. */
  backfill?: number;
}

const speed: Parser<number> = (text) => {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value >= LEAST_SPEED && value <= MOST_SPEED) return value;
  return unfit(text, `simulated seconds in a real one, from ${LEAST_SPEED} to ${MOST_SPEED}, such as 60`);
};

/** Reads `5000`, `2.5k`, `1M`, `0.5`. */
function eventsASecond(text: string): number {
  const [, digits, suffix = ""] = /^(\d{1,12}(?:\.\d{1,12})?)([km])?$/i.exec(text) ?? [];
  return Number(digits) * (SUFFIXES[suffix.toLowerCase()] as number);
}

const rate: Parser<RateRange> = (text) => {
  const [, from = "", to, duration = ""] = /^([^.]+(?:\.[^.]+)?)(?:\.\.([^/]*)\/(.*))?$/.exec(text) ?? [];
  const least = eventsASecond(from);
  const most = to === undefined ? least : eventsASecond(to);
  const periodSeconds = to === undefined ? 0 : durationSeconds(duration);
  const isFitting = most >= LEAST_RATE && most <= MOST_RATE && (to === undefined || (least >= 0 && least < most));
  if (isFitting && !(periodSeconds instanceof Unfit)) return { least, most, periodSeconds };
  const wants = "events a second, such as 5000, or a lower and a higher number and the time from the one to the other";
  return unfit(text, `${wants}, such as 100..10k/1h; ${LEAST_RATE} to ${MOST_RATE}`);
};

/** The help group "Live:". The original's two options keep their names. */
export const LIVE_OPTIONS: readonly Option[] = [
  option(
    "--continuous",
    "send each event when its time comes, from now on unless a start is given, and what is past at once",
  ),
  option("--nocontinuous", "write all events at once (default)"),
  option("--speed <factor>", "simulated seconds in a real one, 0.01 to 1000000 (default: 1)", speed),
  option(
    "--rate <events>",
    "send this many events a second, whatever their time stamps, or from fewer to more in a time, such as 100..10k/1h",
    rate,
  ),
  choice(
    "--rate-shape <shape>",
    "way from the lower to the higher rate: once, or there and back again and again (default: ramp)",
    RATE_SHAPES,
  ),
  option("--flush-ms <milliseconds>", "longest wait of an event for others (default: 50)", whole(1, MOST_FLUSH_MS)),
  option("--backfill <duration>", "begin the window this long before now, such as 30d", durationSeconds),
];

/** What each option that paces a run is called, as the person wrote it. */
const PACING = {
  speed: "--speed",
  rate: "--rate",
  rateShape: "--rate-shape",
  flushMs: "--flush-ms",
  backfill: "--backfill",
} as const satisfies Partial<Record<keyof LiveOptions, string>>;

/** Other options that a live run contradicts, or that set the same as one of its own. */
interface Others {
  compat?: string;
  startTime?: string;
  from?: number;
  onlyParts?: unknown;
}

function problemsOfPace(options: LiveOptions & Others): string[] {
  const { speed, rate, rateShape, backfill, compat, startTime, from } = options;
  const isRange = rate !== undefined && rate.least < rate.most;
  const start = startTime === undefined ? "--from" : "--start-time";
  const problems: [boolean, string][] = [
    [speed !== undefined && rate !== undefined, "--speed and --rate both set the pace: leave one of them out"],
    [rateShape !== undefined && !isRange, `--rate-shape ${rateShape} is for two rates: add such as --rate 100..10k/1h`],
    [
      backfill !== undefined && (startTime ?? from) !== undefined,
      `--backfill and ${start} both set the start: leave one of them out`,
    ],
    [
      backfill !== undefined && compat !== undefined,
      "--backfill is an option of the default engine; give --start-time, or leave --compat interana out",
    ],
  ];
  return problems.flatMap(([applies, message]) => (applies ? [message] : []));
}

/** The problems of the options that pace a run. */
export function problemsOfLive(options: LiveOptions & Others): string[] {
  const { continuous, nocontinuous, onlyParts } = options;
  if (continuous === undefined) {
    const given = Object.entries(PACING).filter(([key]) => options[key as keyof LiveOptions] !== undefined);
    return given.map(([, name]) => `${name} paces a live run: add --continuous, or leave it out`);
  }
  const problems = problemsOfPace(options);
  if (nocontinuous) problems.push("--continuous and --nocontinuous contradict each other: leave one of them out");
  if (onlyParts !== undefined) problems.push("--only-parts makes files of the past again: leave --continuous out");
  return problems;
}

/** Returns what the options ask for; undefined for a run that writes all events at once. */
export function liveRequestOf({ continuous, speed, rate, rateShape, flushMs }: LiveOptions): LiveRequest | undefined {
  if (continuous === undefined) return undefined;
  const request = { speed, rate, rateShape, flushMs };
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined)) as LiveRequest;
}
