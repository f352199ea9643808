import { expect, it } from "vitest";
import { writeRequest } from "../../../src/library/requests.ts";
import type { KafkaOptions } from "../../../src/library/types.ts";
import { inLibraryWords } from "../../../src/library/words.ts";
import { resolveOutput } from "../../../src/output/settings.ts";
import { UsageError } from "../../../src/system/errors.ts";

const ADDRESS = "kafka://localhost:9093/events";

/** The output of `write(path, { kafka, ... })`, or the message of its refusal in the library's words. */
function outputOf(path: string, kafka: KafkaOptions, others: object = {}) {
  return resolveOutput(writeRequest(path, { ...others, kafka }), { startSeconds: 0 });
}

function refusalOf(path: string, kafka: object, others: object = {}): string[] {
  try {
    outputOf(path, kafka, others);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return inLibraryWords((error as Error).message).split("\n");
  }
  throw new Error("it was not refused");
}

it("messages have what the options and the address say", () => {
  const headers = { source: "test", note: "a=b" };
  const kafka = {
    key: "sessionId",
    timestamp: "event",
    acks: 1,
    partitions: 8,
    timeoutSeconds: 30,
    tls: true,
    headers,
  } as const;
  const output = outputOf(`${ADDRESS}?compression=zstd&acks=1`, kafka, { format: "msgpack" });
  expect(output.kafka).toEqual({
    name: ADDRESS,
    settings: {
      ...{ brokers: ["localhost:9093"], topic: "events", acks: 1, timeoutMs: 30_000, partitionsWanted: 8, tls: {} },
    },
  });
  expect(output.encoding).toMatchObject({
    ...{ format: "msgpack", compress: "zstd" },
    messages: {
      ...{ key: "sessionId", times: "event" },
      headers: [
        ["source", "test"],
        ["note", "a=b"],
      ],
    },
  });
});

it("wrong options are told with their names, all at once", () => {
  const kafka = { key: 5, acks: "1", partitions: 0.5, headers: { "a=b": "c" }, colour: 1, tls: "yes" };
  expect(refusalOf(ADDRESS, kafka, { force: 1 })).toEqual([
    "force: 1 is invalid. It must be true or false.",
    "kafka: key: 5 is invalid. It must be a string.",
    'kafka: acks: 1 is invalid. It must be 0, 1 or "all".',
    "kafka: partitions: 0.5 is invalid. It must be a whole number from 1 to 9007199254740991, such as 1000000.",
    expect.stringMatching(/^kafka: headers: .* is invalid\. It must be an object of texts/),
    expect.stringMatching(/^kafka: unknown option colour/),
    "kafka: tls: yes is invalid. It must be true or false.",
  ]);
  expect(refusalOf(ADDRESS, [])).toEqual([
    expect.stringMatching(/^kafka: .* is invalid\. It must be an object of options\.$/),
  ]);
});

it("wrong values are told in the library's words", () => {
  const kafka = { key: "user", sasl: "PLAIN", partitions: 20_000, timeoutSeconds: 1e9 };
  expect(refusalOf(`${ADDRESS}?acks=all`, { ...kafka, acks: 0 }, { force: true, splitEvents: 5 })).toEqual([
    "kafka.key user is invalid. Did you mean userId? Allowed choices are userId, sessionId, none.",
    "kafka.acks 0 contradicts acks=all in the address; leave one out",
    "kafka.partitions 20000 is invalid. It must be a whole number from 1 to 10000.",
    expect.stringMatching(/^kafka\.timeoutSeconds 1000000000s is invalid\. It must be a duration of at most 24 days/),
    "kafka.sasl PLAIN: the user is missing; add kafka.user NAME",
    expect.stringMatching(/^kafka\.sasl PLAIN: the password is missing; put it into a file for kafka\.passwordFile/),
    expect.stringMatching(/^splitEvents: a topic has no files/),
    expect.stringMatching(/^force: messages are added/),
  ]);
});

it("options without an address of Kafka are refused", () => {
  expect(refusalOf("data/x.json", { acks: 1, headers: { a: "b" } })).toEqual([
    "kafka.acks and kafka.headers: only for messages to Kafka; write to kafka://localhost:9092/events, or leave them out",
  ]);
});
