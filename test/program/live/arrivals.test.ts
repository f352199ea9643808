// Runs against the real clock, read by a reader that stamps what arrives. How late it is depends on the machine, so that is told and not
// judged; that nothing is early does not.
import { beforeAll, describe, expect, it } from "vitest";
import { Arrivals } from "../../support/live/arrivals.ts";
import { bytesOf, sha256 } from "../../support/program/command.ts";
import { exitCode, start } from "../../support/program/program.ts";

/** EVENTSIM_LIVE_SECONDS=60 for measurements. */
const SECONDS = Number(process.env.EVENTSIM_LIVE_SECONDS ?? 10);
/** The program has this long to start. If it takes longer, the first events are late. */
const AHEAD_MS = 3000;
const CASES = [
  { speed: 1, users: 100_000 },
  { speed: 60, users: 20_000 },
  { speed: 3600, users: 2000 },
];

interface Arrived {
  values: string[];
  code: number;
  hash: string;
  /** In ascending order. */
  lateMs: number[];
}

async function arrived({ speed, users }: (typeof CASES)[number], startMs: number): Promise<Arrived> {
  const [begin, end] = [startMs, startMs + SECONDS * speed * 1000].map((ms) => new Date(ms).toISOString());
  const values = ["-n", String(users), "-s", begin!, "-e", end!];
  const child = start([...values, "--quiet", "--continuous", "--speed", String(speed)]);
  const arrivals = new Arrivals();
  for await (const chunk of child.stdout) arrivals.take(chunk);
  const lateMs = arrivals.lateMs(startMs, speed).sort((one, other) => one - other);
  return { values, code: await exitCode(child), hash: arrivals.end(), lateMs };
}

function quantile(sorted: readonly number[], share: number): string {
  return (sorted[Math.ceil(share * sorted.length) - 1] as number).toFixed(1);
}

describe("an event leaves in its place of its second, and never before", () => {
  let all: Arrived[] = [];
  beforeAll(async () => {
    const startMs = Math.ceil((Date.now() + AHEAD_MS) / 1000) * 1000;
    // At the same time, since each of them mostly waits.
    all = await Promise.all(CASES.map((each) => arrived(each, startMs)));
  });

  it.each(CASES)("at speed $speed, of $users users", ({ speed, users }) => {
    const { values, code, hash, lateMs } = all[CASES.findIndex((each) => each.users === users)]!;
    expect(code).toBe(0);
    expect(hash).toBe(sha256(bytesOf(...values)));
    expect(lateMs.length).toBeGreaterThan(100);
    expect(lateMs[0]).toBeGreaterThanOrEqual(0);
    const [half, most, last] = [0.5, 0.999, 1].map((share) => quantile(lateMs, share));
    console.info(
      `speed ${speed}: of ${lateMs.length} events half are late by at most ${half} ms, 99.9 % by ${most} ms, all by ${last} ms`,
    );
  });
});
