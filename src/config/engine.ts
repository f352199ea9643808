/** The version of the engine that docs/reference/engine.md defines; it increases when an unchanged command's output changes by a byte. */
export const ENGINE_VERSION = 2;

/** The engines that can make the events: our own, or the original's, which `--compat` selects. */
export const ENGINE_NAMES = ["default", "interana"] as const;
export type EngineName = (typeof ENGINE_NAMES)[number];

/** Returns what --compat names; undefined for the default engine. */
export function compatOf(engine: EngineName): Exclude<EngineName, "default"> | undefined {
  return engine === "default" ? undefined : engine;
}

/** The properties of an engine that matter where its events are written. */
export interface EngineTraits {
  readonly name: EngineName;
  /** In manifests and ids of data sets. */
  readonly version: number | "interana";
  /** Whether a run can begin at any second of its window. Otherwise it must be simulated from the start. */
  readonly beginsAnywhere: boolean;
  /** Whether all events are before the window's end. */
  readonly endsWithWindow: boolean;
}
