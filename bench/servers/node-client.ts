// A process of its own that sends lines message by message: `node-client.js BROKER TOPIC FILE COUNT CODEC`. Prints the seconds that it
// took, without the time to connect.

import { readFileSync } from "node:fs";
import { Producer, type ProducerOptions, stringSerializers } from "@platformatic/kafka";

const [broker, topic, file, count, codec] = process.argv.slice(2) as [string, string, string, string, string];
/** Messages of a call, and calls under way: more were no faster. */
const CALL_MESSAGES = 1000;
const CALLS = 5;

const lines = readFileSync(file, "utf8").split("\n").slice(0, -1);
const messages = lines.map((value) => ({ topic, key: /"userId":"(\d*)"/.exec(value)?.[1] ?? "", value }));
const options: ProducerOptions<string, string, string, string> = {
  clientId: "bench",
  bootstrapBrokers: [broker],
  serializers: stringSerializers,
  acks: 1,
  autocreateTopics: true,
  compression: codec as "none" | "lz4",
};
const producer = new Producer(options);

/** Takes the lines again after the last one. */
function callAt(at: number): typeof messages {
  const from = at % messages.length;
  return messages.slice(from, from + Math.min(CALL_MESSAGES, Number(count) - at));
}

let next = 0;
async function sendAll(): Promise<void> {
  while (next < Number(count)) {
    const call = callAt(next);
    next += call.length;
    await producer.send({ messages: call });
  }
}

await producer.send({ messages: callAt(0) });
const started = performance.now();
await Promise.all(Array.from({ length: CALLS }, sendAll));
process.stdout.write(String((performance.now() - started) / 1000));
await producer.close();
