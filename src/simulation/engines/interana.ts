import { COMPAT_ARRIVED, COMPAT_BYTES } from "../../../assembly/layout/compat.ts";
import { USER_BYTES } from "../../../assembly/layout/user.ts";
import { readCompatConfig } from "../../config/read.ts";
import { resolveCompatSettings } from "../../config/resolve-compat.ts";
import type { CompatSettings, Settings } from "../../config/settings.ts";
import { openKernel, PRODUCTIONS } from "../../kernel/kernel.ts";
import { Parameters } from "../../memory/parameters.ts";
import { WASM_PAGE_BYTES } from "../../memory/plan.ts";
import { INTERANA_DIALECT } from "../../model/interana/dialect.ts";
import { YEAR_SECONDS } from "../../system/day.ts";
import { UsageError } from "../../system/errors.ts";
import { countLimit, type Engine, type Scene } from "./engine.ts";
import { checkStop } from "./interana-stop.ts";

/** The original's engine makes this many users in a fraction of a second. */
const FIRST_COUNT = 2 ** 20;

/** Settings that only this engine needs, resolved by its `read`. */
function own({ compat }: Settings): CompatSettings {
  return compat as CompatSettings;
}

/**
 * Returns a lower bound of the number of users at the end of the window. For many users growth is nearly certain: the
 * number at a later time has a relative standard deviation below the square root of 1 / users, which is 0.001 here.
 * Returns 0 for fewer. Gaps are cut to whole seconds, so more users may come.
 */
function leastUsers(users: number, arrivedSeconds: number, { growthRate, windowSeconds }: Settings): number {
  if (users < FIRST_COUNT) return 0;
  const years = Math.max(0, windowSeconds - arrivedSeconds) / YEAR_SECONDS;
  return Math.floor(users * Math.exp(growthRate * years) * (1 - 20 / Math.sqrt(users)));
}

/** Counts the users by making them, one over the other, after the model: their number is not known otherwise. */
function countUsers(module: WebAssembly.Module, { engine, config, settings, model }: Scene): number {
  const { initialUsers, growthRate } = settings;
  // A rate that is not a number counts as none.
  if (!(growthRate > 0)) return initialUsers;
  const limit = countLimit(settings);
  if (leastUsers(initialUsers, 0, settings) >= limit) return limit;
  const block = Math.ceil((model.image.base + model.image.byteLength) / USER_BYTES) * USER_BYTES;
  const line = block + COMPAT_BYTES;
  const pages = Math.ceil((line + USER_BYTES) / WASM_PAGE_BYTES);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const parameters = new Parameters(memory);
  engine.writeSettings(parameters, config, settings);
  parameters.writeModel(model);
  parameters.writeCounting(block, line);
  new Uint8Array(memory.buffer).set(model.image.bytes(), model.image.base);
  const kernel = openKernel(module, memory);
  const first = kernel.countCompat(Math.min(limit, FIRST_COUNT)) >>> 0;
  if (first < FIRST_COUNT) return first;
  const arrivedSeconds = Number(new DataView(memory.buffer).getBigInt64(block + COMPAT_ARRIVED, true));
  if (leastUsers(first, arrivedSeconds, settings) >= limit) return limit;
  return kernel.countCompat(limit) >>> 0;
}

/** The original's engine (`--compat interana`): one generator for all users. A queue decides who draws next. */
export const interanaEngine: Engine = {
  name: "interana",
  version: "interana",
  beginsAnywhere: false,
  endsWithWindow: false,
  production: PRODUCTIONS.interana,
  dialect: INTERANA_DIALECT,
  readsLikeOriginal: true,
  read(file, request, text) {
    const config = readCompatConfig(file, text);
    const notes: string[] = [];
    const settings = resolveCompatSettings(request, config, (note) => notes.push(note));
    return { config, settings, warnings: [], notes };
  },
  startNanoseconds: (settings) => own(settings).startNanoseconds,
  writeSettings(parameters, config, settings) {
    parameters.writeSettings(config, settings);
    parameters.writeCompat(settings.startSeconds, own(settings));
  },
  populate(module, scene) {
    const total = countUsers(module, scene);
    if (total === 0 && scene.settings.windowSeconds > 0) {
      throw new UsageError(
        `${scene.config.file}: there are no users, since n-users is 0 and nobody joins (growth-rate); give one of them above 0. The original stops here as well`,
      );
    }
    // An empty window needs no users, but a memory for none cannot be planned.
    return { simulated: Math.max(1, total), offset: 0, stride: 1, total };
  },
  prepareUsers({ parameters, settings, population }) {
    parameters.writeAttrition(settings, own(settings), population.total);
  },
  checkStop,
};
