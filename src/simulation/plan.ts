import { isSerial } from "../kernel/production.ts";
import { type Budget, budgetFor } from "../memory/budget.ts";
import { demandFor } from "../memory/demand.ts";
import { type Demand, type MemoryPlan, planMemory } from "../memory/plan.ts";
import { refusePopulation } from "../memory/refusal.ts";
import { emitterBytes } from "../model/emission/emission.ts";
import { openCodec } from "../output/codecs/codecs.ts";
import type { Beginning } from "../output/containers/files/beginning.ts";
import type { SplitRules } from "../output/containers/files/split-rules.ts";
import { FORMATS } from "../output/formats/formats.ts";
import { type Encoding, PLAIN_JSON } from "../output/request.ts";
import type { Population, Scene } from "./engines/engine.ts";

/** How the work is cut, what becomes of the records, and where the run begins. */
export interface Work {
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
  budget?: Budget | undefined;
}

/** Who is simulated, what that demands of the memory, and the limit that it has to stay within. */
export interface Wanted {
  population: Population;
  demand: Demand;
  budget: Budget;
}

/** The same with the plan of a memory that it fits into. */
export interface Planned extends Wanted {
  plan: MemoryPlan;
}

/** Counts the users, and what they demand. Throws UsageError where there is nobody to simulate. */
export function wantedOf(module: WebAssembly.Module, scene: Scene, work: Work): Wanted {
  const { engine, settings, model } = scene;
  const population = engine.populate(module, scene);
  const budget = work.budget ?? budgetFor({}, work.workers);
  const { encoding = PLAIN_JSON } = work;
  const codec = openCodec(encoding);
  const { emission } = model;
  const cut = { ...work, serial: isSerial(engine.production) };
  const demand: Demand = {
    ...demandFor(settings, model, population.slots, cut, budget.sharedBytes),
    slotBound: (rawBytes) => FORMATS[encoding.format].slotBytes(codec, rawBytes),
    ...(emission && { emitterBytes: (blockBytes: number) => emitterBytes(emission, blockBytes) }),
  };
  return { population, budget, demand };
}

/** Plans the memory. Throws UsageError where the users do not fit. */
export function planOf(wanted: Wanted): Planned {
  return { ...wanted, plan: planMemory(wanted.demand) ?? refusePopulation(wanted.demand, wanted.budget) };
}
