// Messages in Avro with a real schema registry: each value begins with the id under which the registry has its schema.
import avro from "avsc";
import { describe, expect, it } from "vitest";
import { FIXED, run } from "../../support/program/program.ts";
import { withoutNulls } from "../../support/read/line.ts";
import { hasKafka, useKafka } from "../../support/servers/kafka/cluster.ts";
import { hasRegistry, useRegistry } from "../../support/servers/registry.ts";
import { into, linesFor, partitioned, send } from "./expected.ts";

const PARTITIONS = 2;
/** The id is a word in big-endian order after a zero: Confluent's wire format. */
const PREFIX_BYTES = 5;

describe.skipIf(!hasKafka || !hasRegistry)("messages in Avro", () => {
  const kafka = useKafka();
  const registry = useRegistry();
  const lines = linesFor(FIXED);

  it.each(["none", "lz4"])("are read with the schema that the registry has for their id, with %s", async (compress) => {
    const topic = `avro-${compress}`;
    const toRegistry = ["--kafka-registry", registry().url];
    await kafka().clients.create(topic, { partitions: PARTITIONS });
    await send(kafka(), topic, [...FIXED, "--format", "avro", "--compress", compress, ...toRegistry]);
    const messages = await kafka().clients.read(topic);
    const ids = new Set(messages.map(({ value }) => value.readUInt32BE(1)));
    expect([ids.size, messages.every(({ value }) => value[0] === 0)]).toEqual([1, true]);
    const { schema } = (await registry().get(`schemas/ids/${[...ids][0]}`)) as { schema: string };
    expect(await registry().get(`subjects/${topic}-value/versions/latest`)).toMatchObject({ id: [...ids][0], schema });
    const type = avro.Type.forSchema(JSON.parse(schema));
    // fromBuffer throws where a value has further bytes.
    const events = messages.map(({ value }) => withoutNulls({ ...type.fromBuffer(value.subarray(PREFIX_BYTES)) }));
    const numbers = await partitioned(kafka(), lines, PARTITIONS);
    expect(events).toEqual(numbers.flat().map((number) => JSON.parse(lines[number]!)));
  });

  it("are not sent where the registry does not answer, which the message says", async () => {
    const url = registry().url.replace(/:\d+/, ":1");
    const { code, stderr } = await run([
      ...FIXED,
      "--format",
      "avro",
      "--kafka-registry",
      url,
      ...into(kafka(), "none"),
    ]);
    expect(stderr).toMatch(/^eventsim: .*registry/m);
    expect(code).not.toBe(0);
  });
});
