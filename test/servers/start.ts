import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { TestProject } from "vitest/node";
import { hasKafka } from "../../bench/servers/java.ts";
import { ROOT } from "../support/root.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Whether Kafka's broker and tools are installed. */
    kafka: boolean;
    /** Folder of the schema registry; empty if it is not installed. */
    registry: string;
    kcat: boolean;
    /** Whether confluent-kafka is installed for Python. */
    confluent: boolean;
  }
}

function isInPath(name: string): boolean {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, name)));
}

/** Tells the test files what is there; `.ci/verify-servers` installs it, and says why not. */
export default function start({ provide }: TestProject): void {
  if (!hasKafka()) console.error("servers: the tests with Kafka are skipped; npm run verify:servers installs it");
  provide("kafka", hasKafka());
  const registry = join(ROOT, "build", "servers-registry");
  provide("registry", hasKafka() && existsSync(join(registry, "wanted")) ? registry : "");
  provide("kcat", isInPath("kcat"));
  provide("confluent", existsSync(join(ROOT, "build", "servers-venv", "requirements.txt")));
}
