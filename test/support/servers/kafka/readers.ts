import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { inject } from "vitest";
import { javaCommand } from "../../../../bench/servers/java.ts";
import { ROOT } from "../../root.ts";
import type { KafkaCluster } from "./cluster.ts";
import { inOrder, type Message, messageOf, type PrintedMessage } from "./messages.ts";

const runFile = promisify(execFile);
const MOST_BYTES = 2 ** 30;
const PYTHON = join(ROOT, "build", "servers-venv", "bin", "python");

export const hasKcat = inject("kcat");
export const hasConfluent = inject("confluent");

/** Reads a topic with a program that others wrote. */
export type Read = (cluster: KafkaCluster, topic: string) => Promise<Message[]>;

async function outputOf(command: string, values: readonly string[]): Promise<Buffer> {
  const { stdout } = await runFile(command, values, { encoding: "buffer", maxBuffer: MOST_BYTES });
  return stdout;
}

/** The text of Kafka's class Bytes: what is not printable in ASCII is \xNN. */
function bytesIn(text: string): Buffer {
  const plain = text.replace(/\\x([0-9A-F]{2})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
  return Buffer.from(plain, "latin1");
}

function headersIn(text: string): [string, string][] {
  if (text === "" || text === "NO_HEADERS") return [];
  return text.split(",").map((each): [string, string] => {
    const at = each.search(/[:=]/);
    return [each.slice(0, at), each.slice(at + 1)];
  });
}

const PRINTED = ["timestamp", "partition", "offset", "headers", "key", "value"];
const AS_BYTES = "org.apache.kafka.common.serialization.BytesDeserializer";

/** Kafka's own console consumer. It checks the CRC of each batch. The values of headers must not have commas. */
export const readWithConsole: Read = async (cluster, topic) => {
  const count = (await cluster.clients.ends(topic)).reduce((sum, end) => sum + end, 0);
  if (count === 0) return [];
  const properties = [
    ...PRINTED.map((name) => `print.${name}=true`),
    ...["key", "value"].map((name) => `${name}.deserializer=${AS_BYTES}`),
  ];
  const values = [
    "org.apache.kafka.tools.consumer.ConsoleConsumer",
    ...["--bootstrap-server", cluster.address(), "--topic", topic, "--from-beginning", "--max-messages", String(count)],
    ...["--command-property", "check.crcs=true"],
    ...properties.flatMap((property) => ["--formatter-property", property]),
  ];
  const output = await outputOf(...javaCommand(["-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"], values));
  const lines = output.toString("latin1").split("\n").slice(0, -1);
  return inOrder(
    lines.map((line) => {
      const [timestamp, partition, offset, headers, key, value] = line.split("\t") as [string, ...string[]];
      const numberIn = (text = "") => Number(text.slice(text.indexOf(":") + 1));
      return {
        ...{ partition: numberIn(partition), offset: numberIn(offset), timestamp: numberIn(timestamp) },
        key: key === "null" ? null : bytesIn(key!).toString(),
        value: bytesIn(value!),
        headers: headersIn(headers!),
      };
    }),
  );
};

/** kcat, which is made of librdkafka. The values of headers must not have commas. */
export const readWithKcat: Read = async (cluster, topic) => {
  const format = "%p %o %T %K %S %h\\n%k%s";
  const values = ["-C", "-b", cluster.address(), "-t", topic, "-o", "beginning", "-e", "-q", "-X", "check.crcs=true"];
  const output = await outputOf("kcat", [...values, "-f", format]);
  const messages: Message[] = [];
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf("\n", at);
    const [partition, offset, timestamp, keyBytes, valueBytes, headers] = output.toString("utf8", at, end).split(" ");
    const value = end + 1 + Math.max(Number(keyBytes), 0);
    at = value + Number(valueBytes);
    messages.push({
      ...{ partition: Number(partition), offset: Number(offset), timestamp: Number(timestamp) },
      key: keyBytes === "-1" ? null : output.toString("utf8", end + 1, value),
      value: output.subarray(value, at),
      headers: headersIn(headers!),
    });
  }
  return inOrder(messages);
};

/** confluent-kafka for Python, which is made of librdkafka too. */
export const readWithConfluent: Read = async (cluster, topic) => {
  const output = await outputOf(PYTHON, [join(import.meta.dirname, "read.py"), cluster.address(), topic]);
  const lines = output.toString().split("\n").slice(0, -1);
  return inOrder(lines.map((line) => messageOf(JSON.parse(line) as PrintedMessage)));
};

/**
 * Returns how many brokers librdkafka finds with these settings.
 * @throws Error if it is not let in within that time
 */
export async function brokersFound(settings: Record<string, string>, seconds = 10): Promise<number> {
  const values = [join(import.meta.dirname, "list.py"), JSON.stringify(settings), String(seconds)];
  return Number(await outputOf(PYTHON, values));
}

/** The programs that are there. */
export const READERS: [string, Read][] = [
  ["Kafka's console consumer", readWithConsole],
  ...(hasKcat ? [["kcat", readWithKcat] satisfies [string, Read]] : []),
  ...(hasConfluent ? [["confluent-kafka", readWithConfluent] satisfies [string, Read]] : []),
];
