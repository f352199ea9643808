// What a sender says where a real broker does not take its batches, and how it goes on as the producer of an earlier run.
import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { connectKafka } from "../../../src/output/kafka/topic.ts";
import { batchFor } from "../../support/kafka/load.ts";
import { expectAll, MINUTE_MS, type Opened, open, type Wanted } from "../../support/kafka/opened.ts";
import { hasKafka, useKafka } from "../../support/servers/kafka/cluster.ts";
import { USERS } from "../../support/servers/kafka/security.ts";

describe.skipIf(!hasKafka)("a sender", () => {
  const kafka = useKafka();

  it("goes on as the same producer, without what is there", async () => {
    const first = await open(kafka());
    await first.load.sendGroups(7);
    const { producer } = first.output;
    const sequences = first.output.sequences();
    expect(sequences).toEqual(first.load.counts);
    first.output.abort();
    const { name } = first;
    const begun = { ...producer!, sequences: [0, 0, 0, 0] };
    const asked = await connectKafka({ brokers: [kafka().address()], topic: name, acks: -1, timeoutMs: MINUTE_MS });
    const skip = await asked.delivered(begun);
    expect(skip).toEqual(sequences.map((sequence) => sequence - 1));
    await asked.close();
    // From its beginning: what is there is passed over.
    const second = await open(kafka(), { topic: name, state: begun, skip });
    await second.load.sendGroups(12);
    expect(await second.topic.delivered(begun)).toEqual(second.load.counts.map((count) => count - 1));
    await expectAll(kafka(), second);
  });

  it("says so where batches of a resumed run are others", async () => {
    const first = await open(kafka());
    await first.load.sendGroups(3);
    const state = { ...first.output.producer!, sequences: [0, 0, 0, 0] };
    const skip = await first.topic.delivered(state);
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

  it("says so when the connection ends each time", async () => {
    const opened = await open(kafka(), { listener: "PROXIED", timeoutMs: 3000, records: 200, valueBytes: 100 });
    await opened.load.sendGroups(1);
    const [proxy] = kafka().proxies;
    proxy!.cutAtAnswers(1_000_000);
    await opened.load.sendGroups(3);
    proxy!.cutAtAnswers(0);
    expect(opened.load.failure?.message).toMatch(
      /partition \d has taken no batch for 3 seconds: (the connection to the broker has ended|the Kafka broker 127.0.0.1:\d+ cannot be used: it ended the connection)/,
    );
    opened.output.abort();
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
});
