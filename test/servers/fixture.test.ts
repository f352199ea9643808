// The brokers, the proxy and the readers do what other tests rely on: tried with Kafka's own producer and with librdkafka.
import { describe, expect, it } from "vitest";
import { hasKafka, QUICK_RETURN, useKafka } from "../support/servers/kafka/cluster.ts";
import { brokersFound, hasConfluent, READERS } from "../support/servers/kafka/readers.ts";
import { type Listener, USERS } from "../support/servers/kafka/security.ts";

const KEYS = ["1", "17", "4242", "123456789", null, ""];

describe.skipIf(!hasKafka)("the fixtures", () => {
  const kafka = useKafka({ properties: QUICK_RETURN });

  it.each(READERS)("%s returns keys, values, partitions and times", async (_, read) => {
    const { clients } = kafka();
    const topic = `read-${READERS.findIndex(([, each]) => each === read)}`;
    await clients.create(topic);
    const partitions = await clients.produce(topic, KEYS);
    const messages = await read(kafka(), topic);
    expect(messages).toEqual(await clients.read(topic));
    expect(messages.map(({ key }) => key).sort()).toEqual([...KEYS].sort());
    for (const [index, key] of KEYS.entries())
      expect(messages.find((message) => message.key === key)!.partition).toBe(partitions[index]);
    for (const { value, timestamp } of messages) {
      expect([...value]).toEqual([1]);
      expect(Math.abs(timestamp - Date.now())).toBeLessThan(3_600_000);
    }
  });

  it("a broker that was killed has its messages when it runs again", async () => {
    const { clients } = kafka();
    await clients.create("kept", { partitions: 1 });
    await clients.produce("kept", KEYS);
    const before = kafka().brokers[0]!.pid;
    await kafka().killAndStart();
    expect(kafka().brokers[0]!.pid).not.toBe(before);
    await clients.produce("kept", KEYS);
    expect((await clients.read("kept")).map(({ key }) => key)).toEqual([...KEYS, ...KEYS]);
  });

  function settingsOf(listener: Listener, mechanism?: string): Record<string, string> {
    const { ca, client, clientKey } = kafka().certificates;
    const isEncrypted = /SSL|MUTUAL/.test(listener);
    return {
      "bootstrap.servers": kafka().address(listener),
      "security.protocol": `${mechanism === undefined ? "" : "sasl_"}${isEncrypted ? "ssl" : "plaintext"}`,
      ...(isEncrypted && { "ssl.ca.location": ca }),
      ...(listener === "MUTUAL" && { "ssl.certificate.location": client, "ssl.key.location": clientKey }),
      ...(mechanism !== undefined && { "sasl.mechanisms": mechanism }),
      ...(mechanism === "OAUTHBEARER"
        ? { "enable.sasl.oauthbearer.unsecure.jwt": "true", "sasl.oauthbearer.config": "principal=alice" }
        : mechanism !== undefined && { "sasl.username": "alice", "sasl.password": USERS.alice }),
    };
  }

  const PLAIN_LISTENERS = ["PLAINTEXT", "PROXIED", "SSL", "MUTUAL"] as const;
  const MECHANISMS = ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"];
  const DOORS = [
    ...PLAIN_LISTENERS.map((listener) => [listener, undefined] as const),
    ...(["SASL_PLAINTEXT", "SASL_SSL"] as const).flatMap((listener) =>
      MECHANISMS.map((mechanism) => [listener, mechanism] as const),
    ),
  ];

  it.skipIf(!hasConfluent).each(DOORS)("%s lets in who has what it wants, %s", async (listener, mechanism) => {
    expect(await brokersFound(settingsOf(listener, mechanism))).toBe(1);
  });

  it.skipIf(!hasConfluent)("nobody else is let in", async () => {
    const { otherCa } = kafka().certificates;
    const wrong = { "sasl.password": "wrong" };
    for (const settings of [
      { ...settingsOf("SSL"), "ssl.ca.location": otherCa },
      { ...settingsOf("SSL"), "bootstrap.servers": kafka().address("MUTUAL") },
      { ...settingsOf("SASL_PLAINTEXT", "PLAIN"), ...wrong },
      { ...settingsOf("SASL_PLAINTEXT", "SCRAM-SHA-256"), ...wrong },
    ])
      await expect(brokersFound(settings, 3)).rejects.toThrow();
  });

  it.skipIf(!hasConfluent)("the proxy stands in the way", async () => {
    const [proxy] = kafka().proxies;
    proxy!.refuse();
    const made = proxy!.connections;
    await expect(brokersFound(settingsOf("PROXIED"), 2)).rejects.toThrow();
    expect(proxy!.connections).toBeGreaterThan(made);
    proxy!.admit();
    expect(await brokersFound(settingsOf("PROXIED"))).toBe(1);
  });
});
