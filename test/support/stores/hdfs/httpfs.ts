// HttpFS, the gateway to HDFS, for the cluster that the tests share.
import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, existsSync, mkdirSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { endProcess, hasEnded, startJava } from "../../../../bench/servers/java.ts";
import { freePort } from "../../../../bench/servers/ports.ts";
import { lastingFolder } from "../../files/folders.ts";
import { pause } from "../../program/program.ts";
import { ROOT } from "../../root.ts";
import { cluster, HAS_HDFS } from "./hdfs.ts";

const FOLDER = join(ROOT, "build", "stores-httpfs");
const CLASS = "org.apache.hadoop.fs.http.server.HttpFSServerWebServer";
const OPTIONS = [
  "-Xmx384m",
  "-XX:+UseSerialGC",
  "-XX:TieredStopAtLevel=1",
  "--add-opens=java.base/java.lang=ALL-UNNAMED",
];

export const HAS_HTTPFS = HAS_HDFS && existsSync(join(FOLDER, "wanted"));

function writeSettings(path: string, settings: Readonly<Record<string, string>>): void {
  const properties = Object.entries(settings).map(
    ([name, value]) => `<property><name>${name}</name><value>${value}</value></property>\n`,
  );
  writeFileSync(path, `<configuration>\n${properties.join("")}</configuration>\n`);
}

/** Starts the server, and resolves when it answers. */
async function start(port: number): Promise<ChildProcess> {
  const home = lastingFolder();
  const settings = join(home, "conf");
  for (const name of ["conf", "log", "temp"]) mkdirSync(join(home, name));
  writeSettings(join(settings, "core-site.xml"), { "fs.defaultFS": `hdfs://127.0.0.1:${(await cluster()).rpc[0]}` });
  writeSettings(join(settings, "httpfs-site.xml"), {
    "httpfs.http.hostname": "127.0.0.1",
    "httpfs.http.port": String(port),
    "httpfs.hadoop.config.dir": settings,
  });
  writeFileSync(join(settings, "httpfs-signature.secret"), randomBytes(48).toString("hex"));
  const places = { home, config: settings, log: join(home, "log"), temp: join(home, "temp") };
  const options = Object.entries(places).map(([name, path]) => `-Dhttpfs.${name}.dir=${path}`);
  const log = openSync(join(home, "httpfs.log"), "a");
  const child = startJava([...OPTIONS, ...options], [CLASS], log, `${settings}:${join(FOLDER, "jars", "*")}`);
  child.stdout!.resume();
  closeSync(log);
  while (!hasEnded(child) && !(await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined))) await pause(100);
  if (hasEnded(child)) throw new Error("HttpFS ended at its start");
  return child;
}

/** Has a server of HttpFS while the tests of a file run. Returns what gives the address of a path. */
export function useHttpFs(): (path: string) => Promise<string> {
  let port = 0;
  let child: ChildProcess | undefined;
  beforeAll(async () => {
    if (!HAS_HTTPFS) return;
    port = await freePort();
    child = await start(port);
  });
  afterAll(async () => {
    if (child !== undefined) await endProcess(child, "SIGKILL");
  });
  return async (path) => `webhdfs://127.0.0.1:${port}${path}`;
}
