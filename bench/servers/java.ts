import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../src/system/root.ts";

/** What `npm run verify:servers` installs of Kafka. */
const FOLDER = join(packageRoot(), "build", "servers-kafka");

/** The programs that start servers and ask them (test/support/servers/kafka/java). */
export const CLASSES = join(FOLDER, "classes");
const CLASS_PATH = [CLASSES, join(FOLDER, "jars", "*")].join(":");

/** Whether Kafka is installed. */
export function hasKafka(): boolean {
  return existsSync(join(FOLDER, "wanted"));
}

/**
 * Returns the command that runs a class, by default one of Kafka's.
 * @param options of Java @param values the class and its arguments
 */
export function javaCommand(
  options: readonly string[],
  values: readonly string[],
  classPath = CLASS_PATH,
): [string, string[]] {
  const { JAVA_HOME: home } = process.env;
  return [home ? join(home, "bin", "java") : "java", [...options, "-cp", classPath, ...values]];
}

/**
 * Starts a class that ends with its standard input.
 * @param errors descriptor of a file that takes its standard error
 */
export function startJava(
  options: readonly string[],
  values: readonly string[],
  errors: number,
  classPath?: string,
): ChildProcess {
  return spawn(...javaCommand(options, values, classPath), { stdio: ["pipe", "pipe", errors] });
}

export function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

/** Ends a process by a signal, and resolves when it has ended. It is killed if it takes longer than that. */
export async function endProcess(child: ChildProcess, signal: "SIGTERM" | "SIGKILL", mostMs = 30_000): Promise<void> {
  if (hasEnded(child)) return;
  const timer = setTimeout(() => child.kill("SIGKILL"), mostMs);
  child.kill(signal);
  await once(child, "exit");
  clearTimeout(timer);
}
