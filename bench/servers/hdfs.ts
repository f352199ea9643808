import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { packageRoot } from "../../src/system/root.ts";
import { endProcess, javaCommand, startJava } from "./java.ts";

/** What `npm run verify:stores` installs of Hadoop. */
const FOLDER = join(packageRoot(), "build", "stores-hdfs");
const JARS = join(FOLDER, "jars", "*");
const CLASSES = join(FOLDER, "classes");
const START = ["-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"];
/** What Hadoop needs of later versions of Java: https://issues.apache.org/jira/browse/HADOOP-17177 */
const OPENS = "--add-opens=java.base/java.lang=ALL-UNNAMED";

/** Whether Hadoop is installed. */
export function hasHdfs(): boolean {
  return existsSync(join(FOLDER, "wanted"));
}

/** Ports of 127.0.0.1: of both name nodes for Hadoop's protocol and for HTTP, and that which takes commands. */
export interface HdfsPorts {
  rpc: [number, number];
  http: [number, number];
  control: number;
}

/** Has the cluster do something, such as `stop-datanode 0` (Cluster.java), and returns what it answers. */
export async function obey({ control }: HdfsPorts, command: string): Promise<string> {
  const socket = connect(control, "127.0.0.1");
  socket.write(`${command}\n`);
  let answer = "";
  for await (const piece of socket) answer += piece;
  if (answer.startsWith("ok ")) return answer.slice(3).trimEnd();
  throw new Error(`${command}: ${answer}`);
}

/** Two name nodes and two data nodes of HDFS in one process. */
export class HdfsCluster {
  private constructor(
    readonly ports: HdfsPorts,
    readonly child: ChildProcess,
  ) {}

  /**
   * Starts a cluster, which ends with this process at the latest. Throws Error with its log if it does not start.
   * @param folder takes its files @param settings Hadoop's keys with their values
   */
  static async start(
    folder: string,
    settings: Readonly<Record<string, string | number>> = {},
    javaOptions: readonly string[] = START,
  ): Promise<HdfsCluster> {
    mkdirSync(folder, { recursive: true });
    const file = join(folder, "cluster.log");
    const log = openSync(file, "a");
    const pairs = Object.entries(settings).map(([key, value]) => `${key}=${value}`);
    const options = [...javaOptions, OPENS];
    const child = startJava(options, ["Cluster", join(folder, "data"), ...pairs], log, `${CLASSES}:${JARS}`);
    closeSync(log);
    const line = await new Promise<string>((resolve, reject) => {
      let text = "";
      child.stdout!.on("data", (bytes: Buffer) => {
        text += bytes;
        if (text.includes("\n")) resolve(text);
      });
      child.once("error", reject);
      child.once("exit", () => reject(new Error(`the cluster ended: ${readFileSync(file, "utf8").slice(-4000)}`)));
    });
    const [rpc, http, otherRpc, otherHttp, control] = line.split(" ").slice(1).map(Number) as number[];
    return new HdfsCluster({ rpc: [rpc!, otherRpc!], http: [http!, otherHttp!], control: control! }, child);
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null) {
      this.child.stdin!.end();
      await Promise.race([once(this.child, "exit"), endProcess(this.child, "SIGTERM")]);
    }
  }
}

/** Writes Hadoop's own command `hdfs`, as far as it is `hdfs dfs`, into a folder. Returns its path. */
export function writeHdfsCommand(folder: string, { rpc }: HdfsPorts): string {
  const settings = join(folder, "conf");
  mkdirSync(settings, { recursive: true });
  const property = `<property><name>fs.defaultFS</name><value>hdfs://127.0.0.1:${rpc[0]}</value></property>`;
  writeFileSync(join(settings, "core-site.xml"), `<configuration>${property}</configuration>\n`);
  const [java, values] = javaCommand(["-Xmx512m", OPENS], ["org.apache.hadoop.fs.FsShell"], `${settings}:${JARS}`);
  const quoted = [java, ...values].map((word) => `'${word}'`).join(" ");
  const path = join(folder, "hdfs");
  const script = `#!/bin/sh\n[ "$1" = dfs ] || { echo "hdfs: only dfs is here" >&2; exit 2; }\nshift\nexec ${quoted} "$@"\n`;
  writeFileSync(path, script, { mode: 0o755 });
  return path;
}
