// Whatever happens to the broker and to the connections while a run goes on, each event arrives once and in order.
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { FIXED_WEEK, outcomeOf, pause, start } from "../../support/program/program.ts";
import { hasKafka, type KafkaCluster, QUICK_RETURN, useKafka } from "../../support/servers/kafka/cluster.ts";
import { expectMessages, into, linesFor, partitioned, valuesOf } from "./expected.ts";

const PARTITIONS = 3;
const TIMES = 20;
/** Of each broker, so that a run takes long enough to be disturbed. */
const SLOW_BYTES_PER_SECOND = 300_000;
const MOVES = 6;
/** Many small batches, so that some are under way at any moment. */
const WEEK = [...FIXED_WEEK, "--part-events", "50"];

/** Waits until a topic has so many messages, or the run has ended. */
async function arrived({ clients }: KafkaCluster, topic: string, wanted: number, isOver: () => boolean): Promise<void> {
  const count = async () => (await clients.ends(topic)).reduce((sum, end) => sum + end, 0);
  while (!isOver() && (await count()) < wanted) await pause(20);
}

describe.skipIf(!hasKafka)("a run goes on", () => {
  const kafka = useKafka({ properties: QUICK_RETURN });
  const lines = linesFor(WEEK);

  /**
   * Runs the program through the proxy, at a rate at which the run does not end before, and disturbs it when it has sent one
   * part after the other. Then each event is in the topic once and in order.
   */
  async function disturb(
    topic: string,
    { times = TIMES, values = [] as string[] },
    once: (cluster: KafkaCluster, time: number) => Promise<void> | void,
  ): Promise<void> {
    const proxy = kafka().proxies[0]!;
    proxy.bytesPerSecond = 2_000_000;
    onTestFinished(() => {
      proxy.bytesPerSecond = Number.POSITIVE_INFINITY;
    });
    await kafka().clients.create(topic, { partitions: PARTITIONS });
    const child = start([...WEEK, "--kafka-timeout", "5min", ...values, ...into(kafka(), topic, "PROXIED")]);
    const outcome = outcomeOf(child);
    const isOver = () => child.exitCode !== null;
    let disturbed = 0;
    for (let time = 0; time < times; time++) {
      await arrived(kafka(), topic, (lines.length * (time + 1)) / (times + 2), isOver);
      if (isOver()) break;
      await once(kafka(), time);
      disturbed++;
    }
    const { code, stderr } = await outcome;
    expect({ code, problems: stderr.match(/^eventsim: .*/gm) }).toEqual({ code: 0, problems: null });
    expect(disturbed).toBe(times);
    const messages = await kafka().clients.read(topic);
    expectMessages(messages, valuesOf("json", lines), await partitioned(kafka(), lines, PARTITIONS));
  }

  it(`when the broker is killed and started again ${TIMES} times`, async () => {
    await disturb("killed", {}, (cluster) => cluster.killAndStart());
  });

  it("when the broker is stopped and started again", async () => {
    await disturb("stopped", { times: 3 }, async ({ brokers: [broker] }) => {
      await broker!.stop();
      await broker!.start();
    });
  });

  it(`when connections are cut ${TIMES} times, in the middle of requests`, async () => {
    await disturb("cut", { values: ["--compress", "lz4"] }, ({ proxies: [proxy] }, time) => {
      proxy!.cutAfter(1 + ((time * 7919) % 30_000));
    });
  });

  it(`when ${TIMES} answers do not arrive`, async () => {
    await disturb("unanswered", {}, ({ proxies: [proxy] }) => proxy!.cutAtAnswers(1));
  });

  it("when nothing passes for a while, and the connections stay", async () => {
    await disturb("stalled", { times: 3 }, async ({ proxies: [proxy] }) => {
      proxy!.stall();
      await pause(1500);
      proxy!.flow();
    });
  });

  it("when the broker halts for a while", async () => {
    await disturb("halted", { times: 3 }, async ({ brokers: [broker] }) => {
      broker!.pause();
      await pause(1500);
      broker!.resume();
    });
  });

  it("when the way to the broker is long", async () => {
    const proxy = kafka().proxies[0]!;
    proxy.delayMs = 20;
    onTestFinished(() => {
      proxy.delayMs = 0;
    });
    await disturb("far", { times: 3 }, () => proxy.cut());
  });

  it("when the broker cannot be reached for a while", async () => {
    await disturb("unreachable", { times: 3 }, async ({ proxies: [proxy] }) => {
      proxy!.refuse();
      await pause(1500);
      proxy!.admit();
    });
  });

  it("when the broker limits what clients may send", async () => {
    await kafka().clients.limit(1_500_000);
    onTestFinished(() => kafka().clients.limit());
    await disturb("limited", { times: 0 }, () => {});
  });
});

describe.skipIf(!hasKafka)("a run into three brokers goes on", () => {
  const kafka = useKafka({ brokers: 3, properties: QUICK_RETURN });
  const lines = linesFor(WEEK);

  async function expectArrived(topic: string): Promise<void> {
    const messages = await kafka().clients.read(topic);
    expectMessages(messages, valuesOf("json", lines), await partitioned(kafka(), lines, PARTITIONS));
  }

  const limit = (bytesPerSecond: number): void => {
    for (const proxy of kafka().proxies) proxy.bytesPerSecond = bytesPerSecond;
  };

  function slow(): void {
    limit(SLOW_BYTES_PER_SECOND);
    onTestFinished(() => limit(Number.POSITIVE_INFINITY));
  }

  async function begin(topic: string) {
    slow();
    await kafka().clients.create(topic, {
      partitions: PARTITIONS,
      replicas: 3,
      config: { "min.insync.replicas": "2" },
    });
    const child = start([...WEEK, "--kafka-timeout", "5min", ...into(kafka(), topic, "PROXIED")]);
    const outcome = outcomeOf(child);
    return { child, outcome };
  }

  it(`when leaders move ${MOVES} times`, async () => {
    const { child, outcome } = await begin("moved");
    for (let move = 1; move <= MOVES; move++) {
      await arrived(kafka(), "moved", (lines.length * move) / (MOVES + 1), () => child.exitCode !== null);
      expect(child.exitCode).toBe(null);
      const wanted = [0, 1, 2].map((each) => 1 + ((each + move) % 3));
      expect(await kafka().clients.lead("moved", wanted)).toEqual([]);
      // The broker that is asked may learn it a moment later.
      await vi.waitUntil(async () => String(await kafka().clients.leaders("moved")) === String(wanted), 30_000);
    }
    expect((await outcome).code).toBe(0);
    await expectArrived("moved");
  });

  it("when a broker is killed, and another leads", async () => {
    const { child, outcome } = await begin("led");
    for (const index of [0, 1, 2]) {
      await arrived(kafka(), "led", (lines.length * (index + 1)) / 5, () => child.exitCode !== null);
      expect(child.exitCode).toBe(null);
      // The others go on, and the run still outlasts a broker that takes long to come back on a busy machine.
      limit(SLOW_BYTES_PER_SECOND / 10);
      await kafka().killAndStart(index);
      limit(SLOW_BYTES_PER_SECOND);
    }
    expect((await outcome).code).toBe(0);
    await expectArrived("led");
  });
});
