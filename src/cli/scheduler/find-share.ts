import type { Share } from "../../output/names/share.ts";
import { printable } from "../../system/printable.ts";
import { SCHEDULERS, type Scheduler } from "./schedulers.ts";

/** A share that a scheduler has assigned, and the variables that say so. */
export interface Assigned {
  share: Share;
  /** For the user: `share 3/8, from a Kubernetes indexed job (JOB_COMPLETION_INDEX=2, JOB_COMPLETIONS=8)`. */
  note: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** The argument of `--part` that asks for the scheduler's share. */
export const AUTO = "auto";

/** The largest number of `--part I/N`. */
const MOST = 999_999_999;
const OTHERWISE = "write the share itself, such as --part 2/8";

/** A sentence about what is wrong. */
class Wrong extends Error {}

function isSet(environment: Environment, name: string): boolean {
  return (environment[name] ?? "") !== "";
}

function numberIn(environment: Environment, name: string, scheduler: Scheduler): number {
  const text = environment[name] ?? "";
  if (text === "") throw new Wrong(`${name} is not set: ${scheduler.missing ?? `${scheduler.name} sets it`}`);
  if (!/^\d{1,9}$/.test(text))
    throw new Wrong(`${name} is '${printable(text, 40)}' and must be a whole number to ${MOST}`);
  return Number(text);
}

/** The share of a task in a range of ids, `first` to `last` in equal steps, `count` of them. */
function shareInRange(id: number, [first, last, count]: [number, number, number], scheduler: Scheduler): Share {
  const { index, range } = scheduler;
  const [firstName, lastName] = [range!.first, range!.last];
  if (id < first || id > last)
    throw new Wrong(`${index} is ${id}, outside of ${firstName}=${first} to ${lastName}=${last}`);
  // The rest of an array, submitted again, would be taken for the whole, and make other shares than are missing.
  if (count === 1)
    throw new Wrong(
      `${scheduler.name} has one task, ${index}=${id}: if it makes the whole, leave --part out; if it makes a share again, name the share`,
    );
  if (first > 1)
    throw new Wrong(
      `${firstName} is ${first}: an array of all shares begins with 0 or 1; if this one makes some of them again, name each`,
    );
  const step = (last - first) / (count - 1);
  const position = (id - first) / step;
  if (count < 1 || !Number.isInteger(step) || !Number.isInteger(position))
    throw new Wrong(
      `${index} is ${id}, but ${count} tasks from ${firstName}=${first} to ${lastName}=${last} in equal steps do not include it; submit the array as 1-${Math.max(count, 1)}`,
    );
  return { index: position + 1, count };
}

function shareFrom(scheduler: Scheduler, environment: Environment): Share {
  const number = (name: string) => numberIn(environment, name, scheduler);
  const { index, count, range } = scheduler;
  const id = number(index);
  if (range !== undefined) {
    const [first, end] = [number(range.first), number(range.last)];
    if (range.step === undefined) return shareInRange(id, [first, end, number(count!)], scheduler);
    const step = Math.max(1, number(range.step));
    // The end of the range may be between two tasks: -t 1-12:3 ends with task 10.
    const steps = Math.floor((end - first) / step);
    return shareInRange(id, [first, first + steps * step, steps + 1], scheduler);
  }
  const tasks = number(count!);
  if (id < tasks) return { index: id + 1, count: tasks };
  throw new Wrong(`${index} is ${id} and ${count} is ${tasks}, but the tasks are numbered from 0 to ${count} - 1`);
}

function variablesOf({ index, count, range }: Scheduler): string[] {
  return [index, count, range?.first, range?.last, range?.step].filter((name) => name !== undefined);
}

/** The one scheduler whose variables are set. */
function schedulerIn(environment: Environment): Scheduler {
  const found = SCHEDULERS.filter(
    ({ index, none, unless }) =>
      isSet(environment, index) && environment[index] !== none && !(unless && isSet(environment, unless)),
  );
  const [scheduler, other] = found;
  if (scheduler === undefined) {
    const known = SCHEDULERS.map(({ index }) => index).join(", ");
    throw new Wrong(`no scheduler's variable is set; known are ${known}`);
  }
  if (other === undefined) return scheduler;
  throw new Wrong(
    `${scheduler.index} of ${scheduler.name} and ${other.index} of ${other.name} are both set; unset one of them`,
  );
}

/** All tasks of a step, which share the variables of its array, would make the same share. */
function refuseTwins({ name, alone }: Scheduler, environment: Environment): void {
  if (alone === undefined || !isSet(environment, alone) || environment[alone] === "1") return;
  throw new Wrong(
    `${alone} is '${printable(environment[alone]!, 40)}': all these tasks of one task of ${name} would make the same share; start one (--ntasks=1)`,
  );
}

/** Returns the share that the scheduler's variables assign to this process, or the problem, for the user. */
export function findShare(environment: Environment): Assigned | string {
  try {
    const scheduler = schedulerIn(environment);
    refuseTwins(scheduler, environment);
    const share = shareFrom(scheduler, environment);
    const variables = variablesOf(scheduler).map((name) => `${name}=${environment[name]}`);
    return { share, note: `share ${share.index}/${share.count}, from ${scheduler.name} (${variables.join(", ")})` };
  } catch (error) {
    if (error instanceof Wrong) return `--part auto: ${error.message}; or ${OTHERWISE}`;
    throw error;
  }
}
