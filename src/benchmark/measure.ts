import { basename } from "node:path";
import { compileKernel } from "../kernel/kernel.ts";
import { hashOf, plainConfig } from "../output/manifest/identity.ts";
import type { OutputRequest } from "../output/request.ts";
import { readInputs } from "../simulation/inputs.ts";
import { ENCODINGS, figuresOf, type Row } from "./row.ts";
import type { Scratch } from "./scratch.ts";
import { measureStageRows, type StageInputs, type StageName } from "./stage-rows.ts";
import { FAR_END, START } from "./stages.ts";
import { type Known, measureWholeRows, wholeRuns } from "./whole-rows.ts";

/** The target number of rounds, and the minimum, which is measured even if time runs out. */
const WANTED_ROUNDS = 5;
const LEAST_ROUNDS = 2;
/** The stages' share of the time; the rest is for whole runs. */
const STAGE_SHARE = 0.35;
/** Subjects that take turns in a round of the stages. Their overhead beside the samples: files, pipes, copies. Measured: 10 to 40 ms. */
const STAGE_SUBJECTS = 7;
const STAGE_OVERHEAD_MS = 30;
/** A whole run's overhead beside its sample: starting threads, making users. Measured: 120 to 190 ms. */
const RUN_OVERHEAD_MS = 150;
const LEAST_SAMPLE_MS = 50;
const MOST_SAMPLE_MS = 1000;

export interface BenchDemand {
  config?: string | undefined;
  users: number;
  /** The most workers of a whole run. */
  workers: number;
  /** Time for everything, in milliseconds from now on. Two rounds are measured however long they take. */
  budgetMs: number;
  /** Events of each sample; without it, as many as the time allows. */
  sampleEvents?: number | undefined;
}

/** The users whose events are measured. */
export interface Site {
  config: string;
  configHash: string;
  users: number;
}

/** The measurements, and those that could not be made. */
export interface Measured {
  site: Site;
  rows: Row[];
  notes: string[];
}

async function prepareAll({ config, users }: BenchDemand): Promise<StageInputs> {
  const settings = { nusers: users, startTime: START, endTime: FAR_END };
  const prepare = (output: OutputRequest) => readInputs({ config, settings, output });
  return {
    json: await prepare(ENCODINGS.json.request),
    msgpack: await prepare({ format: "msgpack" }),
    "json-lz4": await prepare(ENCODINGS["json-lz4"].request),
  };
}

/** The longest time of a sample that leaves time for the target number of rounds, in milliseconds. */
function sampleMs(deadline: number, subjects: number, overheadMs: number): number {
  const each = (deadline - performance.now()) / (WANTED_ROUNDS * subjects) - overheadMs;
  return Math.min(MOST_SAMPLE_MS, Math.max(LEAST_SAMPLE_MS, each));
}

function knownOf(rows: Row[]): Known {
  const row = (name: StageName) => rows.find((each) => each.name === name) as Row;
  const bytesPerEvent = (name: StageName) => row(name).bytes / row(name).events;
  return {
    bytesPerEvent: { json: bytesPerEvent("encode-json"), "json-lz4": bytesPerEvent("encode-json-lz4") },
    diskBytesPerSecond: figuresOf(row("write-file")).bytesPerSecond,
  };
}

/**
 * Measures each stage alone on one core, then the whole program with 1 to `workers` workers.
 * @param say called with the current activity
 */
export async function measure(demand: BenchDemand, scratch: Scratch, say: (line: string) => void): Promise<Measured> {
  const started = performance.now();
  const end = started + demand.budgetMs;
  say("reading, compiling");
  const inputs = await prepareAll(demand);
  const module = compileKernel();
  const pipeProblem = scratch.pipeProblem();
  const hasPipes = pipeProblem === undefined;
  const events = demand.sampleEvents;

  say("each stage alone, one core");
  const stageEnd = started + demand.budgetMs * STAGE_SHARE;
  const stageExtent = { milliseconds: sampleMs(stageEnd, STAGE_SUBJECTS, STAGE_OVERHEAD_MS), events };
  const stageDeadline = { at: stageEnd, leastRounds: LEAST_ROUNDS };
  const stages = await measureStageRows(module, inputs, { scratch, hasPipes }, stageExtent, stageDeadline);

  say(`the whole, 1 to ${demand.workers} workers`);
  const runs = wholeRuns(demand.workers, hasPipes);
  const wholeExtent = { milliseconds: sampleMs(end, runs.length, RUN_OVERHEAD_MS), events };
  const wholeDeadline = { at: end, leastRounds: LEAST_ROUNDS };
  const known = knownOf(stages);
  const wholes = await measureWholeRows(module, inputs, runs, { scratch, known }, wholeExtent, wholeDeadline);
  const notes = [...inputs.json.notes, ...(hasPipes ? [] : [`pipes are not measured: ${pipeProblem}`])];
  const { config } = inputs.json;
  const site = { config: basename(config.file), configHash: hashOf(plainConfig(config)), users: demand.users };
  return { site, rows: [...stages, ...wholes], notes };
}
