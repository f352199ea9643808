// Encryption, certificates and passwords with a real broker, and what the program says where they do not fit.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lastingFolder } from "../../support/files/folders.ts";
import { environment } from "../../support/program/jvm.ts";
import { FIXED, type Result, run } from "../../support/program/program.ts";
import { hasKafka, useKafka } from "../../support/servers/kafka/cluster.ts";
import { type Listener, USERS, unsecuredToken } from "../../support/servers/kafka/security.ts";
import { into, linesFor } from "./expected.ts";

describe.skipIf(!hasKafka)("a protected broker", () => {
  const kafka = useKafka();
  const events = linesFor(FIXED).length;
  const folder = lastingFolder();
  let topics = 0;

  interface Attempt {
    listener: Listener;
    values?: string[];
    env?: Record<string, string>;
    topic?: string;
  }

  /** Runs the program into a topic, and returns its result with the number of messages in the topic, if there is one. */
  async function attempt({ listener, values = [], env = {}, topic }: Attempt): Promise<Result & { messages: number }> {
    const name = topic ?? `protected-${++topics}`;
    const shorter = ["--kafka-timeout", "5s"];
    const result = await run([...FIXED, ...shorter, ...into(kafka(), name, listener), ...values], {
      env: environment(env),
    });
    const ends = await kafka()
      .clients.ends(name)
      .catch(() => []);
    return { ...result, messages: ends.reduce((sum, end) => sum + end, 0) };
  }

  function fileWith(text: string): string {
    const file = join(folder, `secret-${++topics}`);
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  }

  const ca = () => ["--kafka-ca", kafka().certificates.ca];
  const client = () => ["--kafka-cert", kafka().certificates.client];
  const login = (mechanism: string) => ["--kafka-sasl", mechanism, "--kafka-user", "alice"];
  const password = { EVENTSIM_KAFKA_PASSWORD: USERS.alice };

  function expectSent({ code, stderr, messages }: Result & { messages: number }): void {
    expect(stderr).not.toMatch(/^eventsim: /m);
    expect([code, messages]).toEqual([0, events]);
  }

  /** Nothing is sent, and the message has the pieces and no secret. */
  function expectRefused({ code, stderr, messages }: Result & { messages: number }, ...pieces: RegExp[]): void {
    expect(stderr).toMatch(/^eventsim: /m);
    for (const piece of pieces) expect(stderr).toMatch(piece);
    expect(stderr).not.toMatch(/^ {4}at |unexpected error/m);
    expect(stderr).not.toMatch(/alice-secret|wrong-secret/);
    expect([code, messages]).toEqual([2, 0]);
  }

  it("takes messages through TLS", async () => {
    expectSent(await attempt({ listener: "SSL", values: ca() }));
  });

  it("takes messages from a client with a certificate, whose key may be encrypted", async () => {
    const { clientKey, clientEncryptedKey, passphrase } = kafka().certificates;
    const withKey = (key: string) => [...ca(), ...client(), "--kafka-cert-key", key];
    expectSent(await attempt({ listener: "MUTUAL", values: withKey(clientKey) }));
    const env = { EVENTSIM_KAFKA_KEY_PASSPHRASE: passphrase };
    expectSent(await attempt({ listener: "MUTUAL", values: withKey(clientEncryptedKey), env }));
  });

  it.each(["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"])("takes messages from a user by %s", async (mechanism) => {
    expectSent(await attempt({ listener: "SASL_PLAINTEXT", values: login(mechanism), env: password }));
    const values = [...login(mechanism), ...ca(), "--kafka-password-file", fileWith(`${USERS.alice}\n`)];
    expectSent(await attempt({ listener: "SASL_SSL", values }));
  });

  it("takes messages from a user with a token", async () => {
    const values = ["--kafka-sasl", "OAUTHBEARER"];
    const token = unsecuredToken("alice");
    expectSent(await attempt({ listener: "SASL_PLAINTEXT", values, env: { EVENTSIM_KAFKA_TOKEN: token } }));
    const file = [...values, ...ca(), "--kafka-token-file", fileWith(`${token}\n`)];
    expectSent(await attempt({ listener: "SASL_SSL", values: file }));
  });

  it("whose certificate nobody trusts is refused", async () => {
    const { otherCa } = kafka().certificates;
    expectRefused(await attempt({ listener: "SSL", values: ["--kafka-tls"] }), /certificate/i);
    expectRefused(await attempt({ listener: "SSL", values: ["--kafka-ca", otherCa] }), /certificate/i);
  });

  it("refuses a client without a certificate, or with one that it does not trust", async () => {
    const { strangerClient, strangerKey } = kafka().certificates;
    expectRefused(await attempt({ listener: "MUTUAL", values: ca() }), /certificate|--kafka-cert/i);
    const stranger = ["--kafka-cert", strangerClient, "--kafka-cert-key", strangerKey];
    expectRefused(await attempt({ listener: "MUTUAL", values: [...ca(), ...stranger] }), /certificate|TLS|SSL/i);
  });

  it.each(["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"])("refuses a wrong password with %s", async (mechanism) => {
    const env = { EVENTSIM_KAFKA_PASSWORD: "wrong-secret" };
    const result = await attempt({ listener: "SASL_PLAINTEXT", values: login(mechanism), env });
    expectRefused(result, /alice|password|credential|authentication/i);
  });

  it("refuses a token that has expired", async () => {
    const env = { EVENTSIM_KAFKA_TOKEN: unsecuredToken("alice", -3600) };
    const result = await attempt({ listener: "SASL_PLAINTEXT", values: ["--kafka-sasl", "OAUTHBEARER"], env });
    expectRefused(result, /token|authentication/i);
  });

  it("that speaks TLS, asked without it, and the other way round", async () => {
    expectRefused(await attempt({ listener: "SSL" }), /--kafka-tls|TLS/);
    expectRefused(await attempt({ listener: "PLAINTEXT", values: ["--kafka-tls"] }), /TLS/);
  });

  it("refuses a user who may not write to the topic", async () => {
    await kafka().clients.create("closed");
    await kafka().clients.allow("bob", "Write", "closed");
    await kafka().clients.allow("alice", "Describe", "closed");
    const values = login("SCRAM-SHA-256");
    const result = await attempt({ listener: "SASL_PLAINTEXT", topic: "closed", values, env: password });
    expect(result.stderr).toMatch(
      /^eventsim: Kafka topic closed: this user may not write to the topic .* 0 events are acknowledged/m,
    );
    expect([result.code, result.messages]).toEqual([1, 0]);
  });

  it("refuses a user who may not make the topic", async () => {
    await kafka().clients.deny("alice", "Create");
    await kafka().clients.deny("alice", "Create", "not-made");
    const values = login("SCRAM-SHA-256");
    const result = await attempt({ listener: "SASL_PLAINTEXT", topic: "not-made", values, env: password });
    expectRefused(result, /topic not-made cannot be used by this user; let it .* CREATE/);
  });
});
