// How a run writes to Kafka: what a person asks for, and what the run has from it.

export const ACKS = ["0", "1", "all"] as const;
export const SASL_MECHANISMS = ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"] as const;
export type Acks = (typeof ACKS)[number];
export type SaslMechanism = (typeof SASL_MECHANISMS)[number];

/** Encryption, and the certificate that this client shows. All but the passphrase are texts in PEM, not paths. */
export interface KafkaTls {
  /** Authorities to trust instead of the usual ones. */
  ca?: string;
  cert?: string;
  key?: string;
  passphrase?: string;
  /** The broker's name in its certificate; the name that it was reached by if absent. */
  serverName?: string;
}

export interface KafkaSasl {
  mechanism: SaslMechanism;
  username?: string;
  password?: string;
  token?: string;
}

/** What the connection to the brokers needs. It contains secrets: it is in no message and no manifest. */
export interface KafkaSettings {
  /** Each as host:port; an IPv6 address in brackets. */
  brokers: string[];
  topic: string;
  /** Partitions that the topic must have, and is created with if it is absent. */
  partitionsWanted?: number;
  /** Replicas that acknowledge a batch: none, the leader, or -1 for all in sync. */
  acks: 0 | 1 | -1;
  /** Longest time, in milliseconds, from the first attempt to send a batch to its acknowledgement. */
  timeoutMs: number;
  clientId?: string;
  tls?: KafkaTls;
  sasl?: KafkaSasl;
}

/** A schema registry. It contains a secret, as KafkaSettings do. */
export interface RegistrySettings {
  /** Without a user, a query or a slash at the end. */
  url: string;
  /** `user:password`, for basic authentication. */
  authorization?: string;
  /** The name under which the registry keeps the versions of the values' schema. */
  subject: string;
  /** The schema in Avro, once the fields of the run's events are known. */
  schema?: string;
}

/** The Kafka output of a run. */
export interface KafkaTarget {
  /** For messages: `kafka://host:port,host:port/topic`. */
  name: string;
  settings: KafkaSettings;
  registry?: RegistrySettings;
}

/**
 * What a person asks for, by option or address, before it is read and checked: the texts as they stand there. Files
 * are paths.
 */
export interface KafkaRequest {
  brokers?: string;
  topic?: string;
  key?: string;
  /** Each as name=value. */
  headers?: readonly string[];
  timestamp?: string;
  acks?: string;
  partitions?: string;
  timeout?: string;
  registry?: string;
  tls?: string;
  ca?: string;
  cert?: string;
  certKey?: string;
  sasl?: string;
  user?: string;
  passwordFile?: string;
  tokenFile?: string;
}
