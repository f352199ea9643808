import { existsSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { ROOT } from "../../root.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Whether moto and boto3 are installed. */
    moto: boolean;
    /** Whether s3rver and the credential providers of AWS are. */
    s3rver: boolean;
  }
}

/** Tells the test files what is there; `.ci/verify-stores` installs it, and says why not. */
export default function start({ provide }: TestProject): void {
  const has = (...path: string[]) => existsSync(join(ROOT, "build", ...path));
  provide("moto", has("stores-venv", "requirements.txt"));
  provide("s3rver", has("stores-s3", "wanted"));
  if (!has("stores-venv", "requirements.txt"))
    console.error("stores: the tests with moto are skipped; npm run verify:stores installs it");
}
