import { TABLES_END } from "../../../assembly/layout/run.ts";
import { NEVER_AGAIN } from "../../../assembly/layout/user.ts";
import { ENGINE_VERSION } from "../../config/engine.ts";
import { readConfig } from "../../config/read.ts";
import { resolveSettings } from "../../config/resolve.ts";
import type { Settings } from "../../config/settings.ts";
import type { Config } from "../../config/types.ts";
import { openKernel, PRODUCTIONS } from "../../kernel/kernel.ts";
import { Parameters } from "../../memory/parameters.ts";
import { type MemoryPlan, WASM_PAGE_BYTES } from "../../memory/plan.ts";
import { DEFAULT_DIALECT } from "../../model/dialect.ts";
import { UsageError } from "../../system/errors.ts";
import { countLimit, type Engine, type Population } from "./engine.ts";

const LAST_USER_ID = 4294967295;

/** Counts the users who arrive during the window, in a small memory of its own. */
function countUsers(module: WebAssembly.Module, config: Config, settings: Settings): number {
  if (settings.growthRate <= 0) return settings.initialUsers;
  const pages = Math.ceil(TABLES_END / WASM_PAGE_BYTES);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  new Parameters(memory).writeSettings(config, settings);
  const kernel = openKernel(module, memory);
  kernel.prepareTables();
  const limit = Math.min(LAST_USER_ID - settings.firstUserId + 1, countLimit(settings));
  return kernel.planArrivals(settings.initialUsers, limit, 0) >>> 0;
}

/** Returns the users of a share, or the single user that was requested. */
function populationOf(total: number, { onlyUserId, firstUserId, share }: Settings): Population {
  if (onlyUserId === undefined) {
    const { index, count } = share ?? { index: 1, count: 1 };
    return { simulated: Math.ceil((total - (index - 1)) / count), offset: index - 1, stride: count, total };
  }
  const offset = onlyUserId - firstUserId;
  if (offset >= 0 && offset < total) return { simulated: 1, offset, stride: 1, total };
  const last = firstUserId + total - 1;
  throw new UsageError(`--user ${onlyUserId}: there is no such user; the ids are ${firstUserId} to ${last}`);
}

function lastIndexOf({ simulated, offset, stride }: Population): number {
  return offset + (simulated - 1) * stride;
}

/** Initial users start with the window; later ones when they arrive. The time after the last slot means "never". */
function writeStartTimes(
  memory: WebAssembly.Memory,
  plan: MemoryPlan,
  { simulated, offset, stride }: Population,
  initialUsers: number,
): void {
  const padded = Math.ceil(simulated / 4) * 4;
  const times = new Int32Array(memory.buffer, plan.nextTimes, padded);
  times.fill(NEVER_AGAIN, simulated);
  times.fill(0, 0, Math.max(0, Math.min(simulated, Math.ceil((initialUsers - offset) / stride))));
}

/** The default engine. Every user has a random stream, so that users can be simulated concurrently, and each one alone. */
export const defaultEngine: Engine = {
  name: "default",
  version: ENGINE_VERSION,
  beginsAnywhere: true,
  endsWithWindow: true,
  production: PRODUCTIONS.default,
  dialect: DEFAULT_DIALECT,
  readsLikeOriginal: false,
  read(file, request, text) {
    const { config, warnings } = readConfig(file, text);
    const notes: string[] = [];
    return { config, settings: resolveSettings(request, config, (note) => notes.push(note)), warnings, notes };
  },
  startNanoseconds: ({ startMilliseconds }) => startMilliseconds * 1_000_000,
  writeSettings: (parameters, config, settings) => parameters.writeSettings(config, settings),
  populate: (module, { config, settings }) => populationOf(countUsers(module, config, settings), settings),
  prepareUsers({ memory, kernel, plan, population, settings }) {
    const { initialUsers, growthRate } = settings;
    writeStartTimes(memory, plan, population, initialUsers);
    if (growthRate > 0) kernel.planArrivals(initialUsers, lastIndexOf(population) + 1, 1);
  },
  checkStop() {},
};
