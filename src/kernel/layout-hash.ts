import { createHash } from "node:crypto";
import * as layout from "../../assembly/layout.ts";

/** The name of the custom section of dist/kernel.wasm that holds the hash. */
export const LAYOUT_SECTION = "eventsim.layout";

/** A hash over every constant of the memory map, by name. */
export function layoutHash(): Buffer {
  const constants = Object.entries(layout).map(([name, value]) => `${name}=${value}`);
  return createHash("sha256").update(constants.sort().join("\n")).digest();
}
