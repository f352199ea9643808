/** docs/reference/engine.md defines it; a number of its own, which goes up when a byte of what an unchanged command prints changes. */
export const ENGINE_VERSION = 2;

/** What may decide the events: our own engine, or that of the original, which `--compat` names. */
export const ENGINE_NAMES = ["default", "interana"] as const;
export type EngineName = (typeof ENGINE_NAMES)[number];

/** What is to be known of an engine where its events are written. */
export interface EngineTraits {
  readonly name: EngineName;
  /** In manifests and ids of data sets. */
  readonly version: number | "interana";
  /** Whether a run can begin at any second of its window. Else it has to be followed from the start. */
  readonly beginsAnywhere: boolean;
  /** Whether all events are before the window's end. */
  readonly endsWithWindow: boolean;
}
