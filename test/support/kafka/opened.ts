import { expect } from "vitest";
import { KafkaOutput, type KafkaOutputOptions } from "../../../src/output/kafka/output.ts";
import type { KafkaSettings } from "../../../src/output/kafka/settings.ts";
import { connectKafka } from "../../../src/output/kafka/topic.ts";
import type { KafkaCluster } from "../servers/kafka/cluster.ts";
import type { Listener } from "../servers/kafka/security.ts";
import { Load, type LoadOptions, valuesOf } from "./load.ts";

export const MINUTE_MS = 60_000;

let topics = 0;

/** What differs from a topic of 4 partitions that all replicas acknowledge. */
export interface Wanted extends Partial<KafkaSettings>, Partial<KafkaOutputOptions>, LoadOptions {
  listener?: Listener;
}

/** Opens an output to a new topic. */
export async function open(kafka: KafkaCluster, wanted: Wanted = {}) {
  const { listener = "PLAINTEXT", times = "now", state, skip, records, valueBytes, timeMs, key, ...more } = wanted;
  const settings: KafkaSettings = {
    brokers: kafka.address(listener).split(","),
    topic: `sender-${topics++}`,
    partitionsWanted: 4,
    acks: -1,
    timeoutMs: 3 * MINUTE_MS,
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

export type Opened = Awaited<ReturnType<typeof open>>;

/** Ends the output, and compares what the broker has with what was sent. */
export async function expectAll(kafka: KafkaCluster, { name, topic, output, load }: Opened): Promise<void> {
  expect(load.failure).toBeUndefined();
  await output.finish();
  expect(valuesOf(await kafka.clients.read(name), topic.partitions)).toEqual(load.expected);
}
