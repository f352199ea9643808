import { COMPAT_ARRIVED, COMPAT_BYTES } from "../../assembly/layout/compat.ts";
import {
  CONTROL_FAULT,
  FAULT_ITEMS,
  FAULT_POOL,
  FAULT_SESSIONS,
  ITEM_LIMIT,
  SESSION_LIMIT,
} from "../../assembly/layout/control.ts";
import { TABLES_END } from "../../assembly/layout/run.ts";
import { NEVER_AGAIN, USER_BYTES } from "../../assembly/layout/user.ts";
import type { Settings } from "../config/settings.ts";
import type { Config } from "../config/types.ts";
import { type Kernel, openKernel } from "../kernel/kernel.ts";
import { type Budget, budgetFor } from "../memory/budget.ts";
import { demandFor } from "../memory/demand.ts";
import { Parameters, type Slots } from "../memory/parameters.ts";
import { ADDRESS_LIMIT_BYTES, type Demand, type MemoryPlan, planMemory, WASM_PAGE_BYTES } from "../memory/plan.ts";
import { refusePopulation } from "../memory/refusal.ts";
import { emitterBytes } from "../model/emission/emission.ts";
import type { Model } from "../model/model.ts";
import { openCodec } from "../output/codecs/codecs.ts";
import { type Beginning, FROM_START } from "../output/containers/beginning.ts";
import { NO_SPLIT, type SplitRules } from "../output/containers/split-rules.ts";
import { type Encoding, PLAIN_JSON } from "../output/settings.ts";
import { RunError, UsageError } from "../system/errors.ts";
import type { Schedule } from "../workers/schedule.ts";
import { Scheduler } from "../workers/scheduler.ts";
import type { WorkerJob } from "../workers/worker.ts";

const LAST_USER_ID = 4294967295;
const YEAR_SECONDS = 31_557_600;
/** So many users of the original's engine are made in a fraction of a second. */
const FIRST_COUNT = 2 ** 20;

/** The users of a run, and which of them have slots. */
export interface Population extends Slots {
  /** All users that exist by the end of the window, whether they have slots or not. */
  total: number;
}

/** A memory that is planned. */
export interface PlannedEngine {
  plan: MemoryPlan;
  /** What the memory was planned for, and within which limit. */
  demand: Demand;
  budget: Budget;
  population: Population;
}

/** A memory that is ready for the workers. */
export interface PreparedEngine extends PlannedEngine {
  memory: WebAssembly.Memory;
  /** Of this thread, over the memory. */
  kernel: Kernel;
  job: WorkerJob;
}

/** There is no need to count further: no memory holds more users, and of one user it is enough to know that it exists. */
function countLimit({ onlyUserId, firstUserId, share }: Settings): number {
  if (onlyUserId !== undefined) return Math.max(0, onlyUserId - firstUserId) + 1;
  return Math.ceil(ADDRESS_LIMIT_BYTES / USER_BYTES) * (share?.count ?? 1);
}

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

/**
 * How many users there will be at least, of so many at a time: of many the growth is all but certain, since their number at a later time has
 * a relative deviation below the root of 1 / users, which is 0.001 here. 0 of fewer. Gaps are cut to whole seconds, so more may come.
 */
function leastUsers(users: number, arrivedSeconds: number, { growthRate, windowSeconds }: Settings): number {
  if (users < FIRST_COUNT) return 0;
  const years = Math.max(0, windowSeconds - arrivedSeconds) / YEAR_SECONDS;
  return Math.floor(users * Math.exp(growthRate * years) * (1 - 20 / Math.sqrt(users)));
}

/**
 * The same for the original's engine, in which only making the users tells how many there are: makes them one over the other behind the
 * model.
 */
function countCompatUsers(module: WebAssembly.Module, config: Config, settings: Settings, model: Model): number {
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
  parameters.writeSettings(config, settings);
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

function resolvePopulation(module: WebAssembly.Module, config: Config, settings: Settings, model: Model): Population {
  if (settings.compat !== undefined) {
    const total = countCompatUsers(module, config, settings, model);
    if (total === 0 && settings.windowSeconds > 0) {
      throw new UsageError(
        `${config.file}: there are no users, since n-users is 0 and nobody joins (growth-rate); give one of them above 0. The original stops here as well`,
      );
    }
    // An empty window needs no users, but a memory of none cannot be planned.
    return { slots: Math.max(1, total), offset: 0, stride: 1, total };
  }
  const total = countUsers(module, config, settings);
  if (settings.onlyUserId === undefined) {
    const { index, count } = settings.share ?? { index: 1, count: 1 };
    return { slots: Math.ceil((total - (index - 1)) / count), offset: index - 1, stride: count, total };
  }
  const offset = settings.onlyUserId - settings.firstUserId;
  if (offset >= 0 && offset < total) return { slots: 1, offset, stride: 1, total };
  const last = settings.firstUserId + total - 1;
  throw new UsageError(
    `--user ${settings.onlyUserId}: there is no such user; the ids are ${settings.firstUserId} to ${last}`,
  );
}

function lastIndexOf({ slots, offset, stride }: Population): number {
  return offset + (slots - 1) * stride;
}

/** Initial users start with the window; those who arrive later, when they do. Behind the last slot nobody ever starts. */
function writeStartTimes(
  memory: WebAssembly.Memory,
  plan: MemoryPlan,
  { slots, offset, stride }: Population,
  settings: Settings,
): void {
  const padded = Math.ceil(slots / 4) * 4;
  const times = new Int32Array(memory.buffer, plan.nextTimes, padded);
  times.fill(NEVER_AGAIN, slots);
  times.fill(0, 0, Math.max(0, Math.min(slots, Math.ceil((settings.initialUsers - offset) / stride))));
}

function reserveMemory(byteLength: number): WebAssembly.Memory {
  const pages = byteLength / WASM_PAGE_BYTES;
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  } catch {
    throw new RunError(
      `the system does not give ${Math.ceil(byteLength / 2 ** 20)} MiB of addresses; raise the limit (ulimit -v) or use fewer --nusers`,
    );
  }
}

/** How the work is cut, what becomes of the records, and where the run begins. */
export interface WorkDemand {
  workers: number;
  sliceEvents?: number | undefined;
  batchEvents?: number | undefined;
  /** JSON, not compressed, without it. */
  encoding?: Encoding;
  /** One file without them. */
  rules?: SplitRules;
  /** The window's start without it. */
  beginning?: Beginning;
  /** Whether totals are wanted. */
  isCounted?: boolean;
  /** The default limit without it. */
  budget?: Budget;
}

function scheduleOf(plan: MemoryPlan, settings: Settings, rules: SplitRules, beginning: Beginning): Schedule {
  const { chunks, sliceRecords, longestSliceSeconds, batchEvents, slots, slotBytes, slotCount, ordered, orderedBytes } =
    plan;
  const { fileEvents, periodSeconds, firstPeriodEnd } = rules;
  return {
    chunks,
    serial: settings.compat !== undefined,
    windowSeconds: settings.windowSeconds,
    sliceRecords,
    longestSliceSeconds,
    ...{ batchEvents, fileEvents, periodSeconds, firstPeriodEnd },
    begin: beginning.position,
    kept: beginning.kept,
    ...{ slots, slotBytes, slotCount, ordered, orderedBytes },
  };
}

/** Who is simulated, what that demands of the memory, and the limit that it has to stay within. */
export function demandOf(
  module: WebAssembly.Module,
  config: Config,
  settings: Settings,
  model: Model,
  work: WorkDemand,
): Omit<PlannedEngine, "plan"> {
  const population = resolvePopulation(module, config, settings, model);
  const budget = work.budget ?? budgetFor({}, work.workers);
  const codec = openCodec(work.encoding ?? PLAIN_JSON);
  const { emission } = model;
  const demand: Demand = {
    ...demandFor(settings, model, population.slots, work, budget.sharedBytes),
    slotBound: (rawBytes) => codec.headroomBytes + codec.boundBytes(rawBytes),
    ...(emission && { emitterBytes: (blockBytes: number) => emitterBytes(emission, blockBytes) }),
  };
  return { population, budget, demand };
}

/** Plans the memory, writes model and parameters into it, and makes everything ready for the workers. */
export function prepareEngine(
  module: WebAssembly.Module,
  config: Config,
  settings: Settings,
  model: Model,
  work: WorkDemand,
): PreparedEngine {
  const { encoding = PLAIN_JSON, rules = NO_SPLIT, beginning = FROM_START } = work;
  const { population, demand, budget } = demandOf(module, config, settings, model, work);
  const plan = planMemory(demand) ?? refusePopulation(demand, budget);
  const memory = reserveMemory(plan.addressBytes);
  const parameters = new Parameters(memory);
  parameters.writeSettings(config, settings);
  parameters.writeModel(model);
  parameters.writePlan(plan, population);
  parameters.writeFirstSecond(beginning.position.second);
  new Uint8Array(memory.buffer).set(model.image.bytes(), model.image.base);

  const kernel = openKernel(module, memory);
  kernel.prepareTables();
  if (settings.compat !== undefined) {
    parameters.writeAttrition(settings, settings.compat, population.total);
  } else {
    writeStartTimes(memory, plan, population, settings);
    if (settings.growthRate > 0) kernel.planArrivals(settings.initialUsers, lastIndexOf(population) + 1, 1);
  }

  const schedule = scheduleOf(plan, settings, rules, beginning);
  new Scheduler(memory, schedule).reset(settings.eventLimit ?? Number.POSITIVE_INFINITY);
  const job = { module, memory, schedule, slotRecords: plan.slotRecords, encoding };
  return { memory, kernel, plan, demand, budget, population, job };
}

/** Throws where the kernel met something that it cannot go on with. */
export function checkFault(memory: WebAssembly.Memory): void {
  const fault = Atomics.load(new Uint32Array(memory.buffer, CONTROL_FAULT, 1), 0);
  if (fault === FAULT_POOL) {
    throw new RunError(
      "more events at once than the slice's memory holds; use a larger -Xmx, or a smaller --slice-events (65536 is the default for small populations)",
    );
  }
  if (fault === FAULT_ITEMS) {
    throw new RunError(
      `a session reached ${ITEM_LIMIT} events: its states have no way out, or "alpha" is too small for its time to go on`,
    );
  }
  if (fault === FAULT_SESSIONS) {
    throw new RunError(
      `a user reached session number ${SESSION_LIMIT}, the last that session ids have room for; use a larger "beta" or a shorter window`,
    );
  }
}
