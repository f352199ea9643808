import { longestDelaySeconds } from "../config/disorder/settings.ts";
import type { Settings } from "../config/settings.ts";
import { isSerial, type Kernel, openKernel } from "../kernel/kernel.ts";
import { DisorderBlock } from "../memory/disorder.ts";
import type { DaysJob } from "../memory/origin/move.ts";
import { type Eras, erasOf, Origin } from "../memory/origin/origin.ts";
import { arrivalsInSlot, Parameters } from "../memory/parameters.ts";
import { type MemoryPlan, WASM_PAGE_BYTES } from "../memory/plan.ts";
import { daysWindowOf } from "../model/dialect.ts";
import { type Beginning, FROM_START } from "../output/containers/files/beginning.ts";
import { groupLimitsOf, NO_SPLIT } from "../output/containers/files/split-rules.ts";
import { startMsOf } from "../output/containers/run-context.ts";
import type { ColumnsJob } from "../output/formats/columns/job.ts";
import type { GroupSizes } from "../output/formats/columns/shape.ts";
import { MessagesBlock } from "../output/formats/messages/block.ts";
import type { MessagesEncoding } from "../output/formats/messages/encoding.ts";
import type { MessagesJob } from "../output/formats/messages/job.ts";
import { PLAIN_JSON } from "../output/request.ts";
import { RunError } from "../system/errors.ts";
import type { DisorderSchedule, Schedule } from "../workers/schedule.ts";
import { Scheduler } from "../workers/scheduler.ts";
import type { WorkerJob } from "../workers/worker.ts";
import type { Scene } from "./engines/engine.ts";
import type { Planned, Work } from "./plan.ts";

/** A memory that is ready for the workers. */
export interface Opened extends Planned {
  memory: WebAssembly.Memory;
  /** The kernel of this thread, over the memory. */
  kernel: Kernel;
  job: WorkerJob;
}

function reserveMemory(byteLength: number): WebAssembly.Memory {
  const pages = byteLength / WASM_PAGE_BYTES;
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  } catch {
    throw new RunError(
      `the system cannot reserve ${Math.ceil(byteLength / 2 ** 20)} MiB of address space; raise the limit (ulimit -v) or use fewer --nusers`,
    );
  }
}

/**
 * Where the simulation begins. What waits to arrive depends on what happened before, so a run whose events leave in another order begins at the
 * start of the window, wherever it is taken up: simulating users to that point costs nearly as much, and what is told about events is whole.
 */
function beginOf({ position }: Beginning, { disorder }: Settings): Schedule["begin"] {
  return disorder === undefined ? position : { second: 0, skip: position.event, event: position.event };
}

function disorderScheduleOf(plan: MemoryPlan, { disorder, windowSeconds }: Settings): DisorderSchedule | undefined {
  if (plan.disorder === undefined || disorder === undefined) return undefined;
  const { arrivals, arrivalBytes } = plan.disorder;
  const inSlot = plan.slotRecords === 0 ? 0 : arrivalsInSlot(plan);
  return { endSeconds: windowSeconds + longestDelaySeconds(disorder), arrivals, arrivalBytes, inSlot };
}

function scheduleOf(plan: MemoryPlan, { engine, settings }: Scene, work: Work): Schedule {
  const { rules = NO_SPLIT, beginning = FROM_START, live } = work;
  const serial = isSerial(engine.production);
  const { chunks, sliceRecords, longestSliceSeconds, batchEvents, slots, slotBytes, slotCount, ordered, orderedBytes } =
    plan;
  return {
    chunks,
    serial,
    windowSeconds: settings.windowSeconds,
    eraSeconds: serial ? undefined : erasOf(settings, work.eras)?.eraSeconds,
    sliceRecords,
    longestSliceSeconds,
    cuts: { batchEvents, ...groupLimitsOf(rules) },
    begin: beginOf(beginning, settings),
    kept: beginning.kept,
    ...{ slots, slotBytes, slotCount, ordered, orderedBytes },
    ...(live && { live: { ...live, dueTimes: plan.dueTimes, hasGroups: plan.rowGroups > 0 } }),
    disorder: disorderScheduleOf(plan, settings),
  };
}

function columnsJobOf(sizes: GroupSizes, plan: MemoryPlan): ColumnsJob {
  const { rowGroups, rowGroupBytes, ordered, orderedBytes, slotBytes, slotRecords } = plan;
  return {
    ...sizes,
    ...{ start: rowGroups, workerBytes: rowGroupBytes, slotBytes: slotRecords || slotBytes },
    ordered: { address: ordered, bytes: orderedBytes },
  };
}

/** Describes messages to the kernel, and returns what the workers need for them. */
function openMessages(
  messages: MessagesEncoding,
  { memory, plan, scene, schedule }: { memory: WebAssembly.Memory; plan: MemoryPlan; scene: Scene; schedule: Schedule },
): MessagesJob {
  new MessagesBlock(messages, scene.model.longestLineBytes).write(memory, plan.messages);
  const { batchEvents, ordering, orderingBytes } = plan;
  return {
    messages,
    start: ordering,
    workerBytes: orderingBytes,
    events: batchEvents,
    firstBatch: Math.floor(schedule.begin.event / batchEvents),
    startMs: startMsOf(scene.settings),
    isInOrder: scene.settings.disorder === undefined,
  };
}

function daysJobOf({ model, settings }: Scene): DaysJob {
  const { startSeconds, holidays: country } = settings;
  const windowSeconds = daysWindowOf(settings);
  return { address: model.days, byteLength: model.dayCount, startSeconds, windowSeconds, country };
}

/** Reserves the memory, writes model and parameters into it, and prepares it for the workers. */
export function openPlanned(module: WebAssembly.Module, scene: Scene, planned: Planned, work: Work): Opened {
  const { engine, config, settings, model } = scene;
  const { plan, population } = planned;
  const { encoding = PLAIN_JSON } = work;
  const memory = reserveMemory(plan.addressBytes);
  const parameters = new Parameters(memory);
  engine.writeSettings(parameters, config, settings);
  parameters.writeModel(model);
  parameters.writePlan(plan, population);
  new Uint8Array(memory.buffer).set(model.image.bytes(), model.image.base);
  if (settings.disorder !== undefined && plan.disorder !== undefined)
    new DisorderBlock(memory, plan.disorder).write(settings.disorder, settings.startSeconds);

  const kernel = openKernel(module, memory);
  kernel.prepareTables();
  const schedule = scheduleOf(plan, scene, work);
  if (schedule.eraSeconds === undefined) parameters.writeFirstSecond(schedule.begin.second);
  else new Origin(memory).begin(erasOf(settings, work.eras) as Eras, schedule.begin.second);
  engine.prepareUsers({ ...scene, memory, parameters, kernel, plan, population });
  new Scheduler(memory, schedule).reset(settings.eventLimit ?? Number.POSITIVE_INFINITY);
  const columns = planned.groups && columnsJobOf(planned.groups, plan);
  const messages = encoding.messages && openMessages(encoding.messages, { memory, plan, scene, schedule });
  const { slotRecords } = plan;
  const job = {
    module,
    memory,
    engine: engine.name,
    schedule,
    slotRecords,
    encoding,
    columns,
    messages,
    days: daysJobOf(scene),
  };
  return { ...planned, memory, kernel, job };
}
