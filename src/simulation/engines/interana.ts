import { COMPAT_ARRIVED, COMPAT_BYTES } from "../../../assembly/layout/compat.ts";
import { USER_BYTES } from "../../../assembly/layout/user.ts";
import { readCompatConfig } from "../../config/read.ts";
import { resolveCompatSettings } from "../../config/resolve-compat.ts";
import type { CompatSettings, Settings } from "../../config/settings.ts";
import { openKernel } from "../../kernel/kernel.ts";
import { PRODUCTIONS } from "../../kernel/production.ts";
import { Parameters } from "../../memory/parameters.ts";
import { WASM_PAGE_BYTES } from "../../memory/plan.ts";
import { INTERANA_DIALECT } from "../../model/interana/dialect.ts";
import { UsageError } from "../../system/errors.ts";
import { countLimit, type Engine, type Scene } from "./engine.ts";
import { checkStop } from "./interana-stop.ts";

const YEAR_SECONDS = 31_557_600;
/** So many users of the original's engine are made in a fraction of a second. */
const FIRST_COUNT = 2 ** 20;

/** What only this engine must know; its `read` has resolved it. */
function own({ compat }: Settings): CompatSettings {
  return compat as CompatSettings;
}

/**
 * How many users there will be at least, of a number of them at a time: of many the growth is all but certain, since their number at a later
 * time has a relative deviation below the root of 1 / users, which is 0.001 here. 0 of fewer. Gaps are cut to whole seconds, so more may come.
 */
function leastUsers(users: number, arrivedSeconds: number, { growthRate, windowSeconds }: Settings): number {
  if (users < FIRST_COUNT) return 0;
  const years = Math.max(0, windowSeconds - arrivedSeconds) / YEAR_SECONDS;
  return Math.floor(users * Math.exp(growthRate * years) * (1 - 20 / Math.sqrt(users)));
}

/** Only making the users tells how many there are: makes them one over the other, after the model. */
function countUsers(module: WebAssembly.Module, { engine, config, settings, model }: Scene): number {
  const { initialUsers, growthRate } = settings;
  // A rate that is no number is none.
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

/** The original's (`--compat interana`): one generator for all users, whose queue decides who draws next. */
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
    return { config, settings: resolveCompatSettings(request, config), warnings: [] };
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
    // An empty window needs no users, but a memory of none cannot be planned.
    return { slots: Math.max(1, total), offset: 0, stride: 1, total };
  },
  prepareUsers({ parameters, settings, population }) {
    parameters.writeAttrition(settings, own(settings), population.total);
  },
  checkStop,
};
