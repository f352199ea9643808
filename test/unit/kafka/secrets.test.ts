import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readTls, type TlsFiles } from "../../../src/output/kafka/request/certificates.ts";
import { notesOfKafka } from "../../../src/output/kafka/request/notes.ts";
import { readKafka } from "../../../src/output/kafka/request/read.ts";
import { targetOf } from "../../../src/output/kafka/request/resolve.ts";
import { type Environment, readTextFile, secretOf } from "../../../src/output/kafka/request/secrets.ts";
import { problemsOfSecurity } from "../../../src/output/kafka/request/security.ts";
import type { KafkaRequest } from "../../../src/output/kafka/settings.ts";
import { makeCertificate } from "../../support/certificates.ts";

const folder = mkdtempSync(join(tmpdir(), "eventsim-secrets-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileWith(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function targetFor(kafka: KafkaRequest, environment: Environment = {}) {
  return targetOf(readKafka({ kafka: { brokers: "one", topic: "events", ...kafka } })!, environment);
}

describe("a password", () => {
  const sasl = { sasl: "SCRAM-SHA-256", user: "alice" };

  it("is read from its file, without the line end after it", () => {
    const passwordFile = fileWith("password", "hun ter2\n");
    expect(targetFor({ ...sasl, passwordFile }, { EVENTSIM_KAFKA_PASSWORD: "other" }).settings.sasl).toEqual({
      ...{ mechanism: "SCRAM-SHA-256", username: "alice", password: "hun ter2" },
    });
  });

  it("is read from the environment, and so is a token", () => {
    expect(secretOf(undefined, "EVENTSIM_KAFKA_PASSWORD", { EVENTSIM_KAFKA_PASSWORD: "hunter2" })).toBe("hunter2");
    expect(secretOf(undefined, "EVENTSIM_KAFKA_TOKEN", {})).toBeUndefined();
    const tokenFile = fileWith("token", "abc.def\r\n");
    const { settings } = targetFor({ sasl: "OAUTHBEARER", tokenFile, tls: "true" });
    expect(settings.sasl).toEqual({ mechanism: "OAUTHBEARER", token: "abc.def" });
    expect(settings.tls).toEqual({});
  });

  it.each([
    ["empty", "", "there is nothing in it"],
    ["lines", "hunter2\nmore\n", "has a line end or another control character inside"],
    ["large", "hunter2".repeat(10_000), "has 70000 characters"],
    ["huge", "hunter2".repeat(200_000), "has more than 1048576 bytes"],
    ["bytes", Uint8Array.of(0x68, 0xff, 0xfe), "it is not text in UTF-8"],
  ])("in a file with %s is refused, and not shown", (name, content, why) => {
    const path = fileWith(name, content);
    const read = () => secretOf({ option: "--kafka-password-file", path }, "EVENTSIM_KAFKA_PASSWORD", {});
    expect(read).toThrow(why);
    expect(read).toThrow(`--kafka-password-file ${path}: `);
    expect(read).not.toThrow("hunter2");
  });

  it("in a file that is not there, or a folder, is refused", () => {
    expect(() => readTextFile("--kafka-password-file", join(folder, "none"))).toThrow(/cannot be read \(ENOENT/);
    expect(() => readTextFile("--kafka-password-file", folder)).toThrow(/cannot be read \(EISDIR/);
  });
});

describe("options of security", () => {
  it.each<[KafkaRequest, Environment, string[]]>([
    [{ sasl: "PLAIN" }, {}, ["PLAIN: the user is missing", "PLAIN: the password is missing"]],
    [{ sasl: "PLAIN", user: "a" }, { EVENTSIM_KAFKA_PASSWORD: "" }, ["PLAIN: the password is missing"]],
    [{ sasl: "PLAIN", user: "a" }, { EVENTSIM_KAFKA_PASSWORD: "b" }, []],
    [{ sasl: "PLAIN", user: "a", passwordFile: "f", tokenFile: "t" }, {}, ["--kafka-token-file: PLAIN has a password"]],
    [{ sasl: "OAUTHBEARER" }, { EVENTSIM_KAFKA_PASSWORD: "b" }, ["OAUTHBEARER: the token is missing"]],
    [{ sasl: "OAUTHBEARER", user: "a" }, { EVENTSIM_KAFKA_TOKEN: "b" }, ["neither a user nor a password"]],
    [{ user: "a" }, {}, ["the mechanism is missing; add --kafka-sasl PLAIN"]],
    [{ passwordFile: "f" }, {}, ["the mechanism is missing; add --kafka-sasl PLAIN"]],
    [{ tokenFile: "f" }, {}, ["the mechanism is missing; add --kafka-sasl OAUTHBEARER"]],
    [{ tls: "false", ca: "f" }, {}, ["tls=false contradicts"]],
    [{ cert: "f" }, {}, ["--kafka-cert: its private key is missing"]],
    [{ certKey: "f" }, {}, ["--kafka-cert-key: its certificate is missing"]],
    [{ tls: "true", ca: "f", cert: "f", certKey: "f" }, {}, []],
  ])("%j", (request, environment, pieces) => {
    const problems = problemsOfSecurity(request, environment);
    expect(problems).toHaveLength(pieces.length);
    for (const [index, piece] of pieces.entries()) expect(problems[index]).toContain(piece);
  });
});

describe("files of TLS", () => {
  const one = makeCertificate("one");
  const two = makeCertificate("two", "open sesame");
  const cert = fileWith("one.pem", `Subject: one\n${one.cert}`);
  const certKey = fileWith("one.key", one.key);

  it("are read and turn TLS on", () => {
    const ca = fileWith("both.pem", one.cert + two.cert);
    expect(targetFor({ ca, cert, certKey }).settings.tls).toEqual({
      ca: one.cert + two.cert,
      cert: `Subject: one\n${one.cert}`,
      key: one.key,
    });
  });

  it("may have an encrypted key", () => {
    const files = { cert: fileWith("two.pem", two.cert), certKey: fileWith("two.key", two.key) };
    expect(readTls(files, { EVENTSIM_KAFKA_KEY_PASSPHRASE: "open sesame" })).toMatchObject({
      passphrase: "open sesame",
    });
    expect(() => readTls(files, {})).toThrow("is encrypted; put its passphrase into EVENTSIM_KAFKA_KEY_PASSPHRASE");
    expect(() => readTls(files, { EVENTSIM_KAFKA_KEY_PASSPHRASE: "wrong" })).toThrow("check the passphrase in");
  });

  it.each<[string, () => TlsFiles, string]>([
    ["a key as certificate", () => ({ ca: certKey }), "has no certificate in PEM"],
    ["a store", () => ({ ca: fileWith("store.jks", "\u0001\u0002") }), "has no certificate in PEM"],
    ["a damaged certificate", () => ({ ca: fileWith("bad.pem", one.cert.replace(/MII|MIH/, "AAA")) }), "is damaged"],
    ["a certificate as key", () => ({ cert, certKey: cert }), "has no private key in PEM"],
    [
      "another's key",
      () => ({ cert, certKey: fileWith("three.key", makeCertificate("x").key) }),
      "is the key of another",
    ],
    [
      "a damaged key",
      () => ({ cert, certKey: fileWith("bad.key", one.key.replace("MC4C", "AAAA")) }),
      "cannot be used",
    ],
  ])("%s is refused", (_, filesOf, why) => {
    const files = filesOf();
    expect(() => readTls(files, {})).toThrow(why);
    expect(() => readTls(files, {})).not.toThrow(one.key.split("\n")[1]);
  });

  it("are refused together", () => {
    expect(() => readTls({ ca: join(folder, "none"), cert: certKey, certKey: cert }, {})).toThrow(
      /^--kafka-ca .*ENOENT.*\n--kafka-cert .*no certificate.*\n--kafka-cert-key .*no private key/,
    );
  });
});

describe("warnings", () => {
  const nowMs = Date.UTC(2026, 0, 10);
  const day = 86_400;
  const notesFor = (kafka: KafkaRequest, startSeconds = nowMs / 1000 - day, environment: Environment = {}) => {
    const wishes = readKafka({ kafka: { brokers: "one", topic: "events", ...kafka }, format: "avro" })!;
    const encoding = {
      messages: { partitions: 0, key: "none", headers: [], times: wishes.timestamp ?? "now" },
    } as const;
    return notesOfKafka(
      { kafka: targetOf(wishes, environment), encoding },
      { startSeconds, windowSeconds: day },
      nowMs,
    );
  };
  const tokenFile = fileWith("bearer", "abc");

  it("say that a secret is sent in the clear, unless the broker is this machine", () => {
    expect(notesFor({ sasl: "OAUTHBEARER", tokenFile })).toEqual([
      expect.stringContaining("can read the token; add --kafka-tls"),
    ]);
    expect(notesFor({ sasl: "OAUTHBEARER", tokenFile, tls: "true" })).toEqual([]);
    expect(notesFor({ sasl: "OAUTHBEARER", tokenFile, brokers: "localhost,127.0.0.1:1,[::1]" })).toEqual([]);
    const environment = { EVENTSIM_KAFKA_REGISTRY_AUTH: "a:b" };
    expect(notesFor({ registry: "http://far:8081" }, undefined, environment)).toEqual([
      expect.stringContaining("without https"),
    ]);
    expect(notesFor({ registry: "https://far:8081" }, undefined, environment)).toEqual([]);
    expect(notesFor({ registry: "http://localhost:8081" }, undefined, environment)).toEqual([]);
  });

  it("say which time stamps a broker refuses or deletes", () => {
    const event = { timestamp: "event" };
    expect(notesFor(event)).toEqual([]);
    expect(notesFor({}, nowMs / 1000 - 30 * day)).toEqual([]);
    expect(notesFor(event, nowMs / 1000 - 30 * day)).toEqual([expect.stringContaining("retention.ms")]);
    expect(notesFor(event, nowMs / 1000)).toEqual([expect.stringContaining("message.timestamp.after.max.ms")]);
  });
});
