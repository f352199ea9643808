import { interleave } from "../../src/benchmark/statistics.ts";
import { type Extent, runForPeak } from "../program.ts";
import { type Bench, type Measured, type Row, type Size, sizeOf } from "../row.ts";

const LARGE: Size = { users: 1_000_000, smokeUsers: 2_000, events: 100e6, smokeEvents: 40_000, rounds: 3 };
const HUGE: Size = { users: 10_000_000, smokeUsers: 5_000, events: 100e6, smokeEvents: 40_000, rounds: 3 };
/** The window determines the peak. A day has all hours, so a longer run has no busier one. */
const WINDOW: Size = { users: 1_000_000, smokeUsers: 100, events: 0, smokeEvents: 0, rounds: 1 };
const DAYS = 1;
const LONGER = 10;
const WINDOW_FLOOR = 1.05;

function megabytes(byteLength: number): string {
  return `${(byteLength / 1e6).toFixed(0)} MB`;
}

/** The largest of the rounds, because a peak is a bound and not a time. */
async function peakOf(
  users: number,
  extents: Record<string, Extent>,
  rounds: number,
): Promise<{ samples: Record<string, number[]>; events: Record<string, number>; peaks: Record<string, number> }> {
  const runs = await interleave(
    rounds,
    Object.fromEntries(Object.entries(extents).map(([name, extent]) => [name, () => runForPeak(users, extent)])),
  );
  const map = <T>(convert: (results: { peakBytes: number; events: number }[]) => T) =>
    Object.fromEntries(Object.entries(runs).map(([name, results]) => [name, convert(results)]));
  return {
    samples: map((results) => results.map(({ peakBytes }) => peakBytes)),
    events: map((results) => results[0]?.events ?? 0),
    peaks: map((results) => Math.max(...results.map(({ peakBytes }) => peakBytes))),
  };
}

async function measureUsers(bench: Bench, size: Size, floorBytes: number): Promise<Measured> {
  const { users, events, rounds } = sizeOf(bench, size);
  const { samples, peaks } = await peakOf(users, { peakBytes: { events } }, rounds);
  const peakBytes = peaks.peakBytes as number;
  return {
    measured: `${megabytes(peakBytes)}, ${(peakBytes / users).toFixed(0)} bytes/user`,
    met: peakBytes <= floorBytes,
    facts: { users, events, peakBytes },
    samples,
  };
}

async function measureWindow(bench: Bench): Promise<Measured> {
  const { users, rounds } = sizeOf(bench, WINDOW);
  const extents = { short: { days: DAYS }, long: { days: DAYS * LONGER } };
  const { samples, events, peaks } = await peakOf(users, extents, rounds);
  const ratio = (peaks.long as number) / (peaks.short as number);
  return {
    measured: `${ratio.toFixed(3)} times (${megabytes(peaks.short as number)}, ${megabytes(peaks.long as number)})`,
    met: ratio <= WINDOW_FLOOR,
    facts: {
      ...{ users, shortDays: DAYS, longDays: DAYS * LONGER, ratio: ratio },
      shortEvents: events.short as number,
      longEvents: events.long as number,
    },
    samples: { shortPeakBytes: samples.short as number[], longPeakBytes: samples.long as number[] },
  };
}

export const memoryRows: Row[] = [
  {
    name: "memory-1m",
    what: "resident memory, 1,000,000 users, all cores",
    floor: "<= 400 MB",
    measure: (bench) => measureUsers(bench, LARGE, 400e6),
  },
  {
    name: "memory-10m",
    what: "resident memory, 10,000,000 users, all cores",
    floor: "<= 1,600 MB",
    measure: (bench) => measureUsers(bench, HUGE, 1600e6),
  },
  {
    name: "memory-window",
    what: "resident memory of ten days against one, 1,000,000 users",
    floor: `<= ${WINDOW_FLOOR} times`,
    measure: measureWindow,
  },
];
