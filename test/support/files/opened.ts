import { closeSync, openSync } from "node:fs";
import { onTestFinished } from "vitest";

/** A descriptor that is closed at the end of the test. */
export function opened(path: string, flags: string | number = "w"): number {
  const descriptor = openSync(path, flags);
  onTestFinished(() => closeSync(descriptor));
  return descriptor;
}
