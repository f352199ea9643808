import type { Settings } from "../../../config/settings.ts";
import { formatInstant } from "../../../config/time.ts";
import type { MessagesEncoding } from "../../formats/messages/encoding.ts";
import { isLocalHost } from "../../local-host.ts";
import type { KafkaTarget } from "../settings.ts";

// What a person should know before the messages are sent.

const HOUR_SECONDS = 3600;
/** A topic's retention.ms unless it has another one. */
const USUAL_RETENTION_SECONDS = 7 * 24 * HOUR_SECONDS;

/** Brokers refuse time stamps far ahead (message.timestamp.after.max.ms, an hour since 4.0) and delete old messages. */
function notesOfTimes(
  { times }: MessagesEncoding,
  settings: Pick<Settings, "startSeconds" | "windowSeconds">,
  nowMs: number,
): string[] {
  if (times !== "event") return [];
  const { startSeconds, windowSeconds } = settings;
  const nowSeconds = nowMs / 1000;
  if (startSeconds + windowSeconds > nowSeconds + HOUR_SECONDS)
    return [
      `--kafka-timestamp event: the window ends at ${formatInstant(startSeconds + windowSeconds, 0)}, and brokers of Kafka 4 refuse time stamps more than an hour ahead unless the topic's message.timestamp.after.max.ms is larger`,
    ];
  if (startSeconds < nowSeconds - USUAL_RETENTION_SECONDS)
    return [
      `--kafka-timestamp event: the window begins at ${formatInstant(startSeconds, 0)}, and a topic deletes messages whose time stamps are older than its retention.ms (7 days unless it is set), even if they have just been sent`,
    ];
  return [];
}

function notesOfSecrets({ settings, registry }: KafkaTarget): string[] {
  const { sasl, tls, brokers } = settings;
  const isReadable = sasl !== undefined && /^(PLAIN|OAUTHBEARER)$/.test(sasl.mechanism) && tls === undefined;
  const isFar = brokers.some((broker) => !isLocalHost(broker.replace(/:\d+$/, "")));
  const isRegistryReadable =
    registry?.authorization !== undefined &&
    /^http:/.test(registry.url) &&
    !isLocalHost(new URL(registry.url).hostname);
  return [
    ...(isReadable && isFar
      ? [
          `--kafka-sasl ${sasl.mechanism} without TLS: whoever sees the network can read the ${sasl.token === undefined ? "password" : "token"}; add --kafka-tls if the brokers have it`,
        ]
      : []),
    ...(isRegistryReadable ? ["--kafka-registry: without https, whoever sees the network can read its password"] : []),
  ];
}

/** Returns the warnings about a run to Kafka. */
export function notesOfKafka(
  { kafka, encoding }: { kafka?: KafkaTarget; encoding: { messages?: MessagesEncoding } },
  settings: Pick<Settings, "startSeconds" | "windowSeconds">,
  nowMs = Date.now(),
): string[] {
  if (kafka === undefined || encoding.messages === undefined) return [];
  const lines = [...notesOfSecrets(kafka), ...notesOfTimes(encoding.messages, settings, nowMs)];
  return lines.map((line) => `eventsim: warning: ${line}`);
}
