import { USER_BYTES } from "../../../assembly/layout/user.ts";
import type { EngineTraits } from "../../config/engine.ts";
import type { Settings, SettingsRequest } from "../../config/settings.ts";
import type { Config } from "../../config/types.ts";
import type { Kernel, Production } from "../../kernel/kernel.ts";
import type { Parameters, SimulatedUsers } from "../../memory/parameters.ts";
import type { MemoryPlan } from "../../memory/plan.ts";
import { ADDRESS_LIMIT_BYTES } from "../../memory/plan.ts";
import type { Dialect } from "../../model/dialect.ts";
import type { Model } from "../../model/model.ts";

/** The users of a run, and which of them are simulated. */
export interface Population extends SimulatedUsers {
  /** All users that exist by the end of the window, simulated or not. */
  total: number;
}

/** Everything that determines the events of a run, read, checked and compiled. */
export interface Scene {
  engine: Engine;
  config: Config;
  settings: Settings;
  model: Model;
}

/** A memory with a model and a plan, but no users yet. */
export interface Ground extends Scene {
  memory: WebAssembly.Memory;
  parameters: Parameters;
  kernel: Kernel;
  plan: MemoryPlan;
  population: Population;
}

/**
 * The rules that determine the events of a run. An engine is chosen once, by its name (table.ts); other code receives
 * the engine or one of its properties.
 */
export interface Engine extends EngineTraits {
  readonly production: Production;
  readonly dialect: Dialect;
  /** Whether the files of `--data` are read as the original reads them, including its mistakes. */
  readonly readsLikeOriginal: boolean;
  /**
   * Reads the configuration and fills in defaults. Throws UsageError with all problems.
   * @param text replaces the file's content
   */
  read(
    file: string,
    request: SettingsRequest,
    text?: string,
  ): { config: Config; settings: Settings; warnings: string[]; notes?: string[] };
  /** The start's fraction of a second, in nanoseconds, 0 to 999,999,999. */
  startNanoseconds(settings: Settings): number;
  writeSettings(parameters: Parameters, config: Config, settings: Settings): void;
  /** Counts the users by the end of the window. Throws UsageError if there is nobody to simulate. */
  populate(module: WebAssembly.Module, scene: Scene): Population;
  /** Writes what the kernel must know about users before it makes them, such as when they start. */
  prepareUsers(ground: Ground): void;
  /** Throws RunError if the run ended early, after all its events are written. */
  checkStop(memory: WebAssembly.Memory, plan: MemoryPlan, model: Model, file: string): void;
}

/** Limit of counting: no memory holds more users. For a single user it is enough to know that the user exists. */
export function countLimit({ onlyUserId, firstUserId, share }: Settings): number {
  if (onlyUserId !== undefined) return Math.max(0, onlyUserId - firstUserId) + 1;
  return Math.ceil(ADDRESS_LIMIT_BYTES / USER_BYTES) * (share?.count ?? 1);
}
