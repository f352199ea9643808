import { type DisorderSettings, longestDelaySeconds, longestHoldSeconds } from "../config/disorder/settings.ts";
import { isSerial } from "../kernel/kernel.ts";
import { type Budget, budgetFor } from "../memory/budget.ts";
import { demandFor } from "../memory/demand.ts";
import type { DisorderDemand } from "../memory/disorder.ts";
import { type Eras, erasOf } from "../memory/origin/origin.ts";
import { type Demand, type MemoryPlan, type MessagesDemand, planMemory } from "../memory/plan.ts";
import { refusePopulation } from "../memory/refusal.ts";
import type { RowGroupLoad } from "../memory/sizes.ts";
import { emitterBytes } from "../model/emission/emission.ts";
import { openCodec } from "../output/codecs/codecs.ts";
import type { Beginning } from "../output/containers/files/beginning.ts";
import type { SplitRules } from "../output/containers/files/split-rules.ts";
import type { GroupSizes } from "../output/formats/columns/shape.ts";
import { shapeOf } from "../output/formats/columns/shape.ts";
import type { Format } from "../output/formats/format.ts";
import { formatOf } from "../output/formats/formats.ts";
import { MessagesBlock, mostRecordBytes } from "../output/formats/messages/block.ts";
import type { MessagesEncoding } from "../output/formats/messages/encoding.ts";
import { orderingBytes } from "../output/formats/messages/sizes.ts";
import { type Encoding, PLAIN_JSON } from "../output/request.ts";
import { dueTimesBytes } from "../workers/live/due-times.ts";
import type { LiveSettings } from "../workers/live/settings.ts";
import type { Population, Scene } from "./engines/engine.ts";

/** How the work is divided, what becomes of the records, and where the run begins. */
export interface Work {
  workers: number;
  sliceEvents?: number | undefined;
  batchEvents?: number | undefined;
  /** If absent, JSON without compression. */
  encoding?: Encoding;
  /** If absent, one file. */
  rules?: SplitRules;
  /** If absent, the window's start. */
  beginning?: Beginning;
  /** Whether totals are counted. */
  isCounted?: boolean;
  /** Whether each late, doubled and lost event is listed. */
  isTold?: boolean;
  /** Where events wait to arrive: events per second and user when there are most (density.ts). */
  density?: number;
  /** If absent, the default limit. */
  budget?: Budget | undefined;
  /** If absent, events leave as soon as they are made. */
  live?: LiveSettings | undefined;
  /** Moves the origin of times in other steps than usual, which changes no event. */
  eras?: Eras | undefined;
}

/** The users, the memory that they need, and the limit. */
export interface Wanted {
  population: Population;
  demand: Demand;
  budget: Budget;
  /** Where batches are row groups. */
  groups?: GroupSizes | undefined;
}

/** The same with a memory plan that fits. */
export interface Planned extends Wanted {
  plan: MemoryPlan;
}

function groupsOf({ engine, model, settings }: Scene, users: number, rows = 0): GroupSizes | undefined {
  const shape = shapeOf(model, settings, engine.name);
  return shape && { shape, users, rows };
}

function loadOf({ shape }: GroupSizes, { groups }: Format): RowGroupLoad {
  return {
    slotBytes: (rows, users) => groups!.slotBytes({ shape, users, rows }),
    workerBytes: (rows, users) => groups!.workerBytes({ shape, users, rows }),
  };
}

function messagesDemandOf(messages: MessagesEncoding, longestLineBytes: number): MessagesDemand {
  return {
    blockBytes: new MessagesBlock(messages, longestLineBytes).byteLength,
    orderingBytes: (events) => orderingBytes({ messages, events }),
  };
}

/** The events of a user that wait to arrive at a time, if users are as busy as they ever are. */
function waitingOf(disorder: DisorderSettings, density: number): number {
  const { late, duplicate } = disorder;
  const delayed = [late, duplicate].reduce((sum, each) => sum + (each ? each.share * each.meanSeconds : 0), 0);
  return density * (delayed + longestHoldSeconds(disorder));
}

function disorderDemandOf(disorder: DisorderSettings, { density = 0, isTold = false }: Work): DisorderDemand {
  return { longestSeconds: longestDelaySeconds(disorder), waitingPerUser: waitingOf(disorder, density), isTold };
}

/** Counts the users and the memory that they need. Throws UsageError if there is nobody to simulate. */
export function wantedOf(module: WebAssembly.Module, scene: Scene, work: Work): Wanted {
  const { engine, settings, model } = scene;
  const population = engine.populate(module, scene);
  const budget = work.budget ?? budgetFor({}, work.workers);
  const { encoding = PLAIN_JSON } = work;
  const codec = openCodec(encoding);
  const format = formatOf(encoding);
  const { emission, longestLineBytes } = model;
  const { messages } = encoding;
  const eventBytes = messages === undefined ? longestLineBytes : mostRecordBytes(messages, longestLineBytes);
  const serial = isSerial(engine.production);
  const cut = { ...work, serial, eras: serial ? undefined : erasOf(settings, work.eras) };
  const groups = groupsOf(scene, population.simulated, work.batchEvents);
  const demand: Demand = {
    ...demandFor(settings, model, population.simulated, cut, budget.sharedBytes),
    slotBound: (events) => format.slotBytes(codec, { events, longestLineBytes }),
    ...(groups && { rowGroups: loadOf(groups, format) }),
    ...(emission && { emitterBytes: (events: number) => emitterBytes(emission, events * eventBytes) }),
    ...(work.live && { dueTimesBytes }),
    ...(messages && { messages: messagesDemandOf(messages, longestLineBytes) }),
    ...(settings.disorder && { disorder: disorderDemandOf(settings.disorder, work) }),
  };
  return { population, budget, demand, groups };
}

/** Plans the memory. Throws UsageError if the users do not fit. */
export function planOf(wanted: Wanted): Planned {
  return { ...wanted, plan: planMemory(wanted.demand) ?? refusePopulation(wanted.demand, wanted.budget) };
}
