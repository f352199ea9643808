// A run that ends before its time says what the brokers have, and --resume goes on from there.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { freePort } from "../../../bench/servers/ports.ts";
import { unseal } from "../../../src/output/resume/snapshot.ts";
import { temporaryFolder } from "../../support/files/folders.ts";
import { exitCode, FIXED, FIXED_WEEK, outcomeOf, pause, run, start } from "../../support/program/program.ts";
import { hasKafka, QUICK_RETURN, useKafka } from "../../support/servers/kafka/cluster.ts";
import { expectMessages, into, linesFor, partitioned, valuesOf } from "./expected.ts";

const PARTITIONS = 3;
const WEEK = [...FIXED_WEEK, "--part-events", "50"];
/** So slow that a run can be interrupted several times. */
const BYTES_PER_SECOND = 1_000_000;

/** Number of events that the progress beside a manifest says are acknowledged. */
function savedEvents(manifest: string): number {
  const { head } = unseal(readFileSync(`${manifest}.progress`));
  return (head as { position: { event: number } }).position.event;
}

describe.skipIf(!hasKafka)("a run that cannot go on", () => {
  const kafka = useKafka({ properties: QUICK_RETURN });
  const lines = linesFor(WEEK);

  const count = async (topic: string) => (await kafka().clients.ends(topic)).reduce((sum, end) => sum + end, 0);

  /** Resolves when nothing of a killed run is on its way any more. Returns the number of messages in the topic. */
  async function settled(topic: string): Promise<number> {
    for (let before = -1; ; await pause(500)) {
      const now = await count(topic);
      if (now === before) return now;
      before = now;
    }
  }

  async function expectWhole(topic: string): Promise<void> {
    const messages = await kafka().clients.read(topic);
    expectMessages(messages, valuesOf("json", lines), await partitioned(kafka(), lines, PARTITIONS));
  }

  /** Starts a run that is slow, and resolves when some of its messages have arrived. */
  async function begin(topic: string, values: readonly string[], from = 0) {
    kafka().proxies[0]!.bytesPerSecond = BYTES_PER_SECOND;
    const child = start([...WEEK, ...values, ...into(kafka(), topic, "PROXIED")]);
    const outcome = outcomeOf(child);
    while (child.exitCode === null && (await count(topic)) <= from) await pause(20);
    expect(child.exitCode).toBe(null);
    return { child, outcome };
  }

  it("has exit code 2 where no broker listens", async () => {
    const port = await freePort();
    const { code, stderr } = await run([...FIXED, "--kafkaBrokerList", `127.0.0.1:${port}`, "-k", "events"]);
    expect(stderr).toMatch(new RegExp(`^eventsim: .*127\\.0\\.0\\.1:${port}`, "m"));
    expect(code).toBe(2);
  });

  it("says how much is acknowledged when the broker stays away, and goes on by --resume", async () => {
    const manifest = join(temporaryFolder(), "manifest.json");
    const values = ["--kafka-timeout", "3s", "--manifest", manifest];
    await kafka().clients.create("away", { partitions: PARTITIONS });
    const { outcome } = await begin("away", values);
    await kafka().brokers[0]!.kill();
    const { code, stderr } = await outcome;
    await kafka().brokers[0]!.start();
    expect(stderr).toMatch(/^eventsim: Kafka .* [\d,]+ events are acknowledged/m);
    expect(code).toBe(1);
    const [, acknowledged] = /([\d,]+) events are acknowledged/.exec(stderr)!;
    const arrived = await count("away");
    expect(Number(acknowledged!.replaceAll(",", ""))).toBeLessThanOrEqual(arrived);
    expect(arrived).toBeLessThan(lines.length);
    const resumed = await run([...WEEK, "--resume", ...values, ...into(kafka(), "away")]);
    expect([resumed.code, resumed.stderr.match(/^eventsim: .*/gm)]).toEqual([0, null]);
    await expectWhole("away");
    expect(JSON.parse(readFileSync(manifest, "utf8"))).toBeTypeOf("object");
  });

  it("goes on by --resume after it was killed several times", async () => {
    const manifest = join(temporaryFolder(), "manifest.json");
    const values = ["--manifest", manifest];
    await kafka().clients.create("dead", { partitions: PARTITIONS });
    for (let time = 0; time < 4; time++) {
      const { child } = await begin("dead", [...values, ...(time > 0 ? ["--resume"] : [])], await settled("dead"));
      child.kill("SIGKILL");
      await exitCode(child);
    }
    expect(existsSync(manifest)).toBe(false);
    expect(await count("dead")).toBeLessThan(lines.length);
    const resumed = await run([...WEEK, "--resume", ...values, ...into(kafka(), "dead")]);
    expect([resumed.code, resumed.stderr.match(/^eventsim: .*/gm)]).toEqual([0, null]);
    await expectWhole("dead");
  });

  it("goes on by --resume after it was killed right after it had been resumed", async () => {
    const manifest = join(temporaryFolder(), "manifest.json");
    const values = ["--manifest", manifest];
    await kafka().clients.create("twice", { partitions: PARTITIONS });
    const first = await begin("twice", values);
    while (first.child.exitCode === null && savedEvents(manifest) === 0) await pause(20);
    first.child.kill("SIGKILL");
    await exitCode(first.child);
    const second = await begin("twice", [...values, "--resume"], await settled("twice"));
    second.child.kill("SIGKILL");
    await exitCode(second.child);
    expect(savedEvents(manifest)).toBeGreaterThan(0);
    expect(await count("twice")).toBeLessThan(lines.length);
    const resumed = await run([...WEEK, "--resume", ...values, ...into(kafka(), "twice")]);
    expect([resumed.code, resumed.stderr.match(/^eventsim: .*/gm)]).toEqual([0, null]);
    await expectWhole("twice");
  });

  it("ends when its topic is deleted", async () => {
    await kafka().clients.create("deleted", { partitions: PARTITIONS });
    const { outcome } = await begin("deleted", ["--kafka-timeout", "3s"]);
    await kafka().clients.delete("deleted");
    const { code, stderr } = await outcome;
    expect(stderr).toMatch(/^eventsim: Kafka topic deleted.* [\d,]+ events are acknowledged/m);
    expect(code).toBe(1);
  });

  it("makes batches that the topic takes, even if it takes only small ones", async () => {
    await kafka().clients.create("small", { partitions: PARTITIONS, config: { "max.message.bytes": "2000" } });
    const { code, stderr } = await run([...WEEK, "--part-events", "1000", ...into(kafka(), "small")]);
    expect([code, stderr.match(/^eventsim: .*/gm)]).toEqual([0, null]);
    await expectWhole("small");
  });
});
