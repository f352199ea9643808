// Command lines with real brokers: each way to identify oneself, secrets from files and the environment, values in Avro with the id of a schema.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../support/files/folders.ts";
import { FIXED, run } from "../../support/program/program.ts";
import { hasKafka, useKafka } from "../../support/servers/kafka/cluster.ts";
import { type Listener, USERS, unsecuredToken } from "../../support/servers/kafka/security.ts";
import { hasRegistry, useRegistry } from "../../support/servers/registry.ts";

/** Number of events of a run: lines of its JSON. */
async function countEvents(): Promise<number> {
  return (await run([...FIXED, "--quiet"])).stdout.trimEnd().split("\n").length;
}

describe.skipIf(!hasKafka)("a command line with secrets", () => {
  const kafka = useKafka();

  function optionsFor(listener: Listener): string[] {
    const { ca, client, clientEncryptedKey } = kafka().certificates;
    if (listener === "MUTUAL")
      return ["--kafka-ca", ca, "--kafka-cert", client, "--kafka-cert-key", clientEncryptedKey];
    return listener.endsWith("SSL") ? ["--kafka-ca", ca] : [];
  }

  it.each<[Listener, string | undefined]>([
    ["MUTUAL", undefined],
    ["SASL_PLAINTEXT", "PLAIN"],
    ["SASL_SSL", "SCRAM-SHA-256"],
    ["SASL_SSL", "SCRAM-SHA-512"],
    ["SASL_SSL", "OAUTHBEARER"],
  ])("reaches %s with %s, and shows and writes no secret", async (listener, mechanism) => {
    const folder = temporaryFolder();
    const token = unsecuredToken("alice");
    const { passphrase } = kafka().certificates;
    writeFileSync(join(folder, "password"), `${USERS.alice}\n`);
    const user = mechanism === "OAUTHBEARER" ? [] : ["--kafka-user", "alice", "--kafka-password-file", "password"];
    const sasl = mechanism === undefined ? [] : ["--kafka-sasl", mechanism, ...user];
    const topic = `secret-${mechanism?.toLowerCase() ?? "mutual"}`;
    const brokers = ["--kafkaBrokerList", kafka().address(listener), "-k", topic];
    const { code, stdout, stderr } = await run(
      [...FIXED, "-v", "--manifest", "made.json", ...brokers, ...optionsFor(listener), ...sasl],
      {
        cwd: folder,
        env: { ...process.env, EVENTSIM_KAFKA_TOKEN: token, EVENTSIM_KAFKA_KEY_PASSPHRASE: passphrase },
      },
    );
    expect({ code, stdout }, stderr).toEqual({ code: 0, stdout: "" });
    expect(stderr).toContain(`output: kafka://${kafka().address(listener)}/${topic}\n`);
    expect(await kafka().clients.read(topic)).toHaveLength(await countEvents());
    const made = readdirSync(folder).filter((name) => name !== "password");
    expect(made).toEqual(["made.json"]);
    const all = `${stderr}${readFileSync(join(folder, "made.json"), "utf8")}`;
    for (const secret of [USERS.alice, token, passphrase]) expect(all).not.toContain(secret);
  });

  it("that is wrong is refused without showing it", async () => {
    const address = `kafka://${kafka().address("SASL_PLAINTEXT")}/refused?sasl=SCRAM-SHA-512&user=alice`;
    const env = { ...process.env, EVENTSIM_KAFKA_PASSWORD: "wrong-secret" };
    const { code, stderr } = await run([...FIXED, "-v", address], { env });
    expect(code).toBe(2);
    expect(stderr).not.toMatch(/wrong-secret/);
  });
});

describe.skipIf(!hasKafka || !hasRegistry)("values in Avro with a registry", () => {
  const kafka = useKafka();
  const registry = useRegistry();

  it("begin with the id of the schema that the registry has, and are else the same", async () => {
    const broker = kafka().address("PLAINTEXT");
    const avro = [...FIXED, "--quiet", "--format", "avro", "--tag", "trial"];
    const options = ["--kafka-registry", registry().url, "--compress", "zstd", "--kafka-partitions", "2"];
    expect(await run([...avro, ...options, `kafka://${broker}/framed`])).toMatchObject({ code: 0, stderr: "" });
    expect(await run([...avro, `kafka://${broker}/bare?partitions=2`])).toMatchObject({ code: 0, stderr: "" });
    const versions = (await registry().get("subjects/framed-value/versions/1")) as { id: number; schema: string };
    expect(versions.schema.trim()).toBe((await run(["schema", "--as", "avro", "--tag", "trial"])).stdout.trim());
    const framed = await kafka().clients.read("framed");
    const bare = await kafka().clients.read("bare");
    expect(framed).toHaveLength(await countEvents());
    const prefix = Buffer.alloc(5);
    prefix.writeUInt32BE(versions.id, 1);
    const expected = bare.map(({ key, value }) => [key, Buffer.concat([prefix, Buffer.from(value)]).toString("hex")]);
    expect(framed.map(({ key, value }) => [key, Buffer.from(value).toString("hex")])).toEqual(expected);
  });
});
