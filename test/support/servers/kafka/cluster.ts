import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, inject } from "vitest";
import { Broker, type Properties } from "../../../../bench/servers/broker.ts";
import { freePort } from "../../../../bench/servers/ports.ts";
import { memoryDisk } from "../../files/memory-disk.ts";
import { type Certificates, makeCertificates } from "../certificates.ts";
import { TcpProxy } from "../proxy.ts";
import { Clients } from "./clients.ts";
import { LISTENERS, type Listener, securityProperties, USERS } from "./security.ts";

/** For the logs of a few runs. */
const ROOM_BYTES = 2 ** 31;

export interface ClusterOptions {
  /** 1 if absent. */
  brokers?: number;
  /** Properties of all brokers. */
  properties?: Properties;
}

/** The ports of a broker. `advertised` is that of the proxy for PROXIED, and else the same. */
interface Ports {
  controller: number;
  listening: Record<Listener, number>;
  advertised: Record<Listener, number>;
}

async function portsOf(): Promise<Ports> {
  const listening = {} as Record<Listener, number>;
  for (const name of LISTENERS) listening[name] = await freePort();
  return { controller: await freePort(), listening, advertised: { ...listening, PROXIED: await freePort() } };
}

function listenerList(ports: Record<Listener, number>): string[] {
  return LISTENERS.map((name) => `${name}://127.0.0.1:${ports[name]}`);
}

/** Brokers of Kafka on 127.0.0.1, each of which is a controller too, in a folder that is removed with them. */
export class KafkaCluster {
  readonly certificates: Certificates;
  readonly brokers: Broker[];
  /** In front of each broker's listener PROXIED. */
  proxies: TcpProxy[] = [];
  /** Kafka's own clients, to make topics, read them, and so on. */
  clients!: Clients;
  readonly #folder: string;
  readonly #ports: Ports[];

  private constructor(folder: string, ports: Ports[], properties: Properties) {
    this.#folder = folder;
    this.#ports = ports;
    this.certificates = makeCertificates(folder);
    const voters = ports.map(({ controller }, index) => `${index + 1}@127.0.0.1:${controller}`);
    this.brokers = ports.map(
      ({ controller, listening, advertised }, index) =>
        new Broker({
          folder: join(folder, String(index + 1)),
          id: index + 1,
          address: `127.0.0.1:${listening.PLAINTEXT}`,
          properties: {
            "controller.quorum.voters": voters.join(","),
            listeners: [...listenerList(listening), `CONTROLLER://127.0.0.1:${controller}`].join(","),
            "advertised.listeners": listenerList(advertised).join(","),
            "inter.broker.listener.name": "PLAINTEXT",
            ...securityProperties(this.certificates),
            ...properties,
          },
        }),
    );
  }

  /** Starts brokers, and resolves when they answer. They end with this process at the latest. */
  static async start({ brokers = 1, properties = {} }: ClusterOptions = {}): Promise<KafkaCluster> {
    const folder = mkdtempSync(join(memoryDisk(ROOM_BYTES) ?? tmpdir(), "eventsim-kafka-"));
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
    const ports: Ports[] = [];
    for (let i = 0; i < brokers; i++) ports.push(await portsOf());
    const cluster = new KafkaCluster(folder, ports, properties);
    try {
      await cluster.#start();
    } catch (error) {
      await cluster.stop();
      throw error;
    }
    return cluster;
  }

  async #start(): Promise<void> {
    for (const { listening, advertised } of this.#ports)
      this.proxies.push(await TcpProxy.start(advertised.PROXIED, listening.PROXIED));
    await Promise.all(this.brokers.map((broker) => broker.start()));
    this.clients = new Clients(this.address(), join(this.#folder, "clients.log"));
    for (const [user, password] of Object.entries(USERS)) await this.clients.makeUser(user, password);
  }

  /** host:port of each broker, with commas between. */
  address(listener: Listener = "PLAINTEXT"): string {
    return this.#ports.map(({ advertised }) => `127.0.0.1:${advertised[listener]}`).join(",");
  }

  /** Kills a broker and starts it again, on the same ports and in the same folder. */
  async killAndStart(index = 0): Promise<void> {
    const broker = this.brokers[index]!;
    await broker.kill();
    await broker.start();
  }

  async stop(): Promise<void> {
    await this.clients?.stop();
    for (const proxy of this.proxies) await proxy.stop();
    await Promise.all(this.brokers.map((broker) => broker.kill()));
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** A controller lets a broker that was killed come back after this time; it is nine seconds by default. */
export const QUICK_RETURN: Properties = { "broker.session.timeout.ms": 1500, "broker.heartbeat.interval.ms": 300 };

/** Whether the tests with Kafka can run; `.ci/verify-servers` says why not. */
export const hasKafka = inject("kafka");

/** Starts brokers before the tests of a file or a `describe`, and ends them after these. */
export function useKafka(options: ClusterOptions = {}): () => KafkaCluster {
  let cluster: KafkaCluster | undefined;
  beforeAll(async () => {
    cluster = await KafkaCluster.start(options);
  });
  afterAll(() => cluster?.stop());
  return () => cluster!;
}
