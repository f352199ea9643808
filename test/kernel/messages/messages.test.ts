// Messages: the records of a batch of Kafka, read by a reader that was written from the protocol's description, must hold the same events
// as the kernel writes one by one for files.
import { describe, expect, test } from "vitest";
import { loadBuiltinCatalog } from "../../../src/catalog/builtin.ts";
import { type KafkaRecord, murmur2, partitionOfKey, readRecords } from "../../support/kafka/records.ts";
import { type Inputs, KernelRun, smallInputs } from "../../support/kernel/kernel-run.ts";
import {
  ENCODERS,
  hidden,
  type MessageBatch,
  type MessageFormat,
  type MessageOptions,
  MessageRun,
  original,
} from "../../support/kernel/message-run.ts";

const FORMATS = Object.keys(ENCODERS) as MessageFormat[];
const BATCH_EVENTS = 512;
const MOST_EVENTS = 2000;
/** The bytes at an event's end that part it from the next one in a file. */
const SEPARATOR_BYTES = { json: 1, csv: 1, msgpack: 0, avro: 0 };

interface Line {
  ts: number;
  userId: string;
  sessionId: number;
}

interface Written extends MessageBatch {
  partition: number;
  /** Whether the records of the partition end with this batch. */
  isLast: boolean;
  records: KafkaRecord[];
  /** What the kernel writes for each record alone, in the batch's format and as a line of JSON. */
  events: Buffer[];
  lines: Line[];
  /** The id of each record's user, shown or not. */
  users: string[];
}

interface Case {
  inputs: Inputs;
  format: MessageFormat;
  options?: MessageOptions;
}

const linesOfInputs = new Map<Inputs, Line[][]>();

/** The lines of all events, by batches. They are the same for all formats and options. */
async function linesOf(inputs: Inputs): Promise<Line[][]> {
  const known = linesOfInputs.get(inputs);
  if (known !== undefined) return known;
  const json = await KernelRun.open(inputs, {}, BATCH_EVENTS);
  const lines: Line[][] = [];
  json.eachBatch((first, count) => {
    const batch = json.encode(json.kernel.encodeJson, first, count).toString().trimEnd().split("\n");
    lines.push(batch.map((line) => JSON.parse(line) as Line));
  });
  linesOfInputs.set(inputs, lines);
  return lines;
}

/** All batches of messages of a run's first events, with what must be in them. */
async function messagesOf({ inputs, format, options }: Case): Promise<{ run: MessageRun; batches: Written[] }> {
  const run = await MessageRun.open(inputs, { format }, options, BATCH_EVENTS);
  const lines = await linesOf(inputs);
  const { firstUserId, compat } = inputs.settings;
  const idOf = (index: number) => String(compat ? (firstUserId + index) | 0 : firstUserId + index);
  const { event, messages } = ENCODERS[format];
  const batches: Written[] = [];
  let batch = 0;
  let done = 0;
  run.run.eachBatch((first, count) => {
    const batchLines = lines[batch++] as Line[];
    if (done > MOST_EVENTS) return;
    done += count;
    const eventOf = (index: number) => {
      const bytes = run.run.encode(run.run.kernel[event], index, 1, run.free);
      return bytes.subarray(0, bytes.length - SEPARATOR_BYTES[format]);
    };
    run.partition(first, count, (records, indexes, partition) => {
      for (const written of run.encode(messages, records, indexes)) {
        batches.push({
          ...written,
          partition,
          isLast: written.indexes.at(-1) === indexes.at(-1),
          records: readRecords(written.bytes),
          events: written.indexes.map(eventOf),
          lines: written.indexes.map((index) => batchLines[index - first] as Line),
          users: written.indexes.map((index) => idOf(run.userIndexOf(index))),
        });
      }
    });
  });
  expect(done).toBeGreaterThan(20);
  return { run, batches };
}

/** Checks values and what is the same in every record. */
function expectEvents(batches: Written[], { prefix = Buffer.alloc(0) }: MessageOptions = {}): void {
  for (const { records, events, indexes } of batches) {
    expect(records.length).toBe(events.length);
    expect(indexes).toEqual(indexes.toSorted((a, b) => a - b));
    const different = records.findIndex(
      ({ value }, index) => !value.equals(Buffer.concat([prefix, events[index] as Buffer])),
    );
    expect(different).toBe(-1);
    expect(records.map(({ offsetDelta }) => offsetDelta)).toEqual(records.map((_, index) => index));
  }
}

const shapes: Record<string, Inputs> = {
  "a small site": smallInputs(),
  "the built-in catalog": smallInputs({ catalog: loadBuiltinCatalog(), userCount: 3000, windowSeconds: 86400 }),
  "hidden details": smallInputs({ config: hidden }),
  "hidden details before 1970": smallInputs({ config: hidden, startSeconds: -3 * 86400 }),
  "user 0": smallInputs({ firstUserId: 0 }),
  "ids of one digit to three": smallInputs({ firstUserId: 1, userCount: 120 }),
  "ids of three digits and four": smallInputs({ firstUserId: 990 }),
  "ids of seven digits and eight": smallInputs({ firstUserId: 9_999_990 }),
  "ids of eight digits and nine": smallInputs({ firstUserId: 99_999_990 }),
  "the last user ids": smallInputs({ firstUserId: 4294967276 }),
  "the original's engine": original(1),
  "negative ids of the original's engine": original(-100),
};

// Printed by org.apache.kafka.common.utils.Utils.murmur2 of kafka-clients 4.1.0, Java 17.
test.each([
  ["0", 971027396],
  ["7", -1961297549],
  ["12", 126087238],
  ["167", -139758954],
  ["1000", 15042646],
  ["12345", -1188365604],
  ["123456", -918490292],
  ["1000000", -1399446429],
  ["12345678", 338742798],
  ["123456789", -1822237082],
  ["4294967295", 1978963700],
  ["-5", 29438691],
  ["-2147483648", -803614752],
  ["167000166", -2107495788],
  ["4294967276000003", 1546877639],
  ["99999999999999", 967227017],
])("the hash of %s is that of Kafka's clients", (key, hash) => {
  expect(murmur2(key)).toBe(hash);
});

describe.each(FORMATS)("messages of %s", (format) => {
  test.each(Object.entries(shapes))("%s: hold the events of their partition, in order", async (_, inputs) => {
    const { batches } = await messagesOf({ inputs, format });
    expectEvents(batches);
    for (const { records, lines, users, partition } of batches) {
      expect(records.map(({ key }) => key)).toEqual(lines.map(({ userId }) => (userId === "" ? null : userId)));
      expect(new Set(users.map((user) => partitionOfKey(user, 4)))).toEqual(new Set([partition]));
      expect(records.filter(({ timeDelta, headers }) => timeDelta !== 0 || headers.length > 0)).toEqual([]);
    }
    expect(new Set(batches.map(({ partition }) => partition)).size).toBe(4);
  });

  test.each(["the built-in catalog", "user 0", "the last user ids", "the original's engine"])(
    "%s: by session, with the times of the events",
    async (name) => {
      const options: MessageOptions = { partitions: 7, key: "session", eventTimes: true };
      const { batches } = await messagesOf({ inputs: shapes[name] as Inputs, format, options });
      expectEvents(batches, options);
      for (const { records, lines, partition } of batches) {
        const sessions = lines.map(({ sessionId }) => String(sessionId));
        expect(records.map(({ key }) => key)).toEqual(sessions);
        expect(new Set(sessions.map((session) => partitionOfKey(session, 7)))).toEqual(new Set([partition]));
        expect(records.map(({ timeDelta }) => timeDelta)).toEqual(lines.map(({ ts }) => ts - (lines[0] as Line).ts));
      }
      expect(batches.some(({ records }) => records.some(({ timeDelta }) => timeDelta > 8191))).toBe(true);
    },
  );

  test("without keys, with a prefix and headers", async () => {
    const options: MessageOptions = {
      ...{ key: "none", prefix: Buffer.of(0, 0, 1, 2, 3) },
      headers: Buffer.from(`\x04\x08site\x3c${"x".repeat(30)}\x02a\x00`),
    };
    const { batches } = await messagesOf({ inputs: shapes["the built-in catalog"] as Inputs, format, options });
    expectEvents(batches, options);
    for (const { records, partition } of batches) {
      expect(partition).toBe(0);
      for (const { key, headers } of records) {
        expect(key).toBe(null);
        expect(headers).toEqual([
          ["site", "x".repeat(30)],
          ["a", ""],
        ]);
      }
    }
  });

  test("a batch ends before the next message could pass its limit", async () => {
    const mostBytes = 20_000;
    const { run, batches } = await messagesOf({
      ...{ inputs: shapes["the built-in catalog"] as Inputs, format },
      options: { partitions: 1, mostBytes },
    });
    expectEvents(batches);
    const full = batches.filter(({ isLast }) => !isLast);
    expect(full.length).toBeGreaterThan(5);
    for (const { bytes } of batches) expect(bytes.length).toBeLessThanOrEqual(mostBytes);
    for (const { bytes } of full) expect(bytes.length).toBeGreaterThan(mostBytes - 2 * run.mostRecordBytes);
  });

  test("a batch of a limit below the size of a message has one", async () => {
    const { batches } = await messagesOf({
      inputs: shapes["a small site"] as Inputs,
      format,
      options: { mostBytes: 1 },
    });
    expectEvents(batches);
    for (const { records } of batches) expect(records.length).toBe(1);
  });

  // Around 8191 bytes, where lengths take three bytes, the record's before the value's.
  test.each([7600, 7800, 8000, 8100, 8185, 65_000])("a tag of %d bytes", async (length) => {
    const options = { partitions: 2 };
    const { batches } = await messagesOf({
      inputs: smallInputs({ tag: "x".repeat(length), windowSeconds: 2 * 86400 }),
      format,
      options,
    });
    expectEvents(batches);
    for (const { bytes } of batches) expect(bytes.length).toBeLessThanOrEqual(1_048_588 - 61);
  });
});

test("values of fewer than 64 bytes have lengths of one byte", async () => {
  const { batches } = await messagesOf({ inputs: shapes["hidden details"] as Inputs, format: "avro" });
  const sizes = batches.flatMap(({ records }) => records.map(({ value }) => value.length));
  expect(sizes.filter((size) => size < 64).length).toBeGreaterThan(20);
});
