import type { EngineName } from "../../config/engine.ts";
import { defaultEngine } from "./default.ts";
import type { Engine } from "./engine.ts";
import { interanaEngine } from "./interana.ts";

/**
 * The engines, by name. A new engine is a file here, a name in src/config/engine.ts, and an entry in
 * src/kernel/kernel.ts.
 */
const ENGINES: Record<EngineName, Engine> = { default: defaultEngine, interana: interanaEngine };

export function engineNamed(name: EngineName = "default"): Engine {
  return ENGINES[name];
}
