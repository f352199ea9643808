// The cluster that the test files of HDFS share, and folders in it.
import { connect } from "node:net";
import { inject, onTestFinished } from "vitest";
import { type HdfsPorts, obey } from "../../../../bench/servers/hdfs.ts";
import type { Store } from "../../../../src/output/stores/store.ts";
import { openWebHdfs, type WebHdfsStoreOptions } from "../../../../src/output/stores/webhdfs/open.ts";

export const HAS_HDFS = inject("hdfs") !== 0;

let known: Promise<HdfsPorts> | undefined;

async function ask(): Promise<HdfsPorts> {
  let text = "";
  for await (const piece of connect(inject("hdfs"), "127.0.0.1")) text += piece;
  const answer = JSON.parse(text) as HdfsPorts & { error?: string };
  if (answer.error !== undefined) throw new Error(answer.error);
  return answer;
}

/** Ports of the cluster, which is started if it is not there yet. */
export function cluster(): Promise<HdfsPorts> {
  known ??= ask();
  return known;
}

/** Has the cluster do something: see Cluster.java. */
export async function command(text: string): Promise<string> {
  return await obey(await cluster(), text);
}

/** The address of a path, with both name nodes. */
export async function addressOf(path: string): Promise<string> {
  const { http } = await cluster();
  return `webhdfs://${http.map((port) => `127.0.0.1:${port}`).join(",")}${path}`;
}

let folders = 0;

/** A path of a folder that no other test uses. */
export function newFolder(): string {
  return `/tests/${process.pid}-${folders++}`;
}

/** Who asks, unless a test says otherwise: the user that the cluster runs as may do everything. */
const ENVIRONMENT = { HADOOP_USER_NAME: process.env.USER ?? "root" };

/** Opens a folder, and closes it at the end of the test. @param ports to use instead of those of the name nodes */
export async function openFolder(
  path: string,
  options: WebHdfsStoreOptions & { address?: string } = {},
): Promise<Store> {
  const { address = await addressOf(`${path}/`), ...rest } = options;
  const { store } = await openWebHdfs(address, { environment: ENVIRONMENT, ...rest });
  onTestFinished(() => store.close());
  return store;
}
