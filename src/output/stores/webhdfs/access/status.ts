import { RemoteFailure } from "./failures.ts";
import type { NameNodes } from "./name-nodes.ts";

export interface Status {
  bytes: number;
  isFolder: boolean;
}

/** Returns what HDFS has under a path; undefined if there is nothing. */
export async function statusOf(nodes: NameNodes, path: string): Promise<Status | undefined> {
  const operation = { method: "GET", op: "GETFILESTATUS", path } as const;
  try {
    const { body } = await nodes.call(operation);
    const { length, type } = JSON.parse(body.toString()).FileStatus;
    if (Number.isSafeInteger(length) && typeof type === "string")
      return { bytes: length, isFolder: type === "DIRECTORY" };
  } catch (error) {
    if (error instanceof RemoteFailure && error.isAbsent) return undefined;
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
  }
  throw nodes.foreign(path);
}
