import { expect } from "vitest";
import { bytesOf, linesOf, userOf } from "../../support/program/command.ts";
import { type Result, run } from "../../support/program/program.ts";
import { csvColumnsOf, csvRowsOf } from "../../support/read/csv-rows.ts";
import { encodeLine } from "../../support/read/msgpack-lines.ts";
import type { KafkaCluster } from "../../support/servers/kafka/cluster.ts";
import type { Message } from "../../support/servers/kafka/messages.ts";
import type { Listener } from "../../support/servers/kafka/security.ts";

/** Runs the program into a topic, and expects that it succeeds. */
export async function send(cluster: KafkaCluster, topic: string, values: readonly string[]): Promise<Result> {
  const result = await run([...values, ...into(cluster, topic)]);
  expect(result.stderr).not.toMatch(/^eventsim: (?!warning)/m);
  expect([result.code, result.stdout]).toEqual([0, ""]);
  return result;
}

export function into(cluster: KafkaCluster, topic: string, listener: Listener = "PLAINTEXT"): string[] {
  return ["--kafkaBrokerList", cluster.address(listener), "--kafkaTopic", topic];
}

/** The lines of JSON that the same command prints. */
export function linesFor(values: readonly string[]): string[] {
  return linesOf(bytesOf(...values));
}

/** The value of each line's message, by other encoders. */
export function valuesOf(format: "json" | "msgpack" | "csv", lines: readonly string[]): Buffer[] {
  if (format === "json") return lines.map((line) => Buffer.from(line));
  if (format === "msgpack") return lines.map(encodeLine);
  return csvRowsOf(lines, csvColumnsOf(lines)).map((row) => Buffer.from(row.slice(0, -1)));
}

/** The key that a line's message has; null if the line names no user. */
export function keyOf(line: string, key: "userId" | "sessionId" = "userId"): string | null {
  const value = (JSON.parse(line) as Record<string, string | number>)[key];
  return value === undefined || value === "" ? null : String(value);
}

/** What decides the partition of a line: the user's id, even if the line does not name it, or the session's. */
function chooserOf(line: string, key: "userId" | "sessionId"): string {
  return key === "userId" ? String(userOf(line)) : keyOf(line, key)!;
}

/** The partition of each key in topics of a number of partitions, as Kafka's own producer has chosen it. */
const chosen = new Map<number, Map<string, number>>();

async function choose(
  { clients }: KafkaCluster,
  keys: readonly string[],
  partitions: number,
): Promise<Map<string, number>> {
  const known = chosen.get(partitions) ?? new Map<string, number>();
  const unknown = [...new Set(keys)].filter((key) => !known.has(key));
  if (unknown.length > 0) {
    const topic = `chosen-${process.hrtime.bigint()}`;
    await clients.create(topic, { partitions });
    const answers = await clients.produce(topic, unknown);
    for (const [index, key] of unknown.entries()) known.set(key, answers[index]!);
  }
  return chosen.set(partitions, known).get(partitions)!;
}

/** The numbers of the lines that each partition has, in order, as Kafka's own producer chooses the partitions. */
export async function partitioned(
  cluster: KafkaCluster,
  lines: readonly string[],
  partitions: number,
  key: "userId" | "sessionId" = "userId",
): Promise<number[][]> {
  const choosers = lines.map((line) => chooserOf(line, key));
  const byKey = await choose(cluster, choosers, partitions);
  const numbers: number[][] = Array.from({ length: partitions }, () => []);
  for (const [index, each] of choosers.entries()) numbers[byKey.get(each)!]!.push(index);
  return numbers;
}

/** Expects that each partition has the values of its lines, once and in order, and nothing else. */
export function expectMessages(
  messages: readonly Message[],
  values: readonly Buffer[],
  numbers: readonly (readonly number[])[],
): void {
  for (const [partition, wanted] of numbers.entries()) {
    const found = messages.filter((message) => message.partition === partition);
    for (const [index, number] of wanted.entries()) {
      const value = found[index]?.value;
      if (value === undefined || !value.equals(values[number]!))
        throw new Error(
          `message ${index} of ${found.length} in partition ${partition} is ${value}, and was to be event ${number}: ${values[number]}`,
        );
    }
    expect(found.length).toBe(wanted.length);
  }
  expect(messages.length).toBe(values.length);
}
