import { join } from "node:path";
import { eachRound, interleave, median } from "../../src/benchmark/statistics.ts";
import { packageRoot } from "../../src/system/root.ts";
import { nodeOptions } from "../launch.ts";
import type { LiveRunOptions, LiveRunResult } from "../live-process.ts";
import { runProcess } from "../program.ts";
import { type Bench, type Measured, millions, type Row, type Size, sizeOf } from "../row.ts";

const PROCESS = join(packageRoot(), "dist", "bench", "live-process.js");
const MOST_LATE_MS = 50;
const MOST_CORE_SHARE = 0.05;
const RATE_FLOOR = 0.5;
const FAST = 100_000;
const SLOW = 1000;
/** So fast that every event is due when it is made. */
const ALL_AT_ONCE = 1e9;

const LATENESS: Size = { users: 100_000, smokeUsers: 200, events: 30 * FAST, smokeEvents: 3 * FAST, rounds: 3 };
const IDLE: Size = { users: 100_000, smokeUsers: 200, events: 30 * SLOW, smokeEvents: 300, rounds: 3 };
const HELD: Size = { users: 20_000, smokeUsers: 200, events: 30e6, smokeEvents: 20_000, rounds: 5 };

/** Runs into a pipe. */
async function runLive(options: LiveRunOptions): Promise<LiveRunResult> {
  const values = [...nodeOptions(), PROCESS, JSON.stringify(options)];
  const shell = 'set -o pipefail; "$@" | cat > /dev/null';
  const { extra } = await runProcess("bash", ["-c", shell, "bash", process.execPath, ...values]);
  return JSON.parse(extra) as LiveRunResult;
}

async function measureLateness(bench: Bench): Promise<Measured> {
  const { users, events, rounds } = sizeOf(bench, LATENESS);
  const runs = await interleave(rounds, { live: () => runLive({ users, events, rate: FAST }) });
  const live = runs.live.filter(({ lateness }) => lateness.events > 0);
  const facts = { users, events, eventsPerSecond: FAST };
  if (live.length === 0) return { measured: "no run caught up with the clock", met: false, facts, samples: {} };
  const late = median(live.map(({ lateness }) => lateness.quantile999));
  const middle = median(live.map(({ lateness }) => lateness.median));
  return {
    measured: `${late.toFixed(1)} ms (median ${middle.toFixed(1)} ms)`,
    met: late <= MOST_LATE_MS,
    facts: { ...facts, quantile999Ms: late, medianMs: middle },
    samples: {
      quantile999Ms: live.map(({ lateness }) => lateness.quantile999),
      mostMs: live.map(({ lateness }) => lateness.most),
    },
  };
}

async function measureIdle(bench: Bench): Promise<Measured> {
  const { users, events, rounds } = sizeOf(bench, IDLE);
  const { live } = await interleave(rounds, { live: () => runLive({ users, events, rate: SLOW }) });
  const shares = live.map(({ coreShare }) => coreShare);
  const share = median(shares);
  return {
    measured: `${(100 * share).toFixed(2)} % of a core`,
    met: share <= MOST_CORE_SHARE,
    facts: { users, events, eventsPerSecond: SLOW, coreShare: share },
    samples: { coreShare: shares },
  };
}

async function measureRate(bench: Bench): Promise<Measured> {
  const { users, events, rounds } = sizeOf(bench, HELD);
  const { live, plain } = await interleave(rounds, {
    live: () => runLive({ users, events, rate: ALL_AT_ONCE }),
    plain: () => runLive({ users, events }),
  });
  const ratio = median(eachRound(live, plain, (own, yardstick) => yardstick.seconds / own.seconds));
  const eventsPerSecond = median(live.map(({ seconds }) => events / seconds));
  return {
    measured: `${ratio.toFixed(2)} times (${millions(eventsPerSecond)})`,
    met: ratio >= RATE_FLOOR,
    facts: { users, events, eventsPerSecond, ratio },
    samples: {
      liveSeconds: live.map(({ seconds }) => seconds),
      plainSeconds: plain.map(({ seconds }) => seconds),
    },
  };
}

export const liveRows: Row[] = [
  {
    name: "live-lateness",
    what: "lateness at 100,000 events/s, JSON into `| cat > /dev/null`, 100,000 users, 99.9th percentile",
    floor: `<= ${MOST_LATE_MS} ms`,
    measure: measureLateness,
  },
  {
    name: "live-idle",
    what: "processor time at 1,000 events/s, 100,000 users, into the same, after the start",
    floor: `<= ${100 * MOST_CORE_SHARE} %`,
    measure: measureIdle,
  },
  {
    name: "live-rate",
    what: "highest rate held live into the same, 20,000 users, against the same run that is not live",
    floor: `>= ${RATE_FLOOR} times`,
    measure: measureRate,
  },
];
