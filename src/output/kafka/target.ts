import { existsSync } from "node:fs";
import { UsageError } from "../../system/errors.ts";
import { printable } from "../../system/printable.ts";
import { FROM_START } from "../containers/files/beginning.ts";
import { headerOf, type RunContext, type Started } from "../containers/run-context.ts";
import type { Target } from "../containers/target.ts";
import { MOST_BATCH_BYTES, mostRecordsOfBatchBytes } from "../formats/messages/batch.ts";
import { mostRecordBytes } from "../formats/messages/block.ts";
import type { MessagesEncoding } from "../formats/messages/encoding.ts";
import { filesFolderOf } from "../manifest/path.ts";
import type { Tally } from "../manifest/tally/tally.ts";
import type { Encoding } from "../request.ts";
import { meetManifest } from "../resume/existing.ts";
import { type Journal, JournaledMessages } from "./journaled-messages.ts";
import { KafkaOutput } from "./output.ts";
import { type Progress, progressPath, readProgress } from "./progress.ts";
import { registerSchema, schemaPrefix } from "./registry.ts";
import type { KafkaTarget } from "./settings.ts";
import { connectKafka, type KafkaTopic } from "./topic.ts";

/** Finds what an interrupted run of the same command has sent; undefined if the run begins anew. */
function findProgress(context: RunContext, { settings }: KafkaTarget): Progress | undefined {
  const { manifest, resume } = context.output;
  if (manifest === undefined) return undefined;
  const path = progressPath(manifest);
  const header = headerOf(context);
  if (resume) return readProgress(path, header, settings.topic);
  meetManifest(manifest, { header, folder: filesFolderOf(manifest), own: [] }, context);
  if (existsSync(path))
    context.say(`note: ${printable(path)}: a run was interrupted; without --resume its events are sent again`);
  return undefined;
}

function checkPartitions({ counts }: Progress, { partitions }: KafkaTopic, { settings }: KafkaTarget): void {
  if (counts.length === partitions) return;
  throw new UsageError(
    `--resume: the topic ${settings.topic} has ${partitions} partitions and had ${counts.length}, so users would move; begin anew in another topic`,
  );
}

/**
 * Returns the number of messages in each partition that the broker has of the interrupted run, from its position on.
 * Throws UsageError if the broker has forgotten the run's producer: it could not recognize what it has.
 */
async function deliveredSince({ producer }: Progress, topic: KafkaTopic): Promise<number[] | undefined> {
  if (producer === undefined) return undefined;
  const last = await topic.delivered(producer);
  const isForgotten = last.some((sequence, partition) => sequence < 0 && (producer.sequences[partition] as number) > 0);
  if (isForgotten)
    throw new UsageError(
      "--resume: the broker no longer knows the interrupted run (producer.id.expiration.ms, a day by default, has passed, or the topic is another one); begin anew in another topic",
    );
  return last;
}

/** Throws UsageError if an event may be larger than what the topic takes. */
function checkEvents({ longestLineBytes }: RunContext, messages: MessagesEncoding, { settings }: KafkaTarget): void {
  const { mostBatchBytes = MOST_BATCH_BYTES } = messages;
  const eventBytes = mostRecordBytes(messages, longestLineBytes);
  if (eventBytes <= mostRecordsOfBatchBytes(mostBatchBytes)) return;
  throw new UsageError(
    `the Kafka topic ${settings.topic} takes messages of up to ${mostBatchBytes} bytes (max.message.bytes), and with the longest texts of the catalog, the tag and the headers one can have ${eventBytes}; shorten them, or raise that limit`,
  );
}

/** Adds what only the topic knows, and the id of the schema before each value. */
async function encodingFor(
  encoding: Encoding,
  { partitions, mostBatchBytes }: KafkaTopic,
  target: KafkaTarget,
): Promise<Encoding> {
  const { registry, settings } = target;
  const id = registry && (await registerSchema(registry, registry.schema as string, settings.tls?.ca));
  const prefix = id === undefined ? undefined : schemaPrefix(id);
  const known = { partitions, ...(mostBatchBytes !== undefined && { mostBatchBytes }), ...(prefix && { prefix }) };
  return { ...encoding, messages: { ...encoding.messages!, ...known } };
}

function journalOf(
  context: RunContext,
  started: Started,
  target: KafkaTarget,
  progress?: Progress,
): Journal | undefined {
  if (context.output.manifest === undefined) return undefined;
  const tally = started.tally as Tally;
  if (progress !== undefined && progress.tally.byteLength > 0 && !tally.restore(progress.tally))
    throw new UsageError(
      `${printable(progressPath(context.output.manifest))}: belongs to another catalog or population; leave --resume out to begin anew, in an empty topic`,
    );
  return { context, started, tally, topic: target.settings.topic, progress };
}

/** Messages of a topic. The broker is asked before the run: which partitions there are decides what workers make. */
export async function openKafka(context: RunContext): Promise<Target> {
  const target = context.output.kafka as KafkaTarget;
  const progress = findProgress(context, target);
  const topic = await connectKafka(target.settings, context.signal);
  try {
    if (progress !== undefined) checkPartitions(progress, topic, target);
    const delivered = progress && (await deliveredSince(progress, topic));
    const encoding = await encodingFor(context.output.encoding, topic, target);
    checkEvents(context, encoding.messages!, target);
    if (progress !== undefined) context.say(`resume: ${progress.position.event} events are in the topic already`);
    return {
      name: target.name,
      beginning: progress === undefined ? FROM_START : { position: progress.position, kept: [] },
      isCounted: context.output.manifest !== undefined,
      encoding,
      async open(started) {
        const journal = journalOf(context, started, target, progress);
        const output = new KafkaOutput(topic, {
          times: encoding.messages!.times,
          state: progress?.producer,
          skip: delivered,
          warn: (line) => context.say(line),
        });
        return journal === undefined ? output : await JournaledMessages.begin(output, journal);
      },
      leave: () => void topic.close(),
    };
  } catch (error) {
    void topic.close();
    throw error;
  }
}
