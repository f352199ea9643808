// Connecting to real brokers: each kind of listener, and what a person reads where something does not fit.
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { describe, expect, it } from "vitest";
import type { KafkaSasl, KafkaSettings, KafkaTls } from "../../../src/output/kafka/settings.ts";
import { connectKafka } from "../../../src/output/kafka/topic.ts";
import { RunError, UsageError } from "../../../src/system/errors.ts";
import { hasKafka, useKafka } from "../../support/servers/kafka/cluster.ts";
import { type Listener, USERS, unsecuredToken } from "../../support/servers/kafka/security.ts";

const SECRET = "a secret that no message shows";

describe.skipIf(!hasKafka)("connecting to Kafka", () => {
  const kafka = useKafka();

  function settingsOf(listener: Listener, more: Partial<KafkaSettings> = {}): KafkaSettings {
    return { brokers: [kafka().address(listener)], topic: "connect", acks: -1, timeoutMs: 30_000, ...more };
  }

  const read = (
    name: "ca" | "otherCa" | "client" | "clientKey" | "clientEncryptedKey" | "strangerClient" | "strangerKey",
  ) => readFileSync(kafka().certificates[name], "utf8");

  function tls(more: KafkaTls = {}): KafkaTls {
    return { ca: read("ca"), ...more };
  }

  function sasl(mechanism: KafkaSasl["mechanism"], password: string = USERS.alice): KafkaSasl {
    if (mechanism === "OAUTHBEARER") return { mechanism, token: unsecuredToken("alice") };
    return { mechanism, username: "alice", password };
  }

  async function connects(settings: KafkaSettings): Promise<void> {
    const topic = await connectKafka(settings);
    expect(topic.partitions).toBeGreaterThan(0);
    expect(topic.producer).toEqual({ producerId: expect.any(Number), epoch: 0 });
    await topic.close();
  }

  async function refusal(settings: KafkaSettings): Promise<Error> {
    const error = await connectKafka(settings).then(
      () => new Error("it connected"),
      (error: Error) => error,
    );
    expect(error.message).not.toContain(SECRET);
    return error;
  }

  async function refused(settings: KafkaSettings, message: RegExp): Promise<void> {
    const error = await refusal(settings);
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toMatch(message);
  }

  it("plainly", () => connects(settingsOf("PLAINTEXT")));

  it("by a broker that is up, where others are not", () =>
    connects(settingsOf("PLAINTEXT", { brokers: ["127.0.0.1:1", "nowhere.invalid:9092", kafka().address()] })));

  it("with TLS", () => connects(settingsOf("SSL", { tls: tls() })));

  it("with a client's certificate", () =>
    connects(settingsOf("MUTUAL", { tls: tls({ cert: read("client"), key: read("clientKey") }) })));

  it("with a client's certificate whose key is encrypted", () => {
    const { passphrase } = kafka().certificates;
    return connects(
      settingsOf("MUTUAL", { tls: tls({ cert: read("client"), key: read("clientEncryptedKey"), passphrase }) }),
    );
  });

  const MECHANISMS = ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"] as const;
  it.each(MECHANISMS)("with %s", async (mechanism) => {
    await connects(settingsOf("SASL_PLAINTEXT", { sasl: sasl(mechanism) }));
    await connects(settingsOf("SASL_SSL", { sasl: sasl(mechanism), tls: tls() }));
  });

  it.each(["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] as const)("says that a password of %s is wrong", (mechanism) =>
    refused(
      settingsOf("SASL_PLAINTEXT", { sasl: sasl(mechanism, SECRET) }),
      /authentication failed.*check user name and password/,
    ),
  );

  it("says that a token is refused", () =>
    refused(
      settingsOf("SASL_PLAINTEXT", { sasl: { mechanism: "OAUTHBEARER", token: `${SECRET}.${SECRET}.` } }),
      /authentication failed \(OAUTHBEARER\); check the token/,
    ));

  it("says that there is no host, and nothing at a port, of each broker", () =>
    refused(
      settingsOf("PLAINTEXT", { brokers: ["127.0.0.1:1", "nowhere.invalid:9092"] }),
      /127\.0\.0\.1:1 cannot be used: nothing listens there.*\n.*nowhere\.invalid:9092 cannot be used: there is no host of this name/,
    ));

  it("says that a port speaks TLS", () => refused(settingsOf("SSL"), /TLS/));

  it("says that a port does not speak TLS", () =>
    refused(settingsOf("PLAINTEXT", { tls: tls() }), /without TLS|no TLS/));

  it("says that a port wants SASL", () => refused(settingsOf("SASL_PLAINTEXT"), /SASL/));

  it("says that a port wants no SASL", () =>
    refused(settingsOf("PLAINTEXT", { sasl: sasl("PLAIN", SECRET) }), /no SASL/));

  it("says that a certificate is not trusted", async () => {
    await refused(settingsOf("SSL", { tls: {} }), /certificate is not trusted/);
    await refused(settingsOf("SSL", { tls: { ca: read("otherCa") } }), /certificate is not trusted/);
  });

  it("says that a certificate is for another name", () =>
    refused(settingsOf("SSL", { tls: tls({ serverName: "kafka.example" }) }), /certificate is for another name/));

  it("says that a broker wants a client's certificate", async () => {
    await refused(settingsOf("MUTUAL", { tls: tls() }), /client's certificate/);
    const stranger = tls({ cert: read("strangerClient"), key: read("strangerKey") });
    await refused(settingsOf("MUTUAL", { tls: stranger }), /client's certificate/);
  });

  it("says that a key cannot be read", async () => {
    const wrong = { cert: read("client"), key: read("clientEncryptedKey"), passphrase: SECRET };
    await refused(settingsOf("SSL", { tls: tls(wrong) }), /the key for Kafka cannot be used/);
  });

  it("says that a topic cannot have this name", () =>
    refused(settingsOf("PLAINTEXT", { topic: "two words" }), /no name that the broker takes/));

  it("creates the topic with the wanted partitions, and refuses another number", async () => {
    const first = await connectKafka(settingsOf("PLAINTEXT", { topic: "seven", partitionsWanted: 7 }));
    expect([first.partitions, first.isNew]).toEqual([7, true]);
    await first.close();
    const again = await connectKafka(settingsOf("PLAINTEXT", { topic: "seven" }));
    expect([again.partitions, again.isNew, again.mostBatchBytes]).toEqual([7, false, 1_048_588]);
    await again.close();
    await refused(
      settingsOf("PLAINTEXT", { topic: "seven", partitionsWanted: 4 }),
      /seven exists with 7 partitions, not with 4; leave --kafka-partitions out/,
    );
  });

  it("says that a user may not create or use a topic", async () => {
    const { clients } = kafka();
    await clients.create("forbidden", { partitions: 1 });
    await clients.deny("bob", "Describe", "forbidden");
    const bob: KafkaSasl = { mechanism: "PLAIN", username: "bob", password: USERS.bob };
    await refused(settingsOf("SASL_PLAINTEXT", { topic: "forbidden", sasl: bob }), /cannot be used by this user/);
    await clients.deny("bob", "Create", "denied");
    await refused(
      settingsOf("SASL_PLAINTEXT", { topic: "denied", sasl: bob }),
      /cannot be used by this user|may not create/,
    );
  });

  it("gives up when its time is over, or when it is told to", async () => {
    const silent = createServer(() => {}).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = silent.address() as AddressInfo;
    const settings = settingsOf("PLAINTEXT", { brokers: [`127.0.0.1:${port}`], timeoutMs: 1000 });
    await refused(settings, /does not answer in time/);
    const reason = new RunError("interrupted");
    await expect(connectKafka(settings, AbortSignal.abort(reason))).rejects.toBe(reason);
    silent.close();
  });
});
