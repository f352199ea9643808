import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of the process with the readers of Python and Spark 3.5; empty if they are not installed. */
    readers: string;
    /** Address of the process with Spark 4; likewise. */
    spark4: string;
    /** The class path of parquet-java and ReadParquet; likewise. */
    parquetJava: string;
  }
}

const BUILD = join(import.meta.dirname, "..", "..", "build");
const JAVA = join(BUILD, "readers-java");
/** What `.ci/verify-readers` did not install. */
const ABSENT = (process.env.READERS_ABSENT ?? "").split(" ");

function installed(name: string, path: string): string {
  if (!existsSync(path)) throw new Error(`${path}: is not there; npm run verify:readers installs ${name}`);
  return path;
}

/** Starts a process of Python that answers questions (serve.py), and returns it with its address. */
async function startPython(folder: string, script: string): Promise<{ child: ChildProcess; address: string }> {
  const python = installed("it", join(BUILD, folder, "bin", "python"));
  const child = spawn(python, [join(import.meta.dirname, script)], { stdio: "pipe", cwd: BUILD });
  const said: Buffer[] = [];
  child.stderr.on("data", (bytes: Buffer) => said.push(bytes));
  const port = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (bytes: Buffer) => resolve(String(bytes).trim()));
    child.once("exit", () => reject(new Error(`${script} did not start: ${Buffer.concat(said)}`)));
  });
  return { child, address: `http://127.0.0.1:${port}/` };
}

/** Starts the processes that have the readers, once for all test files. Returns a function that ends them. */
export default async function start({ provide }: TestProject): Promise<() => void> {
  const children: ChildProcess[] = [];
  for (const [name, folder, script] of [
    ["readers", "readers-venv", "answer.py"],
    ["spark4", "readers-spark4", "answer_spark.py"],
  ] as const) {
    const started = ABSENT.includes(name) ? undefined : await startPython(folder, script);
    if (started) children.push(started.child);
    provide(name, started?.address ?? "");
  }
  const paths = [join(JAVA, "classes"), join(JAVA, "jars", "*")];
  const isThere = !ABSENT.includes("parquet-java") && installed("parquet-java", paths[0]!) !== "";
  provide("parquetJava", isThere ? paths.join(":") : "");
  return () => {
    for (const child of children) child.stdin?.end();
  };
}
