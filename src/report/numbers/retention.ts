import type { Collector } from "../collect/collector.ts";
import { dayOf, weekOfDay } from "../collect/days.ts";
import { BitSet, type MemoryMeter } from "../collect/memory.ts";
import type { ReportCohort } from "../model.ts";
import { weekName } from "./order.ts";

/** Ten years; with more the table would have hundreds of thousands of cells. */
export const MOST_WEEKS = 523;

interface Weeks {
  first: number;
  last: number;
}

/** For each user the cohort: the weeks from the first one on, after 0 for an earlier one; -1 for users without a registration. */
function cohortsOf(registrations: Float64Array, { first, last }: Weeks): Int32Array {
  const cohorts = new Int32Array(registrations.length);
  for (const [user, ts] of registrations.entries()) {
    const week = Number.isNaN(ts) ? undefined : weekOfDay(dayOf(ts));
    cohorts[user] = week === undefined || week > last ? -1 : Math.max(0, week - first + 1);
  }
  return cohorts;
}

/** Calls with each element of a set. */
function forEachIn({ words }: BitSet, call: (value: number) => void): void {
  for (const [index, bits] of words.entries()) {
    for (let rest = bits; rest !== 0; rest &= rest - 1) call(index * 32 + 31 - Math.clz32(rest & -rest));
  }
}

/** For each week with events, the users of each cohort who had one. */
function activeByWeek(
  collector: Collector,
  cohorts: Int32Array,
  { first, last }: Weeks,
  meter: MemoryMeter,
): Uint32Array[] {
  const active = Array.from({ length: last - first + 1 }, () => new Uint32Array(last - first + 2));
  const users = new BitSet(meter);
  let week = first;
  const finish = () => {
    const counts = active[week - first]!;
    forEachIn(users, (user) => {
      if (cohorts[user]! >= 0) counts[cohorts[user]!]!++;
    });
    users.clear();
  };
  for (const day of collector.days.list) {
    if (day.week.number !== week) finish();
    week = day.week.number;
    for (const ofLevel of day.levelUsers) users.addAll(ofLevel);
  }
  finish();
  return active;
}

/** Cohorts by week of registration; undefined where no user has one, or where there are too many weeks. */
export function retentionOf(collector: Collector, meter: MemoryMeter): ReportCohort[] | undefined {
  const { weeks } = collector.days;
  const span = { first: weeks[0]!.number, last: weeks.at(-1)!.number };
  if (span.last - span.first >= MOST_WEEKS) return undefined;
  meter.take(4 * collector.users.count);
  const cohorts = cohortsOf(collector.users.registrations, span);
  const sizes = new Uint32Array(span.last - span.first + 2);
  for (const cohort of cohorts) if (cohort >= 0) sizes[cohort]!++;
  const active = activeByWeek(collector, cohorts, span, meter);
  meter.free(4 * collector.users.count);
  const list = Array.from(sizes).flatMap((users, cohort): ReportCohort[] => {
    if (users === 0) return [];
    const from = Math.max(0, cohort - 1);
    const cells = active.slice(from).map((counts, index) => ({
      week: weekName(span.first + from + index),
      weeksSince: cohort === 0 ? null : index,
      users: counts[cohort]!,
    }));
    return [{ week: cohort === 0 ? null : weekName(span.first + cohort - 1), users, active: cells }];
  });
  return list.length === 0 ? undefined : list;
}
