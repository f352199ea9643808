import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { HdfsCluster, hasHdfs } from "../../../../bench/servers/hdfs.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Port of 127.0.0.1 that tells the ports of the cluster; 0 if Hadoop is not installed. */
    hdfs: number;
  }
}

/** Small blocks and lists, so that files and folders have several; two replicas, so that a data node may be missing. */
const SETTINGS = { "dfs.replication": 2, "dfs.blocksize": 4_194_304, "dfs.ls.limit": 7, ...mayActForOthers() };

/** HttpFS runs as the same user as the cluster, and asks for others. */
function mayActForOthers(): Record<string, string> {
  const name = `hadoop.proxyuser.${userInfo().username}`;
  return { [`${name}.hosts`]: "*", [`${name}.groups`]: "*" };
}

/** Starts one cluster for all files, when the first of them asks for it. */
export default async function start({ provide }: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (!hasHdfs()) {
    console.error("stores: the tests with HDFS are skipped; npm run verify:stores installs it");
    provide("hdfs", 0);
    return undefined;
  }
  const folder = mkdtempSync(join(tmpdir(), "eventsim-hdfs-"));
  let cluster: Promise<HdfsCluster> | undefined;
  const server = createServer((socket) => {
    cluster ??= HdfsCluster.start(folder, SETTINGS);
    cluster.then(
      ({ ports }) => socket.end(JSON.stringify(ports)),
      (error: Error) => socket.end(JSON.stringify({ error: error.message })),
    );
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  provide("hdfs", (server.address() as AddressInfo).port);
  return async () => {
    server.close();
    await cluster?.then((each) => each.stop()).catch(() => {});
    rmSync(folder, { recursive: true, force: true });
  };
}
