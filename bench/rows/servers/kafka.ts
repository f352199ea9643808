import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StageResult } from "../../../src/benchmark/stages.ts";
import { eachRound, interleave, median } from "../../../src/benchmark/statistics.ts";
import type { OutputRequest } from "../../../src/output/request.ts";
import { packageRoot } from "../../../src/system/root.ts";
import { LAUNCH } from "../../launch.ts";
import { amountIn, extentArguments, type ProgramRun, runProcess, runStages } from "../../program.ts";
import { type Bench, type Measured, millions, type Row, type Size, type Skipped, sizeOf } from "../../row.ts";
import { Broker } from "../../servers/broker.ts";
import { hasKafka, javaCommand } from "../../servers/java.ts";
import { freePort } from "../../servers/ports.ts";
import { SHORT_SHARE, steadyRates, writeLines } from "../throughput.ts";

const CLIENT_RATIO = 4;
const RATES = { lz4: 1e6, none: 0.6e6 } as const;
const BUILDING_SHARE = 0.5;
const PARTITIONS = 4;
/** Where `npm run verify:servers` installs the library that sums fastest. */
const CHECKSUMS = join(packageRoot(), "build", "servers-checksums", "node_modules");
const MEMORY_DISK = "/dev/shm";

const SENT: Size = { users: 20_000, smokeUsers: 200, events: 12e6, smokeEvents: 40_000, rounds: 3 };
/** Other clients are slower, so they send fewer messages. */
const JAVA_SHARE = 1 / 4;
const NODE_SHARE = 1 / 16;
const BUILT: Size = { users: 20_000, smokeUsers: 200, events: 30e6, smokeEvents: 20_000, rounds: 5 };

/** The threads that a broker has by default, and a log that does not fill the memory. */
const PROPERTIES = {
  "num.network.threads": 3,
  "num.io.threads": 8,
  "log.segment.bytes": 64 << 20,
  "log.retention.bytes": 256 << 20,
  "log.retention.check.interval.ms": 500,
  "log.segment.delete.delay.ms": 0,
  "num.partitions": PARTITIONS,
  "auto.create.topics.enable": true,
};

/** Calls `use` with the address of a broker, whose log is in memory where there is a disk in memory. */
async function withBroker<T>(use: (address: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(existsSync(MEMORY_DISK) ? MEMORY_DISK : tmpdir(), "eventsim-bench-kafka-"));
  const [address, controller] = [`127.0.0.1:${await freePort()}`, `127.0.0.1:${await freePort()}`];
  const listeners = `PLAINTEXT://${address},CONTROLLER://${controller}`;
  const properties = {
    ...{ "controller.quorum.voters": `1@${controller}`, listeners },
    "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
    ...PROPERTIES,
  };
  const broker = new Broker({ folder, id: 1, address, properties, javaOptions: ["-Xmx1g"] });
  try {
    await broker.start();
    return await use(address);
  } finally {
    await broker.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Codec = keyof typeof RATES;

async function runIntoKafka(address: string, codec: Codec, users: number, events: number): Promise<ProgramRun> {
  const into = ["--kafkaBrokerList", address, "--kafkaTopic", "events", "--acks", "1", "--compress", codec];
  const args = [...LAUNCH, "-n", String(users), ...extentArguments({ events }), ...into];
  const { seconds, stderr } = await runProcess(process.execPath, args);
  return { seconds, ...amountIn(stderr) };
}

/** Sends lines one by one with a client for Node. Returns messages for each second. */
async function rateOfNode(address: string, codec: Codec, file: string, count: number): Promise<number> {
  const script = join(packageRoot(), "dist", "bench", "servers", "node-client.js");
  const values = [script, address, "node", file, String(count), codec];
  const { stdout } = await runProcess(process.execPath, values, "pipe");
  return count / Number(stdout);
}

/** Sends lines with Kafka's own measuring program. Returns messages for each second. */
async function rateOfJava(address: string, codec: Codec, file: string, count: number): Promise<number> {
  const values = [
    "org.apache.kafka.tools.ProducerPerformance",
    ...["--topic", "java", "--num-records", String(count), "--throughput", "-1", "--payload-file", file],
    ...["--producer-props", `bootstrap.servers=${address}`, "acks=1", `compression.type=${codec}`],
  ];
  const { stdout } = await runProcess(...javaCommand([], values), "pipe");
  // The last line sums up; those before report every five seconds.
  const rates = [...stdout.matchAll(/ records sent, ([\d.]+) records\/sec/g)];
  const rate = rates.at(-1)?.[1];
  if (rate === undefined) throw new Error(`ProducerPerformance was to say how many records it sent: ${stdout}`);
  return Number(rate);
}

async function measureWith(bench: Bench, codec: Codec, address: string): Promise<Measured> {
  const { users, events, rounds } = sizeOf(bench, SENT);
  const file = join(bench.folder, "lines.json");
  await writeLines(file, users, Math.min(events, 200_000), []);
  const run = (share: number) => () => runIntoKafka(address, codec, users, Math.ceil(events * share));
  const rate = (measure: typeof rateOfNode, share: number) => async () => ({
    rate: await measure(address, codec, file, Math.ceil(events * share)),
  });
  const runs = await interleave<ProgramRun | { rate: number }, "short" | "node" | "java" | "long">(rounds, {
    short: run(SHORT_SHARE),
    node: rate(rateOfNode, NODE_SHARE),
    java: rate(rateOfJava, JAVA_SHARE),
    long: run(1),
  });
  rmSync(file);
  const [short, long] = [runs.short as ProgramRun[], runs.long as ProgramRun[]];
  const rates = {
    program: steadyRates(short, long),
    node: (runs.node as { rate: number }[]).map((each) => each.rate),
    java: (runs.java as { rate: number }[]).map((each) => each.rate),
  };
  const ratioOf = (other: number[]) => median(eachRound(rates.program, other, (own, yardstick) => own / yardstick));
  const [toNode, toJava, steady] = [ratioOf(rates.node), ratioOf(rates.java), median(rates.program)];
  return {
    measured:
      `${millions(steady)}, ${toNode.toFixed(1)} x a client for Node (${(median(rates.node) / 1e6).toFixed(2)} M), ` +
      `${toJava.toFixed(1)} x ProducerPerformance (${(median(rates.java) / 1e6).toFixed(2)} M)`,
    met: steady >= RATES[codec] && (codec !== "lz4" || toNode >= CLIENT_RATIO),
    facts: {
      ...{ users, events, eventsPerSecond: steady, ratioToNode: toNode, ratioToJava: toJava },
      plainEventsPerSecond: median(long.map((each) => each.events / each.seconds)),
      bytesPerEvent: median(long.map((each) => each.bytes / each.events)),
    },
    samples: {
      ...{ shortSeconds: short.map(({ seconds }) => seconds), longSeconds: long.map(({ seconds }) => seconds) },
      ...{ nodePerSecond: rates.node, javaPerSecond: rates.java },
    },
  };
}

async function measureSending(bench: Bench, codec: Codec): Promise<Measured | Skipped> {
  if (!hasKafka()) return { skipped: "there is no Kafka here; npm run verify:servers installs it" };
  return await withBroker((address) => measureWith(bench, codec, address));
}

function ratesOf(runs: StageResult[]): number[] {
  return runs.map((each) => (each.events / (each.simulateMs + each.placeMs + each.encodeMs)) * 1000);
}

/** Compares what a core makes for each second: batches of messages, also with the fastest checksum, and lines of JSON. */
async function measureBuilding(bench: Bench, compress: Codec): Promise<Measured> {
  const { users, events, rounds } = sizeOf(bench, BUILT);
  const kafka = { brokers: "127.0.0.1:9092", topic: "events" };
  const run = (output: OutputRequest, variables?: Record<string, string>) => () =>
    runStages(users, { measuredEvents: events, output, partitions: PARTITIONS }, variables);
  const messages = { format: "json", compress, kafka } as const;
  const fast = compress === "none" && existsSync(CHECKSUMS) ? { fast: run(messages, { NODE_PATH: CHECKSUMS }) } : {};
  const subjects: Record<string, () => Promise<StageResult>> = {
    ...{ lines: run({ format: "json" }), messages: run(messages) },
    ...fast,
  };
  const runs = await interleave(rounds, subjects);
  const lines = ratesOf(runs.lines!);
  const ratioOf = (name: string) => median(eachRound(ratesOf(runs[name]!), lines, (own, yardstick) => own / yardstick));
  const [ratio, perSecond] = [ratioOf("messages"), median(ratesOf(runs.messages!))];
  const fastRatio = runs.fast && ratioOf("fast");
  const withFast = fastRatio === undefined ? "" : `; ${fastRatio.toFixed(2)} times with aws-crt`;
  return {
    measured: `${ratio.toFixed(2)} times (${millions(perSecond)} against ${millions(median(lines))} on a core)${withFast}`,
    ...(compress === "none" ? { met: Math.max(ratio, fastRatio ?? 0) >= BUILDING_SHARE } : {}),
    facts: {
      users,
      events,
      ratio,
      ...(fastRatio && { fastRatio }),
      eventsPerSecond: perSecond,
      linesPerSecond: median(lines),
    },
    samples: Object.fromEntries(
      Object.entries(runs).map(([name, each]) => [`${name}EncodeMs`, each.map(({ encodeMs }) => encodeMs)]),
    ),
  };
}

export const kafkaRows: Row[] = [
  {
    name: "kafka-lz4",
    what: `JSON as LZ4 to Kafka, ${PARTITIONS} partitions, acks=1, the broker on the same cores`,
    floor: `>= ${RATES.lz4 / 1e6} M events/s and >= ${CLIENT_RATIO} x a client for Node`,
    measure: (bench) => measureSending(bench, "lz4"),
  },
  {
    name: "kafka-json",
    what: "the same, not compressed",
    floor: `>= ${RATES.none / 1e6} M events/s`,
    measure: (bench) => measureSending(bench, "none"),
  },
  {
    name: "kafka-batches",
    what: `batches of JSON for ${PARTITIONS} partitions against lines, into nothing, one core, 20,000 users`,
    floor: `>= ${BUILDING_SHARE} times`,
    measure: (bench) => measureBuilding(bench, "none"),
  },
  {
    name: "kafka-batches-lz4",
    what: "the same, as LZ4 against lines that are not compressed",
    measure: (bench) => measureBuilding(bench, "lz4"),
  },
];
