import { MOST_SHIFTS } from "../../../assembly/layout/disorder.ts";
import { DAY_SECONDS, secondOfDay } from "../../system/day.ts";
import { Problems, UsageError } from "../../system/errors.ts";
import { type DelayedShare, type DisorderRequest, type DisorderSettings, holdOf, type Shift } from "./settings.ts";

/** An exponential delay is longer than ten times its mean for 45 of a million events. */
const MOST_FOR_MEAN = 10;
const DUPLICATE_MEAN_SECONDS = 1;
/** What waits is in memory, and so is a list for each second of the longest wait. */
const LONGEST_SECONDS = 31 * DAY_SECONDS;

function checkLength(option: string, seconds: number): number {
  if (seconds <= LONGEST_SECONDS) return seconds;
  throw new UsageError(`${option}: events would wait for ${seconds} seconds; the longest wait is 31 days`);
}

function lateOf({ late, lateMax }: DisorderRequest): DelayedShare | undefined {
  if (late === undefined) {
    if (lateMax === undefined) return undefined;
    throw new UsageError("--late-max is the longest delay of --late: add --late, such as --late 2%:30s");
  }
  const { share, meanSeconds = 1 } = late;
  checkLength("--late", meanSeconds);
  if (lateMax !== undefined && lateMax < meanSeconds)
    throw new UsageError(`--late-max of ${lateMax} seconds is below the mean delay of --late, ${meanSeconds} seconds`);
  const mostSeconds = lateMax ?? Math.min(LONGEST_SECONDS, meanSeconds * MOST_FOR_MEAN);
  return { share, meanSeconds, mostSeconds: checkLength("--late-max", mostSeconds) };
}

function duplicateOf({ duplicate }: DisorderRequest): DelayedShare | undefined {
  if (duplicate === undefined) return undefined;
  const { share, meanSeconds = DUPLICATE_MEAN_SECONDS } = duplicate;
  checkLength("--duplicate", meanSeconds);
  return { share, meanSeconds, mostSeconds: Math.min(LONGEST_SECONDS, meanSeconds * MOST_FOR_MEAN) };
}

function nameOf({ kind, at, isDaily }: Shift): string {
  const text = isDaily
    ? new Date(at * 1000).toISOString().slice("1970-01-01T".length, -".000Z".length)
    : new Date(at * 1000).toISOString().slice(0, -".000Z".length);
  return `--${kind} ${text}`;
}

/** Whether two stretches overlap or touch. Those of every day are compared on the circle of a day. */
function areApart(one: Shift, other: Shift): boolean {
  const [first, second] = [holdOf(one), holdOf(other)];
  const gap = second.start - first.start;
  if (!one.isDaily && !other.isDaily) return gap > first.seconds || -gap > second.seconds;
  const forward = secondOfDay(gap);
  return forward > first.seconds && DAY_SECONDS - forward > second.seconds;
}

function checkShift(shift: Shift): void {
  const { seconds } = holdOf(shift);
  const name = nameOf(shift);
  if (shift.isDaily && seconds >= DAY_SECONDS)
    throw new UsageError(
      `${name}: would hold the events of ${seconds} seconds every day; use a shorter one, or an instant for one that comes once`,
    );
  checkLength(name, seconds);
}

function shiftsOf({ outage = [], burst = [] }: DisorderRequest): readonly Shift[] | undefined {
  const shifts = [...outage, ...burst];
  if (shifts.length === 0) return undefined;
  if (shifts.length > MOST_SHIFTS)
    throw new UsageError(`${shifts.length} outages and bursts: at most ${MOST_SHIFTS} are possible`);
  shifts.forEach(checkShift);
  shifts.forEach((shift, index) => {
    const near = shifts.slice(0, index).find((earlier) => !areApart(earlier, shift));
    if (near === undefined) return;
    throw new UsageError(
      `${nameOf(near)} and ${nameOf(shift)} overlap or touch: a burst holds events for its duration times its factor, up to its end; leave time between them`,
    );
  });
  return shifts;
}

/** Returns the disorder that a person asked for, with defaults; undefined if there is none. Throws UsageError with all problems. */
export function resolveDisorder(request: DisorderRequest): DisorderSettings | undefined {
  const found = new Problems();
  const late = found.in(() => lateOf(request));
  const duplicate = found.in(() => duplicateOf(request));
  const shifts = found.in(() => shiftsOf(request));
  if (found.error !== undefined) throw found.error;
  const { lose } = request;
  if (late === undefined && duplicate === undefined && lose === undefined && shifts === undefined) return undefined;
  return {
    ...(late && { late }),
    ...(duplicate && { duplicate }),
    ...(lose === undefined ? {} : { lose }),
    ...(shifts && { shifts }),
  };
}
