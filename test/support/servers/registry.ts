import type { ChildProcess } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, inject } from "vitest";
import { CLASSES, endProcess, hasEnded, startJava } from "../../../bench/servers/java.ts";
import { freePort } from "../../../bench/servers/ports.ts";
import { pause } from "../program/program.ts";

const FOLDER = inject("registry");

/** Whether the tests with a schema registry can run; `.ci/verify-servers` says why not. */
export const hasRegistry = FOLDER !== "";

/** Apicurio's schema registry on 127.0.0.1, which keeps what it is told in memory. */
export class Registry {
  private constructor(
    /** Where it speaks as Confluent's registry does. */
    readonly url: string,
    private readonly process: ChildProcess,
    private readonly folder: string,
  ) {}

  /** Starts it, and resolves when it answers. @throws Error with its log if it ends before */
  static async start(): Promise<Registry> {
    const folder = mkdtempSync(join(tmpdir(), "eventsim-registry-"));
    const log = join(folder, "log");
    const errors = openSync(log, "a");
    const port = await freePort();
    const runner = join(FOLDER, readdirSync(FOLDER).find((name) => name.endsWith("-runner.jar"))!);
    const options = [
      "-Xmx512m",
      "-XX:TieredStopAtLevel=1",
      "-Dquarkus.http.host=127.0.0.1",
      `-Dquarkus.http.port=${port}`,
    ];
    const values = ["Tied", "io.quarkus.runner.GeneratedMain"];
    const child = startJava(options, values, errors, [CLASSES, runner].join(":"));
    closeSync(errors);
    child.stdout!.resume();
    const registry = new Registry(`http://127.0.0.1:${port}/apis/ccompat/v7`, child, folder);
    while (!(await registry.#answers())) {
      if (hasEnded(child)) throw new Error(`the registry ended: ${readFileSync(log, "utf8").slice(-4000)}`);
      await pause(100);
    }
    return registry;
  }

  async #answers(): Promise<boolean> {
    return fetch(`${this.url}/subjects`).then(
      ({ ok }) => ok,
      () => false,
    );
  }

  /** Returns what it answers to a question, such as `schemas/ids/1`. */
  async get(path: string): Promise<unknown> {
    return await (await fetch(`${this.url}/${path}`)).json();
  }

  async stop(): Promise<void> {
    await endProcess(this.process, "SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Starts a registry before the tests of a file or a `describe`, and ends it after these. */
export function useRegistry(): () => Registry {
  let registry: Registry | undefined;
  beforeAll(async () => {
    registry = await Registry.start();
  });
  afterAll(() => registry?.stop());
  return () => registry!;
}
