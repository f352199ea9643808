// What others read of a topic: the events of the same command's file, keyed and partitioned as Kafka's own producer does.
import { describe, expect, it } from "vitest";
import { FIXED, run } from "../../support/program/program.ts";
import { hasKafka, useKafka } from "../../support/servers/kafka/cluster.ts";
import { READERS } from "../../support/servers/kafka/readers.ts";
import { expectMessages, keyOf, linesFor, partitioned, send, valuesOf } from "./expected.ts";

const PARTITIONS = 5;
/** Many batches for each partition. */
const DAY = [...FIXED, "--part-events", "100"];
const CODECS = ["none", "lz4", "gzip", "zstd", "snappy"] as const;
const FORMATS = ["json", "msgpack", "csv"] as const;
const CASES = FORMATS.flatMap((format) => CODECS.map((codec) => [format, codec] as const));
/** A minute for each part: clocks may differ between processes, and machines may be busy. */
const NOW_TOLERANCE_MS = 60_000;

describe.skipIf(!hasKafka)("messages", () => {
  const kafka = useKafka({ properties: { "num.partitions": PARTITIONS } });
  const lines = linesFor(DAY);

  it.each(CASES)(
    "%s with %s are the events, in the partitions and order of Kafka's producer",
    async (format, codec) => {
      const topic = `events-${format}-${codec}`;
      await send(kafka(), topic, [...DAY, "--format", format, "--compress", codec]);
      const messages = await kafka().clients.read(topic);
      const numbers = await partitioned(kafka(), lines, PARTITIONS);
      expectMessages(messages, valuesOf(format, lines), numbers);
      expect(messages.map(({ key }) => key)).toEqual(numbers.flat().map((number) => keyOf(lines[number]!)));
      expect(messages.every(({ headers }) => headers.length === 0)).toBe(true);
      for (const { timestamp } of messages) expect(Math.abs(timestamp - Date.now())).toBeLessThan(NOW_TOLERANCE_MS);
    },
  );

  it.each(READERS)("%s reads the same", async (_, read) => {
    const topic = `read-${READERS.findIndex(([, each]) => each === read)}`;
    const headers = ["--kafka-header", "source=eventsim", "--kafka-header", "empty="];
    await send(kafka(), topic, [...DAY, "--compress", "lz4", ...headers]);
    const messages = await read(kafka(), topic);
    const numbers = await partitioned(kafka(), lines, PARTITIONS);
    expectMessages(messages, valuesOf("json", lines), numbers);
    expect(messages.map(({ key }) => key)).toEqual(numbers.flat().map((number) => keyOf(lines[number]!)));
    for (const message of messages)
      expect(message.headers).toEqual([
        ["source", "eventsim"],
        ["empty", ""],
      ]);
  });

  it.each(["none", "lz4"])("have the events' times on request, with %s", async (codec) => {
    const topic = `times-${codec}`;
    // Else the broker would remove them at once.
    await kafka().clients.create(topic, { partitions: 1, config: { "retention.ms": "-1" } });
    await send(kafka(), topic, [...DAY, "--kafka-timestamp", "event", "--compress", codec]);
    const messages = await kafka().clients.read(topic);
    expect(messages.map(({ timestamp }) => timestamp)).toEqual(lines.map((line) => JSON.parse(line).ts));
  });

  it("are keyed by the session on request", async () => {
    await send(kafka(), "sessions", [...DAY, "--kafka-key", "sessionId"]);
    const messages = await kafka().clients.read("sessions");
    const numbers = await partitioned(kafka(), lines, PARTITIONS, "sessionId");
    expectMessages(messages, valuesOf("json", lines), numbers);
    const keys = numbers.flat().map((number) => keyOf(lines[number]!, "sessionId"));
    expect(messages.map(({ key }) => key)).toEqual(keys);
  });

  it("have no key on request, and are in all partitions", async () => {
    await send(kafka(), "keyless", [...DAY, "--kafka-key", "none"]);
    const messages = await kafka().clients.read("keyless");
    expect(messages.every(({ key }) => key === null)).toBe(true);
    expect(new Set(messages.map(({ partition }) => partition)).size).toBe(PARTITIONS);
    const texts = messages.map(({ value }) => value.toString());
    expect([...texts].sort()).toEqual([...lines].sort());
  });

  it("go to a topic that is made with the partitions asked for", async () => {
    await send(kafka(), "made", [...DAY, "--kafka-partitions", "7"]);
    expect(await kafka().clients.ends("made")).toHaveLength(7);
    expectMessages(await kafka().clients.read("made"), valuesOf("json", lines), await partitioned(kafka(), lines, 7));
  });

  it("go after those that are there", async () => {
    for (const _ of [1, 2]) await send(kafka(), "twice", DAY);
    const messages = await kafka().clients.read("twice");
    const numbers = await partitioned(kafka(), lines, PARTITIONS);
    const texts = messages.map(({ value }) => value.toString());
    expect(texts).toEqual(numbers.flatMap((each) => [...each, ...each].map((number) => lines[number]!)));
  });

  it.each(["0", "1", "all"])("arrive with --acks %s", async (acks) => {
    const topic = `acks-${acks}`;
    await kafka().clients.create(topic, { partitions: PARTITIONS });
    await send(kafka(), topic, [...DAY, "--acks", acks]);
    const messages = await kafka().clients.read(topic);
    expectMessages(messages, valuesOf("json", lines), await partitioned(kafka(), lines, PARTITIONS));
  });

  it("go to an address", async () => {
    const address = `kafka://${kafka().address()}/addressed?acks=1&compression=lz4`;
    const { code, stderr } = await run([...DAY, address]);
    expect([code, stderr]).toEqual([0, expect.stringContaining(`to kafka://${kafka().address()}/addressed`)]);
    const messages = await kafka().clients.read("addressed");
    expectMessages(messages, valuesOf("json", lines), await partitioned(kafka(), lines, PARTITIONS));
  });
});
