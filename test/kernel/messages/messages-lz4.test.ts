// Messages as emitted blocks of LZ4: what they contain is, byte for byte, what the plain encoder writes.
import { describe, expect, test } from "vitest";
import { P_PERSON_VALUES, PARAMETERS } from "../../../assembly/layout/run.ts";
import { loadBuiltinCatalog } from "../../../src/catalog/builtin.ts";
import { type Inputs, smallInputs } from "../../support/kernel/kernel-run.ts";
import { type Block, type EmittedFormat, expectSame, FORMATS } from "../../support/kernel/lz4-blocks.ts";
import { ENCODERS, hidden, type MessageOptions, MessageRun, original } from "../../support/kernel/message-run.ts";
import { smallCatalog } from "../../support/reference/sample.ts";

const MOST_EVENTS = 2500;
/** Enough that blocks are as small as they usually are. */
const MANY_EVENTS = 20_000;

/** The batches of a run's first events, plain and as blocks; with entries for persons and without. */
async function blocksOf(
  inputs: Inputs,
  format: EmittedFormat,
  options?: MessageOptions,
  batchEvents = 2048,
  mostEvents = MOST_EVENTS,
): Promise<Block[]> {
  const run = await MessageRun.open(inputs, { format, emitsLz4: true }, options, batchEvents);
  const people = new Uint32Array(run.run.opened.memory.buffer, PARAMETERS + P_PERSON_VALUES, 1);
  const entries = people[0] as number;
  const { messages, lz4 } = ENCODERS[format];
  const blocks: Block[] = [];
  let done = 0;
  run.run.eachBatch((first, count) => {
    if (done > mostEvents) return;
    done += count;
    run.partition(first, count, (records, indexes) => {
      const plain = run.encode(messages, records, indexes);
      const emitted = run.encode(lz4, records, indexes);
      people[0] = 0;
      const looked = run.encode(lz4, records, indexes);
      people[0] = entries;
      expect(looked.map(({ bytes }) => bytes.toString("latin1"))).toEqual(
        emitted.map(({ bytes }) => bytes.toString("latin1")),
      );
      expect(emitted.map((batch) => batch.indexes)).toEqual(plain.map((batch) => batch.indexes));
      expect(run.run.kernel.blockRawBytes(0)).toBe(plain.at(-1)?.bytes.length);
      emitted.forEach(({ bytes, indexes: { length } }, batch) => {
        blocks.push({ text: (plain[batch] as (typeof plain)[number]).bytes, block: bytes, events: length });
      });
    });
  });
  return blocks;
}

const builtin = smallInputs({ catalog: loadBuiltinCatalog(), userCount: 3000, windowSeconds: 86400 });
const long = (text: string[]) => ({ text, weight: new Uint32Array(text.length).fill(1) });

const shapes: Record<string, Inputs> = {
  "a small site": smallInputs(),
  "the built-in catalog": builtin,
  "many users": smallInputs({ catalog: loadBuiltinCatalog(), userCount: 200_000, windowSeconds: 300 }),
  "hidden details": smallInputs({ config: hidden }),
  "user 0": smallInputs({ firstUserId: 0, userCount: 12 }),
  "ids of eight digits and nine": smallInputs({ firstUserId: 99_999_990 }),
  "the last user ids": smallInputs({ firstUserId: 4294967276 }),
  "time stamps of all widths": smallInputs({ startSeconds: -3 * 86400, startMilliseconds: 7 }),
  "the original's engine": original(1),
  "negative ids of the original's engine": original(-100),
  "a tag of 65,000 bytes": smallInputs({ tag: "x".repeat(65_000), windowSeconds: 86400 }),
  "strings beyond the window": smallInputs({
    userCount: 3,
    windowSeconds: 2 * 86400,
    catalog: smallCatalog({
      userAgents: long([`${"long ".repeat(12_000)}a`, `${"long ".repeat(12_000)}b`, "short"]),
      locations: long(["z".repeat(65_000), "z".repeat(300)]),
    }),
  }),
};

const prefix = Buffer.of(0, 0, 1, 2, 3);
const headers = Buffer.from(`\x02\x08site\x3c${"x".repeat(30)}`);

describe.each(FORMATS)("messages of %s as LZ4", (format) => {
  test.each(Object.entries(shapes))("%s", async (_, inputs) => {
    const blocks = await blocksOf(inputs, format);
    expect(blocks.length).toBeGreaterThan(1);
    expect(expectSame(blocks).length).toBeGreaterThan(0);
  });

  test.each<[string, MessageOptions]>([
    ["one partition", { partitions: 1 }],
    ["keys of sessions, times of events", { key: "session", eventTimes: true, partitions: 3 }],
    ["no keys, a prefix and headers", { key: "none", prefix, headers }],
    ["a limit of 20,000 bytes", { mostBytes: 20_000 }],
    ["a limit below the size of a message", { mostBytes: 1 }],
  ])("%s", async (_, options) => {
    expectSame(await blocksOf(builtin, format, options, 700));
  });

  test.each([1, 2, 3, 7])("batches of %d events", async (batchEvents) => {
    expectSame(await blocksOf(smallInputs(), format, { partitions: 1 }, batchEvents));
  });

  // Around 8191 bytes, where lengths take three bytes, the record's before the value's.
  test.each([7600, 7800, 8000, 8100, 8185])("a tag of %d bytes", async (length) => {
    const inputs = smallInputs({ tag: "x".repeat(length), windowSeconds: 2 * 86400 });
    expectSame(await blocksOf(inputs, format, { partitions: 2 }));
  });

  test("are nearly as small as files, but for key, lengths and deltas", async () => {
    const blocks = await blocksOf(builtin, format, { partitions: 1 }, 2048, MANY_EVENTS);
    expectSame(blocks);
    const total = (numbers: number[]) => numbers.reduce((sum, each) => sum + each, 0);
    const events = total(blocks.map((each) => each.events));
    const run = await MessageRun.open(builtin, { format, emitsLz4: true });
    let fileBytes = 0;
    let fileEvents = 0;
    run.run.eachBatch((first, count) => {
      if (fileEvents > MANY_EVENTS) return;
      fileEvents += count;
      fileBytes += run.run.encode(
        run.run.kernel[format === "json" ? "encodeJsonLz4" : "encodeMsgpackLz4"],
        first,
        count,
      ).length;
    });
    expect(fileEvents).toBe(events);
    expect((total(blocks.map(({ block }) => block.length)) - fileBytes) / events).toBeLessThan(22);
  });
});
