import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isKafkaAddress, readAddress } from "../../../src/output/kafka/request/address.ts";
import { brokerList, isLikeBrokers, topicName } from "../../../src/output/kafka/request/names.ts";
import { readKafka } from "../../../src/output/kafka/request/read.ts";
import { messagesOf, targetOf } from "../../../src/output/kafka/request/resolve.ts";
import type { OutputRequest } from "../../../src/output/request.ts";
import { UsageError } from "../../../src/system/errors.ts";
import { Unfit } from "../../../src/system/values.ts";

/** The lines of the refusal; fails where there is none. */
function refusalOf(request: OutputRequest): string[] {
  try {
    readKafka(request);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as Error).message.split("\n");
  }
  throw new Error("it was not refused");
}

describe("brokers", () => {
  it.each([
    ["localhost:9092", ["localhost:9092"]],
    ["localhost", ["localhost:9092"]],
    ["one:1, two:65535 ,one:1", ["one:1", "two:65535"]],
    ["[::1]:9092,[fe80::1]", ["[::1]:9092", "[fe80::1]:9092"]],
    ["127.0.0.1:09092", ["127.0.0.1:9092"]],
    ["kafka_1.net-work.:29092", ["kafka_1.net-work.:29092"]],
  ])("%s", (text, brokers) => expect(brokerList(text)).toEqual(brokers));

  it.each([
    ["", "missing beside a comma"],
    ["one:1,", "missing beside a comma"],
    ["one:0", "ports up to 65535"],
    ["one:65536", "ports up to 65535"],
    ["one:port", "host:port"],
    ["o ne:1", "host:port"],
    ["-one:1", "host:port"],
    ["[one]:1", "host:port"],
    ["::1", "[::1]:9092"],
    ["PLAINTEXT://one:1", "Leave PLAINTEXT:// out"],
    [`${"a".repeat(254)}:1`, "host:port"],
    [Array.from({ length: 65 }, (_, index) => `b${index}:1`).join(","), "more than 64 brokers"],
    ["one:1\u001b[31m", "host:port"],
  ])("%j is none", (text, advice) => {
    const read = brokerList(text);
    expect(read).toBeInstanceOf(Unfit);
    expect((read as Unfit).advice).toContain(advice);
  });

  it("with a user are refused without showing it", () => {
    const read = brokerList("alice:hunter2@one:9092") as Unfit;
    expect(read.text).toBe("...@one:9092");
    expect(read.advice).toContain("--kafka-user");
  });
});

describe("a topic", () => {
  it.each(["events", "a", "Listen.Events_2-x", "a".repeat(249), "..."])("%s", (name) =>
    expect(topicName(name)).toBe(name),
  );
  // The rules of org.apache.kafka.common.internals.Topic.
  it.each(["", ".", "..", "a".repeat(250), "a b", "a/b", "ä", "a:1", "a\n"])("is not %j", (name) =>
    expect(topicName(name)).toBeInstanceOf(Unfit),
  );

  it("is no list of brokers with ports", () => {
    expect(["one:9092", "[::1]:9092", "one:9092,two:9093", "1.2.3.4:1"].filter((text) => !isLikeBrokers(text))).toEqual(
      [],
    );
    expect(["one", "one:two", "a.b", "http://one:9092", "one,two"].filter(isLikeBrokers)).toEqual([]);
  });
});

describe("an address", () => {
  it("has all that options have", () => {
    const path =
      "KAFKA://one:9093,[::1]:9092/listen.events?acks=1&compression=zstd&key=sessionId&partitions=8&timestamp=event&timeout=30s&" +
      "tls=true&user=a%26b%25&sasl=SCRAM-SHA-512&password-file=%2Ftmp%2Fx&header=a=b&header=%C3%A4=c=d&registry=http%3A%2F%2Fr%3A8081%2F";
    const wishes = readKafka({ path, format: "avro" })!;
    expect(wishes).toEqual({
      brokers: ["one:9093", "[::1]:9092"],
      topic: "listen.events",
      ...{ acks: "1", compress: "zstd", key: "sessionId", partitions: 8, timestamp: "event", timeout: 30, tls: true },
      ...{ user: "a&b%", sasl: "SCRAM-SHA-512", passwordFile: "/tmp/x", registry: "http://r:8081" },
      headers: [
        ["a", "b"],
        ["ä", "c=d"],
      ],
    });
    expect(messagesOf(wishes)).toEqual({ partitions: 0, key: "sessionId", times: "event", headers: wishes.headers });
  });

  it("has the defaults of the options", () => {
    const wishes = readKafka({ path: "kafka://one/events" })!;
    expect(messagesOf(wishes)).toEqual({ partitions: 0, key: "userId", times: "now", headers: [] });
    expect(targetOf(wishes, {})).toEqual({
      name: "kafka://one:9092/events",
      settings: { brokers: ["one:9092"], topic: "events", acks: -1, timeoutMs: 120_000 },
    });
  });

  it("may share its work with options, which may say the same", () => {
    const kafka = { topic: "events", acks: "all", headers: ["c=d"] };
    const wishes = readKafka({ path: "kafka://one?acks=all&header=a=b", kafka, compress: "lz4" });
    expect(wishes).toEqual({
      ...{ brokers: ["one:9092"], topic: "events", acks: "all", compress: "lz4" },
      headers: [
        ["a", "b"],
        ["c", "d"],
      ],
    });
  });

  it("is refused where it contradicts options", () => {
    const kafka = { brokers: "two:1", topic: "other", acks: "0", tls: "true" };
    expect(
      refusalOf({ path: "kafka://one/events?acks=all&tls=false&compression=lz4", kafka, compress: "gzip" }),
    ).toEqual([
      "--kafkaBrokerList two:1 contradicts one in the address; leave one out",
      "--kafkaTopic other contradicts events in the address; leave one out",
      "--acks 0 contradicts acks=all in the address; leave one out",
      "--kafka-tls contradicts tls=false in the address; leave one out",
      "--compress gzip contradicts compression=lz4 in the address; leave one out",
    ]);
  });

  it("is refused with all that is wrong in it", () => {
    const path =
      "kafka://one:x/a%20b?acks=2&acks=1&colour=red&key=%zz&partitions=-1&timeout=never&compresion=lz4&header=x&tls";
    const refusal = refusalOf({ path });
    for (const start of [
      "acks= is in the address twice; keep one",
      "colour= in the address: there is no such key; leave it out. Known are acks, ca, cert,",
      "a % in key= of the address is no escape; write %25",
      'compresion= in the address: there is no such key; did you mean "compression"? Known are',
      "one:x in the address is invalid. It must be brokers as host:port",
      "a b in the address is invalid. It must be the name of a topic",
      "acks=2 in the address is invalid. Allowed choices are 0, 1, all.",
      "partitions=-1 in the address is invalid. It must be a whole number from 1 to 10000.",
      "timeout=never in the address is invalid. It must be a duration",
      "--kafka-header x is invalid. It must be name=value",
      "tls= in the address is invalid. It must be true or false.",
    ])
      expect(refusal.filter((line) => line.startsWith(start))).toHaveLength(1);
    expect(refusal).toHaveLength(11);
  });

  it.each([
    ["kafka://", ["the address has no brokers; ", "the address has no topic; "]],
    ["kafka:///events", ["the address has no brokers; "]],
    ["kafka://one", ["the address has no topic; "]],
    ["kafka://one/?acks=1", ["the address has no topic; "]],
  ])("%s lacks something", (path, starts) => {
    const refusal = refusalOf({ path });
    expect(refusal.map((line, index) => line.slice(0, starts[index]?.length))).toEqual(starts);
  });

  it.each([
    "kafka://alice:hunter2@one:9092/events",
    "kafka://alice:hun/ter2@one/events",
    "kafka://alice:hun?ter2@one/events",
    "kafka://alice:hun#ter2@one/events?acks=all",
    "kafka://hunter2@one/events",
    "kafka://one/events?password=hunter2",
    "kafka://one/events?sasl.jaas.config=hunter2",
    "kafka://one/events?token=hunter2&acks=hmm",
    "kafka://one/events?passphrase=hunter2",
    "kafka://one/events?registry=http://alice:hunter2@registry",
    "kafka://one/events?clientSecret=hunter2",
  ])("%s is refused without its secret, and with what to do", (path) => {
    const refusal = refusalOf({ path, format: "avro" }).join("\n");
    expect(refusal).not.toMatch(/hun|ter2/);
    expect(refusal).toMatch(/EVENTSIM_KAFKA_(PASSWORD|TOKEN|KEY_PASSPHRASE|REGISTRY_AUTH)/);
  });

  it("has a limited length and number of keys", () => {
    expect(refusalOf({ path: `kafka://one/${"a".repeat(40_000)}` })).toEqual([
      "the address of Kafka has 40012 characters, and at most 32768 are read",
    ]);
    expect(refusalOf({ path: `kafka://one/t?${"header=a=b&".repeat(200)}` })[0]).toContain("more than 128 keys");
    expect(refusalOf({ path: `kafka://one/t?${"header=a=b&".repeat(65)}` })[0]).toContain("repeated at most 64 times");
    expect(refusalOf({ path: `kafka://one/t?header=a=${"b".repeat(17_000)}` })[0]).toContain("at most 16384 bytes");
  });

  it("of any text is read or refused, and never throws anything else", () => {
    const piece = fc.constantFrom(
      "?",
      "&",
      "=",
      "%",
      "%41",
      "@",
      ":",
      "/",
      "[",
      "]",
      ",",
      "acks",
      "header",
      "kafka",
      "\u0000",
      "ä",
    );
    const text = fc.array(fc.oneof(piece, fc.string({ maxLength: 3 })), { maxLength: 30 });
    fc.assert(
      fc.property(text, (pieces) => {
        const path = `kafka://${pieces.join("")}`;
        expect(isKafkaAddress(path)).toBe(true);
        expect(readAddress(path).problems.every((line) => !/[\u0000-\u001f]/.test(line))).toBe(true);
        try {
          readKafka({ path });
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
        }
      }),
    );
  });
});
