import { RunError } from "../../../system/errors.ts";
import type { Destination } from "../../destinations/destination.ts";
import type { CreateOptions, Store, StoredFile } from "../store.ts";
import type { NameNodes } from "./access/name-nodes.ts";
import { type Status, statusOf } from "./access/status.ts";
import { checkPath } from "./address.ts";
import { listFiles } from "./listing.ts";
import { readRange } from "./reading.ts";
import { HdfsFile } from "./sending/file.ts";
import { type FilesOptions, HdfsFiles } from "./sending/files.ts";

const HIDDEN = ".eventsim";
/** Journal, manifest and tables, which the program keeps in that folder. */
const KEPT = /^_/;
/** A run that was interrupted ends within a second. */
const FAREWELL_MS = 800;

/** A folder of HDFS. Files are written under names below `.eventsim`, and renamed when HDFS has all of their bytes. */
export class WebHdfsStore implements Store {
  readonly name: string;
  readonly #files: HdfsFiles;

  /** @param folder absolute path without a slash at the end; "" for the root */
  constructor(
    private readonly nodes: NameNodes,
    private readonly folder: string,
    private readonly options: FilesOptions,
  ) {
    this.#files = new HdfsFiles(nodes, options);
    this.name = this.#files.shown(folder);
  }

  async create(name: string, { isNew, temporary = `${HIDDEN}/${name}.partial` }: CreateOptions): Promise<Destination> {
    const path = this.#pathOf(name);
    const status = await this.#statusOf(path);
    if (status?.isFolder) throw new RunError(`${this.#files.shown(path)}: is a folder; name a file in it`);
    if (status !== undefined && isNew) throw this.#files.existing(path);
    return new HdfsFile(this.#pathOf(temporary), path, isNew, this.#files);
  }

  async sizeOf(name: string): Promise<number | undefined> {
    const status = await this.#statusOf(this.#pathOf(name));
    return status?.isFolder ? undefined : status?.bytes;
  }

  list(): AsyncIterable<StoredFile> {
    return listFiles(this.nodes, this.folder);
  }

  async *read(name: string, range: { start: number; end?: number } = { start: 0 }): AsyncGenerator<Buffer> {
    const path = this.#pathOf(name);
    const status = await this.#statusOf(path);
    if (status === undefined || status.isFolder)
      throw new RunError(`${this.#files.shown(path)}: there is no such file; check the address`);
    const end = Math.min(range.end ?? status.bytes, status.bytes);
    yield* readRange(this.nodes, path, { start: range.start, end }, this.options);
  }

  async replace(name: string, bytes: Uint8Array): Promise<void> {
    const temporary = this.#pathOf(`${HIDDEN}/${name.replaceAll("/", "-")}.new`);
    const file = new HdfsFile(temporary, this.#pathOf(name), false, this.#files);
    try {
      await file.write([bytes]);
      await file.finish();
    } catch (error) {
      file.abort();
      throw error;
    }
  }

  async remove(name: string): Promise<void> {
    await this.#files.remove(this.#pathOf(name));
  }

  async clean(mayRemove: (name: string) => boolean = () => true): Promise<void> {
    for await (const { name } of listFiles(this.nodes, `${this.folder}/${HIDDEN}`)) {
      const whole = `${HIDDEN}/${name}`;
      if (!KEPT.test(name) && mayRemove(whole)) await this.remove(whole);
    }
  }

  async close(): Promise<void> {
    const late = new Promise<void>((resolve) => void setTimeout(resolve, FAREWELL_MS).unref());
    await Promise.race([this.#leave(), late]);
    this.nodes.client.close();
    this.options.farewell.client.close();
  }

  async #leave(): Promise<void> {
    await this.#files.discarded();
    await this.#files.leaveFolder(`${this.folder}/${HIDDEN}`);
  }

  #statusOf(path: string): Promise<Status | undefined> {
    return statusOf(this.nodes, path);
  }

  #pathOf(name: string): string {
    checkPath(`${this.name}/${name}`, name);
    return `${this.folder}/${name}`;
  }
}
