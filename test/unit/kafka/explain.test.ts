import { describe, expect, it } from "vitest";
import { explainBroker } from "../../../src/output/kafka/cluster/explain.ts";
import type { KafkaSettings } from "../../../src/output/kafka/settings.ts";
import { ConnectError, LostConnection } from "../../../src/output/kafka/wire/connection.ts";

describe("what a person reads of a broker that cannot be used", () => {
  const settings: KafkaSettings = { brokers: ["broker:9092"], topic: "events", acks: -1, timeoutMs: 1000 };
  const address = { host: "broker", port: 9092 };
  const dropped = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });

  it("names its address and what its port may want, where it ends the connection at the start", () => {
    expect(explainBroker(settings, new ConnectError(address, dropped))).toBe(
      "the Kafka broker broker:9092 cannot be used: it ended the connection; the port may want TLS or SASL",
    );
  });

  it("names its address alone, where it ends a connection that it had taken", () => {
    expect(explainBroker(settings, new LostConnection(address, dropped))).toBe(
      "the Kafka broker broker:9092 cannot be used: it ended the connection",
    );
  });
});
