import { USER_BYTES } from "../../../assembly/layout/user.ts";
import type { EngineTraits } from "../../config/engine.ts";
import type { SettingsRequest } from "../../config/request.ts";
import type { Settings } from "../../config/settings.ts";
import type { Config } from "../../config/types.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import type { Production } from "../../kernel/production.ts";
import type { Parameters, Slots } from "../../memory/parameters.ts";
import type { MemoryPlan } from "../../memory/plan.ts";
import { ADDRESS_LIMIT_BYTES } from "../../memory/plan.ts";
import type { Dialect } from "../../model/dialect.ts";
import type { Model } from "../../model/model.ts";

/** The users of a run, and which of them have slots. */
export interface Population extends Slots {
  /** All users that exist by the end of the window, whether they have slots or not. */
  total: number;
}

/** Everything that decides which events there are, read, checked and compiled. */
export interface Scene {
  engine: Engine;
  config: Config;
  settings: Settings;
  model: Model;
}

/** A memory that has its model and its plan, and no users yet. */
export interface Ground extends Scene {
  memory: WebAssembly.Memory;
  parameters: Parameters;
  kernel: Kernel;
  plan: MemoryPlan;
  population: Population;
}

/** What decides the events of a run. It is chosen once, by its name (table.ts); others are handed it, or a property of it. */
export interface Engine extends EngineTraits {
  readonly production: Production;
  readonly dialect: Dialect;
  /** Whether the files of `--data` are read as the original reads them, its mistakes included. */
  readonly readsLikeOriginal: boolean;
  /**
   * Reads the configuration and fills what was not asked for. Throws UsageError with all that is wrong.
   * @param text in place of the file's
   */
  read(
    file: string,
    request: SettingsRequest,
    text?: string,
  ): { config: Config; settings: Settings; warnings: string[] };
  /** The start's fraction of a second, 0 to 999,999,999. */
  startNanoseconds(settings: Settings): number;
  writeSettings(parameters: Parameters, config: Config, settings: Settings): void;
  /** Who will be there by the end of the window. Throws UsageError where there is nobody to simulate. */
  populate(module: WebAssembly.Module, scene: Scene): Population;
  /** Writes what is to be known of users before they are made, such as when they start. */
  prepareUsers(ground: Ground): void;
  /** Throws RunError where the run ended before its time, after the events that are written. */
  checkStop(memory: WebAssembly.Memory, plan: MemoryPlan, model: Model, file: string): void;
}

/** There is no need to count further: no memory holds more users, and of one user it is enough to know that it exists. */
export function countLimit({ onlyUserId, firstUserId, share }: Settings): number {
  if (onlyUserId !== undefined) return Math.max(0, onlyUserId - firstUserId) + 1;
  return Math.ceil(ADDRESS_LIMIT_BYTES / USER_BYTES) * (share?.count ?? 1);
}
