import type { ChildProcess } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { endProcess, hasEnded, startJava } from "./java.ts";

export type Properties = Record<string, string | number | boolean>;

/** Any id will do, as long as all brokers of a cluster have it. */
const CLUSTER_ID = "AAAAAAAAAAAAAAAAAAAAAQ";

/** Few threads and small internal topics: a broker starts sooner and takes less memory. */
const SMALL: Properties = {
  "num.network.threads": 2,
  "num.io.threads": 2,
  "num.partitions": 4,
  "auto.create.topics.enable": false,
  "offsets.topic.num.partitions": 1,
  "offsets.topic.replication.factor": 1,
  "transaction.state.log.num.partitions": 1,
  "transaction.state.log.replication.factor": 1,
  "transaction.state.log.min.isr": 1,
  "share.coordinator.state.topic.replication.factor": 1,
  "share.coordinator.state.topic.min.isr": 1,
  "group.initial.rebalance.delay.ms": 0,
};

/** A third less processor time for a start. */
const QUICK_START = ["-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"];

export interface BrokerOptions {
  /** Takes the broker's files. */
  folder: string;
  id: number;
  /** Where `RunBroker` asks the broker whether it is there: host:port of a listener without encryption. */
  address: string;
  /** Listeners, voters and others, besides what all brokers have. */
  properties: Properties;
  javaOptions?: readonly string[];
}

/** A broker of Kafka, which may be started again in its folder after it was stopped or killed. */
export class Broker {
  readonly id: number;
  #child: ChildProcess | undefined;
  #isFormatted = false;
  readonly #options: BrokerOptions;
  readonly #file: string;
  readonly #log: string;

  constructor(options: BrokerOptions) {
    this.#options = options;
    this.id = options.id;
    mkdirSync(options.folder, { recursive: true });
    this.#file = join(options.folder, "server.properties");
    this.#log = join(options.folder, "server.log");
    const all: Properties = {
      "process.roles": "broker,controller",
      "node.id": options.id,
      "log.dirs": join(options.folder, "data"),
      "controller.listener.names": "CONTROLLER",
      ...SMALL,
      ...options.properties,
    };
    const lines = Object.entries(all).map(([name, value]) => `${name}=${value}\n`);
    writeFileSync(this.#file, lines.join(""), { mode: 0o600 });
  }

  /** The process's id while the broker runs. */
  get pid(): number | undefined {
    return this.#child !== undefined && !hasEnded(this.#child) ? this.#child.pid : undefined;
  }

  /** Starts the broker, and resolves when it takes part in its cluster. @throws Error with its log if it ends before */
  async start(): Promise<void> {
    const { address, id, javaOptions = QUICK_START } = this.#options;
    const format = ["format", "--cluster-id", CLUSTER_ID, "--config", this.#file];
    const log = openSync(this.#log, "a");
    const values = ["RunBroker", this.#file, address, String(id), ...(this.#isFormatted ? [] : format)];
    const child = startJava(javaOptions, values, log);
    closeSync(log);
    this.#child = child;
    await new Promise<void>((resolve, reject) => {
      child.stdout!.on("data", (bytes: Buffer) => {
        if (String(bytes).includes("ready")) resolve();
      });
      child.once("error", reject);
      child.once("exit", () => reject(new Error(`the broker ended: ${readFileSync(this.#log, "utf8").slice(-4000)}`)));
    });
    this.#isFormatted = true;
  }

  /** Stops the broker as its own script does. */
  async stop(): Promise<void> {
    if (this.#child !== undefined) await endProcess(this.#child, "SIGTERM");
  }

  /** Kills the broker, as a machine that fails does. */
  async kill(): Promise<void> {
    if (this.#child !== undefined) await endProcess(this.#child, "SIGKILL");
  }

  /** Halts the process, which keeps its connections and answers nobody, until `resume`. */
  pause(): void {
    this.#child?.kill("SIGSTOP");
  }

  resume(): void {
    this.#child?.kill("SIGCONT");
  }
}
