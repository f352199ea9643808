import { Problems } from "../../../system/errors.ts";
import type { MessagesEncoding } from "../../formats/messages/encoding.ts";
import type { KafkaSasl, KafkaSettings, KafkaTarget, RegistrySettings, SaslMechanism } from "../settings.ts";
import { readTls } from "./certificates.ts";
import type { KafkaWishes } from "./read.ts";
import { type Environment, registryAuthorization, secretOf, VARIABLES } from "./secrets.ts";

const DEFAULT_TIMEOUT_SECONDS = 120;
const ACKS = { "0": 0, "1": 1, all: -1 } as const;
/** A name for messages has no more brokers than these. */
const MOST_NAMED_BROKERS = 3;

/** Returns `kafka://host:port,host:port/topic`. */
function nameOf({ brokers, topic }: KafkaWishes): string {
  const named = brokers.slice(0, MOST_NAMED_BROKERS);
  return `kafka://${named.join(",")}${brokers.length > named.length ? ",..." : ""}/${topic}`;
}

function saslOf(mechanism: SaslMechanism, wishes: KafkaWishes, environment: Environment): KafkaSasl {
  const { user, passwordFile, tokenFile } = wishes;
  if (mechanism === "OAUTHBEARER") {
    const token = secretOf({ option: "--kafka-token-file", path: tokenFile }, VARIABLES.token, environment);
    return { mechanism, ...(token !== undefined && { token }) };
  }
  const password = secretOf({ option: "--kafka-password-file", path: passwordFile }, VARIABLES.password, environment);
  return { mechanism, ...(user !== undefined && { username: user }), ...(password !== undefined && { password }) };
}

function registryOf(url: string, topic: string, environment: Environment): RegistrySettings {
  const authorization = registryAuthorization(environment);
  return { url, subject: `${topic}-value`, ...(authorization !== undefined && { authorization }) };
}

/** Reads the secrets and certificates that the wishes name. Throws UsageError with all problems, without a secret. */
export function targetOf(wishes: KafkaWishes, environment: Environment = process.env): KafkaTarget {
  const { brokers, topic, tls, ca, cert, certKey, sasl, registry, partitions, acks = "all" } = wishes;
  const found = new Problems();
  const hasTls = tls === true || ca !== undefined || cert !== undefined;
  const files = {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(certKey !== undefined && { certKey }),
  };
  const encryption = hasTls ? found.in(() => readTls(files, environment)) : undefined;
  const identity = sasl === undefined ? undefined : found.in(() => saslOf(sasl, wishes, environment));
  const schemas = registry === undefined ? undefined : found.in(() => registryOf(registry, topic, environment));
  if (found.error !== undefined) throw found.error;
  const settings: KafkaSettings = {
    ...{ brokers, topic, acks: ACKS[acks], timeoutMs: (wishes.timeout ?? DEFAULT_TIMEOUT_SECONDS) * 1000 },
    ...(partitions !== undefined && { partitionsWanted: partitions }),
    ...(encryption && { tls: encryption }),
    ...(identity && { sasl: identity }),
  };
  return { name: nameOf(wishes), settings, ...(schemas && { registry: schemas }) };
}

/** The rules of the messages. Their partitions are known when the topic is. */
export function messagesOf({ key = "userId", headers, timestamp = "now" }: KafkaWishes): MessagesEncoding {
  return { partitions: 0, key, headers, times: timestamp };
}
