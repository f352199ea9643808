// Batches that are sent to real brokers arrive once and in order, whatever happens to brokers and connections.
import { readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { KafkaOutput, type KafkaOutputOptions } from "../../src/output/kafka/output.ts";
import type { KafkaSettings } from "../../src/output/kafka/settings.ts";
import { connectKafka } from "../../src/output/kafka/topic.ts";
import { batchFor, Load, type LoadOptions, valuesOf } from "../support/kafka/load.ts";
import { hasKafka, type KafkaCluster, useKafka } from "../support/servers/kafka/cluster.ts";
import { type Listener, USERS } from "../support/servers/kafka/security.ts";

const MINUTES_MS = 60_000;

let topics = 0;

interface Wanted extends Partial<KafkaSettings>, Partial<KafkaOutputOptions>, LoadOptions {
  listener?: Listener;
}

async function open(kafka: KafkaCluster, wanted: Wanted = {}) {
  const { listener = "PLAINTEXT", times = "now", state, skip, records, valueBytes, timeMs, key, ...more } = wanted;
  const settings: KafkaSettings = {
    brokers: kafka.address(listener).split(","),
    topic: `sender-${topics++}`,
    partitionsWanted: 4,
    acks: -1,
    timeoutMs: 3 * MINUTES_MS,
    ...more,
  };
  const topic = await connectKafka(settings);
  const warnings: string[] = [];
  const output = new KafkaOutput(topic, { times, state, skip, warn: (warning) => warnings.push(warning) });
  const options = {
    ...(records && { records }),
    ...(valueBytes && { valueBytes }),
    ...(timeMs && { timeMs }),
    ...(key === null && { key }),
  };
  return { name: settings.topic, topic, output, warnings, load: new Load(output, topic.partitions, options) };
}

type Opened = Awaited<ReturnType<typeof open>>;

/** Ends the output, and compares what the broker has with what was sent. */
async function expectAll(kafka: KafkaCluster, { name, topic, output, load }: Opened): Promise<void> {
  expect(load.failure).toBeUndefined();
  await output.finish();
  expect(valuesOf(await kafka.clients.read(name), topic.partitions)).toEqual(load.expected);
}

describe.skipIf(!hasKafka)("a sender with one broker", () => {
  const kafka = useKafka();

  it.each([0, 1, -1] as const)("with acks %i brings all batches to 1, 4 and 50 partitions", async (acks) => {
    for (const partitionsWanted of [1, 4, 50]) {
      const opened = await open(kafka(), { acks, partitionsWanted });
      await opened.load.sendGroups(60);
      await expectAll(kafka(), opened);
    }
  });

  it("encrypts batches, which lie in shared memory", async () => {
    const tls = { ca: readFileSync(kafka().certificates.ca, "utf8") };
    const opened = await open(kafka(), { listener: "SSL", tls, records: 200, valueBytes: 300 });
    await opened.load.sendGroups(40);
    await expectAll(kafka(), opened);
  });

  it("gives all records of a batch the time at which it was sent, or leaves the events'", async () => {
    const before = Date.now();
    const now = await open(kafka(), { timeMs: 1 });
    await now.load.sendGroups(3);
    await now.output.finish();
    for (const { timestamp } of await kafka().clients.read(now.name)) {
      expect(timestamp).toBeGreaterThanOrEqual(before);
      expect(timestamp).toBeLessThanOrEqual(Date.now());
    }
    const timeMs = before - 3_600_000;
    const event = await open(kafka(), { times: "event", timeMs });
    await event.load.sendGroups(3);
    await event.output.finish();
    expect(new Set((await kafka().clients.read(event.name)).map(({ timestamp }) => timestamp))).toEqual(
      new Set([timeMs]),
    );
  });

  it("loses and doubles nothing while connections are cut", async () => {
    const [proxy] = kafka().proxies;
    const opened = await open(kafka(), { listener: "PROXIED" });
    async function cut(): Promise<void> {
      for (let times = 0; times < 30; times++) {
        if (times % 3 === 0) proxy!.cut();
        else if (times % 3 === 1) proxy!.cutAfter(1 + ((times * 7919) % 40_000));
        else proxy!.cutAtAnswers(2);
        await setTimeout(50 + ((times * 31) % 200));
      }
    }
    const made = proxy!.connections;
    await opened.load.sendUntil(cut());
    await expectAll(kafka(), opened);
    expect(proxy!.connections - made).toBeGreaterThan(10);
  });

  it("sends again what a silent broker does not answer", async () => {
    const [proxy] = kafka().proxies;
    const opened = await open(kafka(), { listener: "PROXIED", timeoutMs: 12_000 });
    opened.load.send();
    await opened.load.settled();
    proxy!.stall();
    for (let group = 0; group < 5; group++) opened.load.send();
    await setTimeout(8500);
    expect(opened.load.acknowledged).toBe(1);
    proxy!.flow();
    await opened.load.settled();
    await expectAll(kafka(), opened);
  });

  it("waits as a quota demands", async () => {
    await kafka().clients.limit(300_000);
    const opened = await open(kafka(), { records: 20, valueBytes: 1000 });
    await opened.load.sendGroups(20);
    await kafka().clients.limit();
    await expectAll(kafka(), opened);
  });

  it("knows which batches a broker has that was stopped before it could answer", async () => {
    const [proxy] = kafka().proxies;
    const opened = await open(kafka(), { listener: "PROXIED", partitionsWanted: 1, records: 100, valueBytes: 200 });
    await opened.load.sendGroups(2);
    const { passed } = proxy!;
    const before = passed.toServer;
    // The answers are held back while the broker takes five batches; then the connection ends without them.
    proxy!.cutAtAnswers(1_000_000);
    for (let group = 0; group < 8; group++) opened.load.send();
    while (passed.toServer === before) await setTimeout(10);
    await setTimeout(2000);
    proxy!.refuse();
    proxy!.cutAtAnswers(0);
    await kafka().brokers[0]!.stop();
    await kafka().brokers[0]!.start();
    proxy!.admit();
    await opened.load.settled();
    await expectAll(kafka(), opened);
    expect(opened.warnings).toEqual([]);
    expect(opened.output.canResume).toBe(true);
  });

  it("goes on as the same producer, without what is there", async () => {
    const first = await open(kafka());
    await first.load.sendGroups(7);
    const { producer } = first.output;
    const sequences = first.output.sequences();
    expect(sequences).toEqual(first.load.counts);
    first.output.abort();
    const { name } = first;
    const begun = { ...producer!, sequences: [0, 0, 0, 0] };
    const asked = await connectKafka({ brokers: [kafka().address()], topic: name, acks: -1, timeoutMs: MINUTES_MS });
    const skip = await asked.delivered(begun);
    expect(skip).toEqual(sequences.map((sequence) => sequence - 1));
    await asked.close();
    // From its beginning: what is there is passed over.
    const second = await open(kafka(), { topic: name, state: begun, skip });
    await second.load.sendGroups(12);
    expect(await second.output.delivered()).toEqual(second.load.counts.map((count) => count - 1));
    await expectAll(kafka(), second);
  });

  it("says so where batches of a resumed run are others", async () => {
    const first = await open(kafka());
    await first.load.sendGroups(3);
    const state = { ...first.output.producer!, sequences: [0, 0, 0, 0] };
    const skip = await first.output.delivered();
    await first.output.finish();
    const second = await open(kafka(), { topic: first.name, state, skip, records: 4 });
    await second.load.sendGroups(5);
    expect(second.load.failure?.message).toMatch(/has records up to number 5, which end no batch of this run/);
    second.output.abort();
  });

  async function failureOf(
    wanted: Wanted,
    prepare: (opened: Opened) => Promise<void> = async () => {},
  ): Promise<string> {
    const opened = await open(kafka(), wanted);
    await prepare(opened);
    await opened.load.sendGroups(2);
    opened.output.abort();
    await expect(opened.output.take([batchFor([["x"]])])).rejects.toThrow();
    expect(opened.load.failure).toMatchObject({ name: "RunError", exitCode: 1, output: `Kafka topic ${opened.name}` });
    return (opened.load.failure as Error).message;
  }

  const configured = (config: Record<string, string>) => (opened: Opened) =>
    kafka().clients.configure(opened.name, config);

  it("says what a topic does not take", async () => {
    expect(await failureOf({ records: 50, valueBytes: 100 }, configured({ "max.message.bytes": "2000" }))).toMatch(
      /MESSAGE_TOO_LARGE in partition \d, 50 events in \d+ bytes.*max\.message\.bytes is 2000.*--part-events/,
    );
    const ahead = { times: "event", timeMs: Date.now() + 7_200_000 } as const;
    expect(await failureOf(ahead)).toMatch(
      /INVALID_TIMESTAMP.*--kafka-timestamp now.*message\.timestamp\.after\.max\.ms/,
    );
    expect(await failureOf({ key: null }, configured({ "cleanup.policy": "compact" }))).toMatch(
      /INVALID_RECORD.*cleanup\.policy=compact/,
    );
    const bob = { mechanism: "PLAIN", username: "bob", password: USERS.bob } as const;
    const denied = (opened: Opened) => kafka().clients.deny("bob", "Write", opened.name);
    expect(await failureOf({ listener: "SASL_PLAINTEXT", sasl: bob }, denied)).toMatch(/may not write to the topic/);
  });

  it("says so when its time is over, such as when the topic is deleted", async () => {
    const deleted = (opened: Opened) => kafka().clients.delete(opened.name);
    expect(await failureOf({ timeoutMs: 4000 }, deleted)).toMatch(
      /partition \d has taken no batch for 4 seconds: .*UNKNOWN_TOPIC_OR_PARTITION.*--kafka-timeout/,
    );
  });

  it("says so when the topic is deleted and created again", async () => {
    const { clients } = kafka();
    async function replace({ name }: Opened): Promise<void> {
      await clients.delete(name);
      while ((await clients.create(name).catch((error: Error) => error)) !== undefined) await setTimeout(50);
    }
    const during = await open(kafka());
    await during.load.sendUntil(replace(during));
    await during.load.sendUntil(setTimeout(12_000));
    expect(during.load.failure?.message).toMatch(/deleted and created again/);
    during.output.abort();

    const between = await open(kafka());
    await between.load.sendGroups(2);
    await replace(between);
    await between.load.sendGroups(2);
    await expect(between.output.finish()).rejects.toThrow(/deleted and created again/);
    between.output.abort();
  });

  it("loses and doubles nothing while the broker is killed 20 times", { timeout: 15 * MINUTES_MS }, async () => {
    const opened = await open(kafka());
    async function kill(): Promise<void> {
      for (let times = 0; times < 20; times++) {
        await setTimeout(100 + ((times * 137) % 700));
        await kafka().killAndStart();
      }
    }
    await opened.load.sendUntil(kill());
    await expectAll(kafka(), opened);
    expect(opened.warnings).toEqual([]);
  });
});

describe.skipIf(!hasKafka)("a sender whose broker wants it to authenticate again every two seconds", () => {
  const kafka = useKafka({ properties: { "connections.max.reauth.ms": 2000 } });

  it.each(["PLAIN", "SCRAM-SHA-512"] as const)("does so between its batches, with %s", async (mechanism) => {
    const sasl = { mechanism, username: "alice", password: USERS.alice };
    const opened = await open(kafka(), { listener: "SASL_PLAINTEXT", sasl, timeoutMs: 20_000 });
    const connection = await opened.topic.cluster.to(1);
    await opened.load.sendUntil(setTimeout(7000));
    // Without authentication the broker would have ended it.
    expect(connection.isOpen).toBe(true);
    await expectAll(kafka(), opened);
  });
});

describe.skipIf(!hasKafka)("a sender with three brokers", () => {
  const kafka = useKafka({ brokers: 3 });

  it("follows the leaders when they move, and when their broker is killed", { timeout: 10 * MINUTES_MS }, async () => {
    const { clients } = kafka();
    await clients.create("moved", { partitions: 6, replicas: 3 });
    const opened = await open(kafka(), { topic: "moved", partitionsWanted: 6 });
    async function move(): Promise<void> {
      for (const broker of [1, 2, 3, 1]) {
        await setTimeout(500);
        await clients.lead("moved", [broker, broker, broker, broker, broker, broker]);
      }
      await kafka().killAndStart(0);
    }
    await opened.load.sendUntil(move());
    await expectAll(kafka(), opened);
  });
});
