// The library's door: `import { simulate } from "eventsim"`. What is not named here is private.

export { simulate } from "./library/simulate.ts";
export type {
  BytesOptions,
  DisorderOptions,
  EncodingOptions,
  EventsOptions,
  Instant,
  KafkaOptions,
  Progress,
  SimulateOptions,
  SimulationRun,
  SiteConfig,
  StateConfig,
  WriteOptions,
  WriteResult,
} from "./library/types.ts";
export type { DisorderTotals } from "./memory/disorder.ts";
export type { Manifest, ManifestFile, ManifestTotals } from "./output/manifest/manifest.ts";
export type { OriginalEvent, SimulatedEvent } from "./schema/event.ts";
export { EventsimError, RunError, UsageError } from "./system/errors.ts";
