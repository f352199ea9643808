// Command lines with Kafka that are refused before anything is read or sent.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { LAUNCH } from "../../../bench/launch.ts";
import { temporaryFolder } from "../../support/files/folders.ts";
import { commandHere } from "../../support/program/command-here.ts";
import { FIXED } from "../../support/program/program.ts";

/** Nobody listens at port 1. */
const KAFKA = ["--kafkaBrokerList", "127.0.0.1:1", "--kafkaTopic", "events"];

/** The lines of the refusal, without the program's name and the hint on its help. */
async function refusalOf(values: string[], env: NodeJS.ProcessEnv = {}): Promise<string[]> {
  const cwd = temporaryFolder();
  const { code, stdout, stderr } = await commandHere([...FIXED, ...values], { cwd, env: { ...process.env, ...env } });
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(readdirSync(cwd)).toEqual([]);
  const lines = stderr
    .replace(/^eventsim: /, "")
    .trimEnd()
    .split("\n");
  expect(lines.pop()).toBe("(eventsim --help lists the options)");
  return lines;
}

describe("-k", () => {
  it("with brokers is told, with the right words and the person's values in their places", async () => {
    const why = "(--kafkaTopic) names the topic here; some other versions of eventsim have the brokers there.";
    expect(await refusalOf(["-k", "one:9092"])).toEqual([
      `-k one:9092: is a broker with its port, and -k ${why} Write --kafkaBrokerList one:9092 --kafkaTopic TOPIC, with the name of your topic`,
    ]);
    expect(await refusalOf(["-k", "one:9092,two:9093", "--kafkaBrokerList", "listen_events"])).toEqual([
      `-k one:9092,two:9093: is a broker with its port, and -k ${why} Write --kafkaBrokerList one:9092,two:9093 --kafkaTopic listen_events`,
    ]);
    expect(await refusalOf(["-k", "[::1]:9092", "--kafkaBrokerList", "one:9092"])).toEqual([
      `-k [::1]:9092: is a broker with its port, and -k ${why} Write --kafkaBrokerList [::1]:9092 --kafkaTopic TOPIC, with the name of your topic`,
    ]);
  });

  it("without brokers is refused, and brokers without a topic", async () => {
    expect(await refusalOf(["-k", "events"])).toEqual([
      "--kafkaTopic events: the brokers are missing; add --kafkaBrokerList host:port, such as localhost:9092",
    ]);
    expect(await refusalOf(["--kafkaBrokerList", "one,two:1"])).toEqual([
      "--kafkaBrokerList one,two:1: the topic is missing; add --kafkaTopic events",
    ]);
  });
});

describe("options of Kafka", () => {
  it("that are unfit or missing are told at once, with all other mistakes", async () => {
    const unfit = ["--kafkaBrokerList", "one:port", "-k", "a b", "--kafka-key", "user", "--kafka-header", "x"];
    const more = ["--kafka-timestamp", "then", "--acks", "-1", "--kafka-partitions", "0", "--kafka-timeout", "1ms"];
    const secure = ["--kafka-registry", "registry:8081", "--kafka-cert", "me.pem", "--kafka-sasl", "scram-sha-256"];
    const lines = await refusalOf([
      ...unfit,
      ...more,
      ...secure,
      "--nuser",
      "5",
      "--compress",
      "auto",
      "--format",
      "avro",
    ]);
    const starts = [
      "unknown option '--nuser' (Did you mean --nusers?)",
      "--kafkaBrokerList one:port is invalid. It must be brokers as host:port,host:port",
      "--kafkaTopic a b is invalid. It must be the name of a topic",
      "--kafka-key user is invalid. Did you mean userId? Allowed choices are userId, sessionId, none.",
      "--kafka-timestamp then is invalid. Allowed choices are now, event.",
      "--acks -1 is invalid. Did you mean all? Allowed choices are 0, 1, all.",
      "--kafka-partitions 0 is invalid. It must be a whole number from 1 to 10000.",
      "--kafka-registry registry:8081 is invalid. It must be the address of a schema registry",
      "--kafka-timeout 1ms is invalid. It must be a duration",
      "--kafka-sasl scram-sha-256 is invalid. Did you mean SCRAM-SHA-256?",
      "--kafka-header x is invalid. It must be name=value",
      "--compress auto: batches of Kafka cannot have it. Allowed choices are none, gzip, snappy, lz4, zstd.",
      "--kafka-cert: its private key is missing; add --kafka-cert-key FILE",
    ];
    expect(lines.map((line, index) => line.slice(0, starts[index]?.length))).toEqual(starts);
  });

  it("without Kafka are refused", async () => {
    expect(await refusalOf(["--acks", "1"])).toEqual([
      "--acks: only for messages to Kafka; add --kafkaBrokerList localhost:9092 --kafkaTopic events, or leave it out",
    ]);
    expect(await refusalOf(["--kafka-key", "none", "--kafka-header", "a=b", "--kafka-tls", "data/x.json"])).toEqual([
      "--kafka-key, --kafka-tls and --kafka-header: only for messages to Kafka; " +
        "add --kafkaBrokerList localhost:9092 --kafkaTopic events, or leave them out",
    ]);
  });

  it("do not go with what only files have; each is told, with the reason", async () => {
    const split = [
      "--split-events",
      "5",
      "--split-size",
      "1G",
      "--split-time",
      "1h",
      "--only-parts",
      "3",
      "--table",
      "delta",
    ];
    const other = [
      "--no-clobber",
      "--force",
      "--lz4-framing",
      "frame",
      "--zstd-frames",
      "many",
      "--row-group-events",
      "5",
    ];
    const lines = await refusalOf([
      ...KAFKA,
      ...split,
      ...other,
      "--format",
      "parquet",
      "--resume",
      "data/events-{part}.json",
    ]);
    expect(lines.map((line) => line.split(": ", 1)[0])).toEqual([
      ...["data/events-{part}.json", "--split-events", "--split-size", "--split-time", "--only-parts", "--table delta"],
      ...[
        "--no-clobber",
        "--force",
        "--lz4-framing frame",
        "--zstd-frames many",
        "--row-group-events",
        "--format parquet",
      ],
      "--resume",
    ]);
    for (const line of lines) expect(line).toMatch(/; (leave|use)|add --manifest/);
  });

  it.each([
    [["--format", "arrow"], "--format arrow: a message is one event"],
    [["--csv-null", "NULL"], "--csv-null: the output is not CSV"],
    [["--compress-level", "3"], "--compress-level 3: only gzip and zstd have levels"],
    [["--compress", "gzip", "--compress-level", "10"], "--compress-level 10: the levels of gzip are 1 to 9"],
    [
      ["--kafka-registry", "http://one"],
      "--kafka-registry: a schema is registered for values in Avro; add --format avro",
    ],
  ])("%j is refused", async (values, start) => {
    const lines = await refusalOf([...KAFKA, ...values]);
    expect(lines.map((line) => line.slice(0, start.length))).toEqual([start]);
  });
});

describe("a secret", () => {
  const SECRET = "hunter2";

  it.each([
    ["kafka://alice:hunter2@127.0.0.1:1/events"],
    ["kafka://127.0.0.1:1/events?password=hunter2"],
    ["kafka://127.0.0.1:1/events?sasl=OAUTHBEARER&token=hunter2"],
    ["one.json", "kafka://alice:hunter2@127.0.0.1/events"],
    ["--kafkaBrokerList", "alice:hunter2@127.0.0.1:1", "-k", "events"],
    ["-k", "alice:hunter2@127.0.0.1:1"],
    [...KAFKA, "--kafka-password=hunter2"],
    [...KAFKA, "--kafka-password", "hunter2"],
    [...KAFKA, "--format", "avro", "--kafka-registry", "http://alice:hunter2@127.0.0.1:1"],
  ])("is not shown: %s %s %s %s %s", async (...values) => {
    expect((await refusalOf(values)).join("\n")).not.toContain(SECRET);
  });

  it("in a file or the environment is not shown by any command, nor written", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "password"), `${SECRET}\n`);
    mkdirSync(join(cwd, "made"));
    const names = ["PASSWORD", "TOKEN", "KEY_PASSPHRASE", "REGISTRY_AUTH"];
    const set = Object.fromEntries(names.map((name) => [`EVENTSIM_KAFKA_${name}`, `alice:${SECRET}`]));
    const env = { ...process.env, ...set };
    const registry = ["--format", "avro", "--kafka-registry", "http://127.0.0.1:1"];
    for (const security of [
      ["--kafka-sasl", "PLAIN", "--kafka-user", "alice", "--kafka-password-file", "password", ...registry],
      ["--kafka-sasl", "SCRAM-SHA-512", "--kafka-user", "alice"],
      ["--kafka-sasl", "OAUTHBEARER", "--kafka-tls"],
    ])
      for (const command of [["id"], ["plan"]]) {
        const { code, stdout, stderr } = await commandHere([...command, ...FIXED, ...KAFKA, ...security, "-v"], {
          cwd,
          env,
        });
        expect({ code, stderr: stderr.includes(SECRET) }).toEqual({ code: 0, stderr: false });
        expect(stdout).not.toContain(SECRET);
      }
  });

  it("may come from a pipe, with --resume too, which is read once", async () => {
    const security = ["--kafka-sasl", "PLAIN", "--kafka-user", "alice", "--manifest", "manifest.json", "--resume"];
    const command = [...LAUNCH, "id", ...FIXED, ...KAFKA, ...security, "--kafka-password-file"];
    const shell = ["-c", `"$@" <(echo ${SECRET})`, "bash", process.execPath, ...command];
    const { status, stderr } = spawnSync("bash", shell, { cwd: temporaryFolder(), encoding: "utf8" });
    expect({ status, stderr: /^eventsim: .*/m.exec(stderr)?.[0] }).toEqual({ status: 0, stderr: undefined });
  });

  it("in a file that is not there is told together with other files", async () => {
    const values = [
      "--kafka-sasl",
      "PLAIN",
      "--kafka-user",
      "alice",
      "--kafka-password-file",
      "none",
      "--kafka-ca",
      "nowhere",
    ];
    const { code, stderr } = await commandHere([...FIXED, ...KAFKA, ...values], { cwd: temporaryFolder() });
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^eventsim: --kafka-ca nowhere: cannot be read \(ENOENT.*\n--kafka-password-file none: cannot be read \(ENOENT/,
    );
  });
});

describe("the output", () => {
  it("is named without query and secrets", async () => {
    const address = "kafka://127.0.0.1:1,[::1]:2,three,four/events?acks=1&sasl=OAUTHBEARER&header=a=b";
    const env = { ...process.env, EVENTSIM_KAFKA_TOKEN: "hunter2" };
    const { code, stdout } = await commandHere(["plan", ...FIXED, address], { env });
    expect(code).toBe(0);
    // Nobody is asked how many partitions there are.
    expect(stdout).toContain(
      "\noutput: kafka://127.0.0.1:1,[::1]:2,three:9092,.../events; estimated with 1 partition\n",
    );
  });

  it("needs no standard output", async () => {
    const { status, stderr } = spawnSync(
      "sh",
      ["-c", `exec "$@" >&-`, "sh", process.execPath, ...LAUNCH, ...FIXED, ...KAFKA],
      {
        encoding: "utf8",
      },
    );
    expect(status).not.toBe(0); // nobody listens at that port
    expect(stderr).toContain("127.0.0.1:1");
    expect(stderr).not.toContain("standard output");
  });
});
