// Four weeks in half a minute: what a live run of weeks meets, besides the time.
import { once } from "node:events";
import { expect, it } from "vitest";
import { LineReader } from "../../support/live/arrivals.ts";
import { type Family, readMetrics, sampleOf } from "../../support/program/metrics.ts";
import { exitCode, pause, start } from "../../support/program/program.ts";

const WEEKS = 4;
const WEEK_SECONDS = 7 * 86_400;
const START_MS = Date.UTC(2026, 0, 5);
const SPEED = 86_400;
const USERS = process.env.EVENTSIM_SOAK_USERS ?? "1000";
const WINDOW = ["-s", "2026-01-05", "-e", new Date(START_MS + WEEKS * WEEK_SECONDS * 1000).toISOString()];
const VALUES = ["-n", USERS, ...WINDOW, "--workers", "2"];
const MEBIBYTE = 2 ** 20;
const SCRAPE_MS = 250;

/** Reads all of a run's lines, whose seconds must be in order. Returns their number and the hash of their bytes. */
async function read(lines: NodeJS.ReadableStream): Promise<{ lines: number; hash: string }> {
  let last = 0;
  let disordered = 0;
  const reader = new LineReader((stamp) => {
    if (stamp < last) disordered++;
    last = stamp;
  });
  for await (const chunk of lines) reader.take(chunk as Buffer);
  expect(disordered).toBe(0);
  return { lines: reader.lines, hash: reader.end() };
}

/** Asks a run for its metrics until it ends. */
async function scrapes(address: string): Promise<Map<string, Family>[]> {
  const texts: string[] = [];
  for (;;) {
    try {
      texts.push(await (await fetch(address)).text());
    } catch {
      return texts.map(readMetrics);
    }
    await pause(SCRAPE_MS);
  }
}

it("writes the events of a batch run, in order, and its memory does not grow", async () => {
  // All planned memory is touched before the first event: what is added later is the heap's.
  const child = start([
    ...[...VALUES, "--continuous", "--speed", String(SPEED), "-XX:+AlwaysPreTouch"],
    ...["--verbose", "--metrics-port", "0"],
  ]);
  let said = "";
  child.stderr.on("data", (bytes) => {
    said += bytes;
  });
  const live = read(child.stdout);
  while (!/^metrics: \S+$/m.test(said)) await once(child.stderr, "data");
  const seen = (await scrapes(/^metrics: (\S+)$/m.exec(said)![1]!)).filter((each) => each.has("eventsim_events_total"));
  expect(await exitCode(child)).toBe(0);
  const batch = start([...VALUES, "--quiet"]);
  expect(await live).toEqual(await read(batch.stdout));

  const ringBytes = Number(/^ {2}ring +[\d,.]+ MiB +([\d,.]+) MiB/m.exec(said)![1]!.replaceAll(",", "")) * MEBIBYTE;
  const residentIn = (week: number) =>
    seen
      .filter((each) => {
        const seconds = sampleOf(each, "eventsim_simulated_timestamp_seconds")! - START_MS / 1000;
        return Math.floor(seconds / WEEK_SECONDS) === week;
      })
      .map((each) => sampleOf(each, "process_resident_memory_bytes")!);
  const [early, late] = [residentIn(1), residentIn(WEEKS - 1)];
  expect(Math.max(...late) - Math.max(...early)).toBeLessThan(ringBytes);

  const lateness = seen.at(-1)!.get("eventsim_lateness_seconds")!.metrics[0]!;
  const counts = Object.values(lateness.buckets!).map(Number);
  expect(counts).toEqual(counts.toSorted((one, other) => one - other));
  expect(counts.at(-1)).toBe(Number(lateness.count));
  expect(Number(lateness.count)).toBeGreaterThan(0);
  expect(Number(lateness.count)).toBeLessThanOrEqual((await live).lines);
  console.info(
    `memory ${[early, late].map((bytes) => Math.max(...bytes) / MEBIBYTE)} MiB, ring ${ringBytes / MEBIBYTE} MiB`,
  );
});
