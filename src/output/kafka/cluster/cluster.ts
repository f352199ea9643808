import { KafkaFailure } from "../errors.ts";
import type { KafkaSettings } from "../settings.ts";
import { type Address, parseAddress } from "../wire/address.ts";
import { type Access, BrokerConnection, ConnectError } from "../wire/connection.ts";
import { answerOf, loadLibrary } from "../wire/library.ts";
import { secureContextOf } from "./explain.ts";

/** What the brokers know of the topic. */
export interface TopicState {
  /** 0 where the topic is there. */
  errorCode: number;
  /** Node of each partition's leader, -1 where there is none at the moment. */
  leaders: number[];
}

const NO_ID = /^[0-]*$/;

/** None of the brokers that the user has named can be used. */
export class NoBroker extends AggregateError {}

/** The brokers and what they know of one topic: who leads its partitions, and connections to them. */
export class Cluster {
  /** For messages. */
  readonly output: string;
  /** Node of each partition's leader at the last refresh; -1 where there was none. */
  leaders: number[] = [];
  controller = -1;
  readonly #abort = new AbortController();
  readonly #access: Access;
  readonly #entries: Address[];
  /** A connection to one of the addresses that the user named. */
  #entry: BrokerConnection | undefined;
  #brokers = new Map<number, Address>();
  readonly #connections = new Map<number, BrokerConnection>();
  readonly #opening = new Map<number, Promise<BrokerConnection>>();
  #topicId: string | undefined;

  private constructor(
    readonly settings: KafkaSettings,
    readonly library: Access["library"],
  ) {
    this.output = `Kafka topic ${settings.topic}`;
    this.#entries = settings.brokers.map(parseAddress);
    const secureContext = settings.tls === undefined ? undefined : secureContextOf(settings.tls);
    this.#access = { settings, library, secureContext, signal: this.#abort.signal };
  }

  /** Throws a UsageError where an address or a certificate cannot be used. Opens no connection. */
  static async load(settings: KafkaSettings): Promise<Cluster> {
    return new Cluster(settings, await loadLibrary());
  }

  /** Comes when the output is given up. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Returns a connection to any broker. Throws a NoBroker. */
  async any(): Promise<BrokerConnection> {
    for (const connection of [...this.#connections.values(), this.#entry]) if (connection?.isReady) return connection;
    const errors: unknown[] = [];
    for (const node of this.#brokers.keys()) {
      const connection = await this.to(node).catch((error: unknown) => void errors.push(error));
      if (connection !== undefined) return connection;
    }
    for (const address of this.#entries) {
      const opening = BrokerConnection.open(address, this.#access);
      this.#entry = await opening.catch((error: unknown) => void errors.push(error));
      if (this.#entry !== undefined) return this.#entry;
    }
    throw new NoBroker(errors, "no broker can be used");
  }

  /** Returns the connection to a node, and opens it where there is none. Throws a ConnectError. */
  to(node: number): Promise<BrokerConnection> {
    const known = this.#connections.get(node);
    if (known?.isOpen) return Promise.resolve(known);
    const opening = this.#opening.get(node) ?? this.#open(node).finally(() => this.#opening.delete(node));
    this.#opening.set(node, opening);
    return opening;
  }

  /** Asks where the topic's partitions are. Throws a KafkaFailure if the topic is another one now. */
  async refresh(): Promise<TopicState> {
    const { metadataV12, metadataV11, metadataV10, metadataV9 } = this.library;
    const connection = await this.any();
    const apis = [metadataV12.api, metadataV11.api, metadataV10.api, metadataV9.api];
    type Answer = Awaited<ReturnType<typeof metadataV12.api.async>>;
    const { topic } = this.settings;
    const answer = await connection.call(apis, [topic], false, false).catch((error: unknown) => {
      const partly = answerOf<Answer>(error);
      if (partly?.brokers === undefined) throw error;
      return partly;
    });
    this.#note(answer.brokers);
    this.controller = answer.controllerId;
    const found = answer.topics.find(({ name }) => name === topic);
    const { errorCode = 0, partitions = [] } = found ?? {};
    if (errorCode === 0) this.#checkId(found?.topicId);
    const leaders: number[] = [];
    for (const { partitionIndex, leaderId } of partitions) leaders[partitionIndex] = leaderId;
    this.leaders = Array.from(leaders, (node = -1) => node);
    return { errorCode, leaders: this.leaders };
  }

  /** Opens the connections to all leaders. Throws a ConnectError. */
  async connectLeaders(): Promise<void> {
    await Promise.all([...new Set(this.leaders)].map((node) => this.to(node)));
    const entry = this.#entry;
    this.#entry = undefined;
    await entry?.close();
  }

  /**
   * Resolves when the brokers have read all that was written: a broker answers the requests of a connection in order.
   * For what it does not acknowledge. Returns false if a broker has ended its connection instead.
   */
  async flush(): Promise<boolean> {
    if (this.settings.acks !== 0) return true;
    const open = [...this.#connections.values()].filter(({ isOpen }) => isOpen);
    const answers = await Promise.allSettled(open.map((connection) => connection.askVersions()));
    return answers.every(({ status }) => status === "fulfilled");
  }

  /** Throws a KafkaFailure if the topic is another one now, as far as the brokers can be asked. */
  async checkTopic(): Promise<void> {
    try {
      await this.refresh();
    } catch (error) {
      if (error instanceof KafkaFailure) throw error;
    }
  }

  /** Closes all connections when what was written is sent. */
  async close(): Promise<void> {
    const all = [...this.#connections.values(), this.#entry];
    this.#abort.abort();
    await Promise.all(all.map((connection) => connection?.close()));
  }

  /** Ends all connections at once. */
  abort(): void {
    const reason = new Error("the run has ended");
    this.#abort.abort(reason);
    for (const connection of [...this.#connections.values(), this.#entry]) connection?.destroy(reason);
  }

  async #open(node: number): Promise<BrokerConnection> {
    const address = this.#brokers.get(node);
    if (address === undefined) throw new Error(`no broker has the number ${node}`);
    const connection = await BrokerConnection.open(address, this.#access);
    this.#connections.set(node, connection);
    return connection;
  }

  /** Notes where the brokers are. One that has moved is connected to anew. */
  #note(brokers: readonly (Address & { nodeId: number })[]): void {
    const before = this.#brokers;
    this.#brokers = new Map(brokers.map(({ nodeId, host, port }) => [nodeId, { host, port }]));
    for (const [node, { host, port }] of before) {
      const now = this.#brokers.get(node);
      if (now?.host === host && now.port === port) continue;
      this.#connections.get(node)?.destroy(new ConnectError({ host, port }, new Error("the broker has moved")));
      this.#connections.delete(node);
    }
  }

  /** A topic that was deleted and created again has lost what was acknowledged. */
  #checkId(id: string | undefined): void {
    if (id === undefined || NO_ID.test(id)) return;
    this.#topicId ??= id;
    if (this.#topicId === id) return;
    throw new KafkaFailure(
      this.output,
      "the topic was deleted and created again during the run, and what it had is gone",
      "start the run again",
    );
  }
}
