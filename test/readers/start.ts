import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of the reader process; empty if there are no readers. */
    readers: string;
  }
}

const root = join(import.meta.dirname, "..", "..");
const PYTHON = join(root, "build", "readers-venv", "bin", "python");

/** Starts the process that has the readers, once for all test files. Returns a function that ends it. */
export default async function start({ provide }: TestProject): Promise<(() => void) | undefined> {
  provide("readers", "");
  if (process.env.READERS === "none") return undefined;
  if (!existsSync(PYTHON)) throw new Error(`${PYTHON}: is not there; npm run verify:readers installs it`);
  const child = spawn(PYTHON, [join(import.meta.dirname, "answer.py")], { stdio: "pipe", cwd: join(root, "build") });
  const said: Buffer[] = [];
  child.stderr.on("data", (bytes: Buffer) => said.push(bytes));
  const port = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (bytes: Buffer) => resolve(String(bytes).trim()));
    child.once("exit", () => reject(new Error(`the readers did not start: ${Buffer.concat(said)}`)));
  });
  provide("readers", `http://127.0.0.1:${port}/`);
  return () => void child.stdin.end();
}
