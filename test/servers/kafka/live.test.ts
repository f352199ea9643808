// Live runs into a topic: stopped several times, they go on to the same messages.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../support/files/folders.ts";
import { FIXED_WEEK, outcomeOf, pause, run, start } from "../../support/program/program.ts";
import { hasKafka, useKafka } from "../../support/servers/kafka/cluster.ts";
import { expectMessages, into, linesFor, partitioned, valuesOf } from "./expected.ts";

const PARTITIONS = 3;

describe.skipIf(!hasKafka)("a live run that is stopped", () => {
  const kafka = useKafka();
  const lines = linesFor(FIXED_WEEK);
  const count = async (topic: string) => (await kafka().clients.ends(topic)).reduce((sum, end) => sum + end, 0);

  /** Stops a run when some of its messages have arrived. Returns what it said. */
  async function stopped(topic: string, values: readonly string[]): Promise<string> {
    const before = await count(topic);
    const child = start([...FIXED_WEEK, "--continuous", ...values, ...into(kafka(), topic)]);
    const outcome = outcomeOf(child);
    while (child.exitCode === null && (await count(topic)) === before) await pause(20);
    child.kill("SIGINT");
    const { code, stderr } = await outcome;
    expect(code, stderr).toBe(130);
    return stderr;
  }

  it.each([
    ["by time", "paced", ["--speed", "20000"]],
    ["by rate", "rated", ["--rate", "400"]],
  ])("%s: a topic has each event that left, and --resume goes on", async (_, topic, pace) => {
    await kafka().clients.create(topic, { partitions: PARTITIONS });
    const manifest = join(temporaryFolder(), "manifest.json");
    const values = [...pace, "--manifest", manifest];
    for (let time = 0; time < 3; time++) {
      const stderr = await stopped(topic, [...values, ...(time > 0 ? ["--resume"] : [])]);
      const [, events] = /^stopped after ([\d,]+) events, up to \S+; the same command with --resume goes on$/m.exec(
        stderr,
      )!;
      const sent = Number(events!.replaceAll(",", ""));
      expect(sent).toBeGreaterThan(0);
      if (time === 0) expect(await count(topic)).toBe(sent);
    }
    expect(existsSync(manifest)).toBe(false);
    expect(await count(topic)).toBeLessThan(lines.length);
    const resumed = await run([...FIXED_WEEK, "--resume", "--manifest", manifest, ...into(kafka(), topic)]);
    expect([resumed.code, resumed.stderr.match(/^eventsim: .*/gm)]).toEqual([0, null]);
    expectMessages(
      await kafka().clients.read(topic),
      valuesOf("json", lines),
      await partitioned(kafka(), lines, PARTITIONS),
    );
    expect(existsSync(manifest)).toBe(true);
  });
});
