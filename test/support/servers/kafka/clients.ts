import type { ChildProcess } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { createInterface, type Interface } from "node:readline";
import { endProcess, startJava } from "../../../../bench/servers/java.ts";
import { inOrder, type Message, messageOf, type PrintedMessage } from "./messages.ts";

type Printed = PrintedMessage | { done?: unknown; error?: string };

/** What a topic is made with. */
export interface TopicOptions {
  partitions?: number;
  replicas?: number;
  config?: Record<string, string>;
}

export type Operation = "Write" | "Describe" | "Create";

/** Kafka's own clients, in a process that answers one question after the other. */
export class Clients {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #reader: Interface;
  #last: Promise<unknown> = Promise.resolve();

  /** @param address brokers, on a listener without encryption @param log file that takes what they print */
  constructor(address: string, log: string) {
    const errors = openSync(log, "a");
    this.#child = startJava(["-Xmx512m", "-XX:+UseSerialGC"], ["Clients", address], errors);
    closeSync(errors);
    this.#reader = createInterface({ input: this.#child.stdout! });
    this.#lines = this.#reader[Symbol.asyncIterator]();
  }

  #ask(question: object, take?: (message: Message) => void): Promise<unknown> {
    const answer = this.#last.catch(() => {}).then(() => this.#answer(question, take));
    this.#last = answer;
    return answer;
  }

  async #answer(question: object, take: (message: Message) => void = () => {}): Promise<unknown> {
    this.#child.stdin!.write(`${JSON.stringify(question)}\n`);
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done) throw new Error("Kafka's clients have ended");
      const printed = JSON.parse(value) as Printed;
      if (Array.isArray(printed)) take(messageOf(printed));
      else if (printed.error !== undefined) throw new Error(printed.error);
      else return printed.done;
    }
  }

  async create(topic: string, { partitions = 4, ...options }: TopicOptions = {}): Promise<void> {
    await this.#ask({ what: "create", topic, partitions, ...options });
  }

  async delete(topic: string): Promise<void> {
    await this.#ask({ what: "delete", topic });
  }

  /** Changes settings of a topic. */
  async configure(topic: string, config: Record<string, string>): Promise<void> {
    await this.#ask({ what: "configure", topic, config });
  }

  /** Returns each partition's number of messages. */
  async ends(topic: string): Promise<number[]> {
    return (await this.#ask({ what: "ends", topic })) as number[];
  }

  /** Returns the id of each partition's leader; -1 where there is none. */
  async leaders(topic: string): Promise<number[]> {
    return (await this.#ask({ what: "leaders", topic })) as number[];
  }

  /** Moves each partition's leader to the broker with that id, which must have a replica. Returns what failed. */
  async lead(topic: string, brokers: readonly number[]): Promise<string[]> {
    return (await this.#ask({ what: "lead", topic, brokers })) as string[];
  }

  /**
   * Allows a user an operation. What has a rule refuses whatever no rule allows, except to those without a name.
   * @param topic the cluster itself if undefined
   */
  async allow(user: string, operation: Operation, topic?: string): Promise<void> {
    await this.#ask({ what: "allow", user, operation, topic });
  }

  /** Denies a user an operation, in the same way. */
  async deny(user: string, operation: Operation, topic?: string): Promise<void> {
    await this.#ask({ what: "deny", user, operation, topic });
  }

  /** Makes a user that SCRAM knows. */
  async makeUser(user: string, password: string): Promise<void> {
    await this.#ask({ what: "user", user, password });
  }

  /** Limits what each client may send; without a number, lifts the limit. */
  async limit(bytesPerSecond?: number): Promise<void> {
    await this.#ask({ what: "limit", bytesPerSecond: bytesPerSecond ?? null });
  }

  /** Sends a message for each key, and returns the partitions that Kafka's producer chose. */
  async produce(topic: string, keys: readonly (string | null)[]): Promise<number[]> {
    return (await this.#ask({ what: "produce", topic, keys })) as number[];
  }

  /** Reads all messages of a topic, and checks the CRC of each batch. */
  async read(topic: string): Promise<Message[]> {
    const messages: Message[] = [];
    await this.#ask({ what: "read", topic }, (message) => messages.push(message));
    return inOrder(messages);
  }

  async stop(): Promise<void> {
    this.#reader.close();
    await endProcess(this.#child, "SIGKILL");
  }
}
