import { RunError } from "../../../../system/errors.ts";
import type { HttpAnswer } from "../../http/messages.ts";
import type { Upload } from "../../http/upload.ts";
import { RemoteFailure } from "../access/failures.ts";
import type { NameNodeOptions, NameNodes, Operation } from "../access/name-nodes.ts";
import { statusOf } from "../access/status.ts";
import { shownPath } from "../address.ts";

const BYTES = { "content-type": "application/octet-stream" };
const MOST_MADE_FOLDERS = 10_000;

export interface FilesOptions extends NameNodeOptions {
  /** Asks after the run has been interrupted, for what it leaves behind. */
  farewell: NameNodes;
}

/** What is done with files of HDFS while they are written. Paths are absolute. */
export class HdfsFiles {
  readonly #made = new Set<string>();
  readonly #discards = new Set<Promise<unknown>>();

  constructor(
    readonly nodes: NameNodes,
    readonly options: FilesOptions,
  ) {}

  /** Begins a file anew; nothing of an earlier attempt stays. */
  async begin(path: string): Promise<Upload> {
    await this.makeFolderOf(path);
    return await this.#open({ method: "PUT", op: "CREATE", path, parameters: { overwrite: "true" } });
  }

  /** Goes on at the end of a file. */
  append(path: string): Promise<Upload> {
    return this.#open({ method: "POST", op: "APPEND", path });
  }

  /**
   * Returns the length of a file that nobody else is writing any more: to append nothing ends the lease of the data node
   * whose connection was cut. Until then the length that the name node says may grow.
   */
  async settle(path: string): Promise<number> {
    const status = await statusOf(this.nodes, path);
    if (status === undefined) return 0;
    const upload = await this.append(path);
    const answer = await upload.end();
    if (!isSuccess(answer)) throw RemoteFailure.of(this.shown(path), answer);
    return (await this.lengthOf(path)) ?? 0;
  }

  async lengthOf(path: string): Promise<number | undefined> {
    return (await statusOf(this.nodes, path))?.bytes;
  }

  /** Gives a complete file its name. An answer that was lost does not make it fail. */
  async complete(
    path: string,
    finalPath: string,
    { isNew, length }: { isNew: boolean; length: number },
  ): Promise<void> {
    await this.makeFolderOf(finalPath);
    try {
      if (await this.#rename(path, finalPath, isNew ? "NONE" : "OVERWRITE")) return;
      if (!isNew) {
        // HttpFS does not know the option: for a moment there is neither file.
        await this.remove(finalPath);
        if (await this.#rename(path, finalPath, "NONE")) return;
      }
    } catch (error) {
      if (!(error instanceof RemoteFailure)) throw error;
      if (error.exception === "FileAlreadyExistsException" && isNew) throw this.existing(finalPath);
      if (!error.isAbsent || (await this.lengthOf(finalPath)) !== length) throw error;
      return;
    }
    const there = await statusOf(this.nodes, finalPath);
    if (there !== undefined) throw this.existing(finalPath);
    throw new RunError(
      `${this.shown(finalPath)}: the file could not get its name, and HDFS does not say why; look at the name node's log`,
    );
  }

  async remove(path: string): Promise<void> {
    await this.nodes.call(deletion(path));
  }

  /** Removes an unfinished file, also when the run has been interrupted. */
  discard(path: string): void {
    const discard = this.options.farewell.call(deletion(path)).catch(() => {});
    this.#discards.add(discard);
    discard.finally(() => this.#discards.delete(discard));
  }

  /** Resolves when unfinished files are removed. */
  async discarded(): Promise<void> {
    await Promise.all(this.#discards);
  }

  /** Removes a folder that this made, unless something is in it. */
  async leaveFolder(folder: string): Promise<void> {
    if (this.#made.has(folder)) await this.options.farewell.call(deletion(folder)).catch(() => {});
  }

  /** Makes the folder of a file, once. */
  async makeFolderOf(path: string): Promise<void> {
    const folder = path.slice(0, path.lastIndexOf("/"));
    if (folder === "" || this.#made.has(folder)) return;
    const { body } = await this.nodes.call({ method: "PUT", op: "MKDIRS", path: folder });
    if (isFalse(body))
      throw new RunError(`${this.shown(folder)}: HDFS does not make this folder; look at the name node's log`);
    if (this.#made.size < MOST_MADE_FOLDERS) this.#made.add(folder);
  }

  shown(path: string): string {
    return shownPath(this.nodes.address, path);
  }

  onFailure(path: string, error: unknown, failures: number): void {
    this.nodes.passOn(error);
    this.nodes.tell(path, error, failures);
  }

  existing(path: string): RunError {
    return new RunError(
      `${this.shown(path)}: exists already, and is not replaced; name another file, or leave --no-clobber out`,
    );
  }

  async #open(operation: Operation): Promise<Upload> {
    const url = await this.nodes.locateOnce(operation);
    const upload = this.nodes.client.upload({ method: operation.method, url, headers: BYTES });
    upload.failure.catch(() => this.nodes.exclude(url));
    return upload;
  }

  /** Returns false where the server did not rename. */
  async #rename(path: string, destination: string, renameoptions: string): Promise<boolean> {
    const parameters = { destination, renameoptions };
    const { body } = await this.nodes.call({ method: "PUT", op: "RENAME", path, parameters });
    return !isFalse(body);
  }
}

function deletion(path: string): Operation {
  return { method: "DELETE", op: "DELETE", path, parameters: { recursive: "false" } };
}

export function isSuccess({ status }: HttpAnswer): boolean {
  return status >= 200 && status < 300;
}

/** Operations that HDFS did not do answer {"boolean":false}. */
function isFalse(body: Buffer): boolean {
  try {
    return JSON.parse(body.toString()).boolean === false;
  } catch {
    return false;
  }
}
