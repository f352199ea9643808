import { expect, test } from "vitest";
import { compileModel } from "../../../src/model/model.ts";
import { emitsLz4 } from "../../../src/output/codecs/codecs.ts";
import type { RunContainer } from "../../../src/output/containers/container.ts";
import { FORMATS, type FormatName } from "../../../src/output/formats/formats.ts";
import {
  CODEC_CODES,
  MESSAGE_COMPRESSIONS,
  type MessageCompression,
} from "../../../src/output/formats/messages/codecs.ts";
import type { MessagesEncoding } from "../../../src/output/formats/messages/encoding.ts";
import { engineNamed } from "../../../src/simulation/engines/table.ts";
import { type KafkaBatch, readBatch } from "../../support/kafka/batches.ts";
import { partitionOfKey } from "../../support/kafka/records.ts";
import { type Inputs, smallInputs } from "../../support/kernel/kernel-run.ts";
import { smallConfig } from "../../support/reference/sample.ts";
import { bundled } from "../../support/setup/modules.ts";

const { Simulation }: typeof import("../../../src/simulation/simulation.ts") = await import(bundled("simulation.js"));

const MESSAGES: MessagesEncoding = { partitions: 3, key: "userId", times: "now", headers: [] };
const MOST_BATCH_BYTES = 1_048_588;

interface Part {
  partition: number;
  events: number;
  bytes: Buffer;
  batch: KafkaBatch;
}

interface Wanted {
  inputs?: Inputs;
  format?: FormatName;
  compress?: MessageCompression;
  messages?: Partial<MessagesEncoding>;
  workers?: number;
  batchEvents?: number;
}

/** Runs a simulation whose output keeps copies of what it takes. */
async function collect<T>(
  { inputs = smallInputs(), format = "json", compress = "none", messages, workers = 2, batchEvents = 500 }: Wanted,
  plain: boolean,
  copy: (range: { bytes: Uint8Array; partition: number; events: number }) => T,
): Promise<T[]> {
  const { config, catalog, settings } = inputs;
  const model = await compileModel(config, catalog, settings, {
    ...{ format: FORMATS[format], emitsLz4: !plain && compress === "lz4" && emitsLz4(format) },
  });
  const scene = { engine: engineNamed("default"), config, settings, model };
  const all: T[] = [];
  const output: RunContainer = {
    isComplete: false,
    take: (batches) => void all.push(...batches.flatMap(({ ranges }) => ranges.map(copy))),
    finish: async () => {},
    abort() {},
  };
  const encoding = { format, framing: "frame", compress: plain ? "none" : compress } as const;
  const simulation = new Simulation(scene, {
    ...{ workers, batchEvents },
    encoding: plain ? encoding : { ...encoding, messages: { ...MESSAGES, ...messages } },
  });
  try {
    await simulation.run(output);
  } finally {
    await simulation.close();
  }
  return all;
}

function batchesOf(wanted: Wanted): Promise<Part[]> {
  return collect(wanted, false, ({ bytes, partition, events }) => {
    const copied = Buffer.from(bytes);
    return { partition, events, bytes: copied, batch: readBatch(copied) };
  });
}

/** The lines of the same run. */
async function linesOf(wanted: Wanted): Promise<string[]> {
  const parts = await collect(wanted, true, ({ bytes }) => Buffer.from(bytes).toString());
  return parts.join("").split("\n").slice(0, -1);
}

const valuesOf = (parts: readonly Part[]) =>
  parts.flatMap(({ batch }) => batch.records.map(({ value }) => value.toString()));

test.each(MESSAGE_COMPRESSIONS)(
  "batches with the codec %s have the lines of the run, in order for each user",
  async (compress) => {
    const lines = await linesOf({});
    const parts = await batchesOf({ compress });
    expect(valuesOf(parts).sort()).toEqual([...lines].sort());
    for (const partition of [0, 1, 2]) {
      const values = valuesOf(parts.filter((part) => part.partition === partition));
      expect(values.length).toBeGreaterThan(100);
      const there = new Set(values);
      expect(values).toEqual(lines.filter((line) => there.has(line)));
    }
    for (const { batch, events } of parts) {
      expect(batch).toMatchObject({ codec: CODEC_CODES[compress], producerId: -1n, epoch: -1, sequence: -1 });
      expect(batch.checksum).toBe(batch.recordsChecksum);
      expect(batch.records).toHaveLength(events);
    }
  },
);

/** In the default engine a session's id has the user's id before its last six digits. */
const userOf = (value: Buffer) =>
  String(Math.floor((JSON.parse(value.toString()) as { sessionId: number }).sessionId / 1e6));

test.each([
  ["shown", true],
  ["hidden", false],
] as const)(
  "all messages of a user have the partition of the user's id, and its text as key where it is %s",
  async (_, shown) => {
    const config = smallConfig({ showUserDetails: new Map([["Logged In", shown]]) });
    const parts = await batchesOf({ inputs: smallInputs({ config }) });
    expect(new Set(parts.map(({ partition }) => partition)).size).toBe(3);
    for (const { partition, batch } of parts) {
      for (const { key, value } of batch.records) {
        const user = userOf(value);
        expect(JSON.parse(value.toString())).toMatchObject({ userId: shown ? user : "" });
        expect(key).toBe(shown ? user : null);
        expect(partitionOfKey(user, 3)).toBe(partition);
      }
    }
  },
);

test("without keys whole batches go to the partitions in turn", async () => {
  const parts = await batchesOf({ messages: { key: "none" } });
  expect(parts.map(({ partition }) => partition)).toEqual(parts.map((_, index) => index % 3));
  expect(parts.every(({ batch }) => batch.records.every(({ key }) => key === null))).toBe(true);
  expect(valuesOf(parts)).toEqual(await linesOf({}));
});

test("times of events are those of the lines, and headers are in every message", async () => {
  const headers = [
    ["source", "eventsim"],
    ["team", "übung"],
  ] as const;
  const parts = await batchesOf({ messages: { times: "event", headers } });
  for (const { batch } of parts) {
    const times = batch.records.map(({ value }) => (JSON.parse(value.toString()) as { ts: number }).ts);
    expect(batch.records.map(({ timeDelta }) => batch.baseTimeMs + timeDelta)).toEqual(times);
    expect(batch.mostTimeMs).toBe(times.at(-1));
    for (const record of batch.records) expect(record.headers).toEqual(headers);
  }
});

test.each(["none", "lz4", "gzip"] as const)("long events fill batches, which a broker takes (%s)", async (compress) => {
  const tag = "t".repeat(60_000);
  const { settings, ...rest } = smallInputs();
  const wanted: Wanted = {
    ...{ compress, batchEvents: 64, messages: { partitions: 1 } },
    inputs: { ...rest, settings: { ...settings, tag, eventLimit: 200 } },
  };
  const parts = await batchesOf(wanted);
  expect(valuesOf(parts)).toEqual(await linesOf(wanted));
  for (const { bytes } of parts) expect(bytes.length).toBeLessThanOrEqual(MOST_BATCH_BYTES);
  expect(parts.length).toBeGreaterThan(12);
});

test("batches are as small as the topic wants them", async () => {
  const parts = await batchesOf({ compress: "lz4", messages: { partitions: 1, mostBatchBytes: 20_000 } });
  expect(valuesOf(parts)).toEqual(await linesOf({}));
  for (const { bytes } of parts) expect(bytes.length).toBeLessThanOrEqual(20_000);
});

test("the number of workers and the order of work change no byte", async () => {
  const bytesOf = async (workers: number) => (await batchesOf({ workers, compress: "lz4" })).map(({ bytes }) => bytes);
  expect(await bytesOf(1)).toEqual(await bytesOf(3));
});

test.each([
  ["msgpack", "lz4"],
  ["avro", "lz4"],
  ["csv", "lz4"],
  ["avro", "zstd"],
] as const)("values of %s are those of a file (%s)", async (format, compress) => {
  const plain = Buffer.concat(await collect({ format }, true, ({ bytes }) => Buffer.from(bytes)));
  const parts = await batchesOf({ format, compress, messages: { key: "none", prefix: Buffer.from([0, 0, 0, 1, 7]) } });
  const values = parts.flatMap(({ batch }) => batch.records.map(({ value }) => value));
  for (const value of values) expect([...value.subarray(0, 5)]).toEqual([0, 0, 0, 1, 7]);
  const lines = values.map((value) => Buffer.concat([value.subarray(5), Buffer.from(format === "csv" ? "\n" : "")]));
  expect(Buffer.concat(lines).equals(plain)).toBe(true);
});
