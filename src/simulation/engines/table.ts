import type { EngineName } from "../../config/engine.ts";
import { defaultEngine } from "./default.ts";
import type { Engine } from "./engine.ts";
import { interanaEngine } from "./interana.ts";

/** The engines by name. A new one is a file beside these, a name in src/config/engine.ts, and its part of src/kernel/production.ts. */
const ENGINES: Record<EngineName, Engine> = { default: defaultEngine, interana: interanaEngine };

export function engineNamed(name: EngineName = "default"): Engine {
  return ENGINES[name];
}
