// Batches arrive once and in order where real brokers are killed, lead in turn, or want another authentication.
import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { expectAll, MINUTE_MS, open } from "../../support/kafka/opened.ts";
import { hasKafka, useKafka } from "../../support/servers/kafka/cluster.ts";
import { USERS } from "../../support/servers/kafka/security.ts";

describe.skipIf(!hasKafka)("a sender with one broker", () => {
  const kafka = useKafka();

  it("loses and doubles nothing while the broker is killed 5 times", { timeout: 15 * MINUTE_MS }, async () => {
    const opened = await open(kafka());
    async function kill(): Promise<void> {
      for (let times = 0; times < 5; times++) {
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

  it("follows the leaders when they move, and when their broker is killed", { timeout: 10 * MINUTE_MS }, async () => {
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
