import type { Inputs } from "../simulation/inputs.ts";
import { RunError } from "../system/errors.ts";
import { type Measurement, type Row, type RowHead, rowOf } from "./row.ts";
import type { Scratch } from "./scratch.ts";
import { codecSampler, fileSampler, pipeSampler } from "./small.ts";
import type { StageRun, StageTimes } from "./stage-run.ts";
import { openStageRun } from "./stages.ts";
import { interleaveUntil, untilTime } from "./statistics.ts";

/** The input of the stages' measurement. */
export interface StageInputs {
  json: Inputs;
  msgpack: Inputs;
  "json-lz4": Inputs;
}

/** The extent of a sample: a time, or a number of events, which makes samples the same on every machine. */
export interface Extent {
  milliseconds: number;
  events?: number | undefined;
}

/** The deadline of a phase, on the clock of performance.now(), and its least number of rounds. */
export interface Deadline {
  at: number;
  leastRounds: number;
}

/** The stages in the order of the table, by the names of their rows. */
export const STAGES = {
  simulate: "simulate",
  place: "place in order",
  "encode-json": "encode JSON",
  "encode-msgpack": "encode MessagePack",
  "encode-json-lz4": "encode JSON as LZ4",
  gzip: "compress JSON, gzip -1",
  zstd: "compress JSON, zstd -1",
  "write-nothing": "write JSON into nothing",
  "write-pipe": "write JSON into a pipe",
  "write-file": "write JSON into a file",
} as const;
export type StageName = keyof typeof STAGES;

/** The rows that lines of JSON have figures for. */
const JSON_STAGES = {
  simulate: "simulateMs",
  place: "placeMs",
  "encode-json": "encodeMs",
  "write-nothing": "writeMs",
} as const;

type Measurements = Partial<Record<StageName, Measurement>>;

function spentMs({ simulateMs, placeMs, encodeMs, writeMs }: StageTimes): number {
  return simulateMs + placeMs + encodeMs + writeMs;
}

/** Runs of one encoding on this thread, one after the other where the window ends. */
class Stages {
  #run: StageRun;

  constructor(
    private readonly module: WebAssembly.Module,
    private readonly inputs: Inputs,
  ) {
    this.#run = openStageRun(module, inputs);
  }

  /** A run at its end may have no events left; a new one must have some. */
  measure(extent: Extent): StageTimes {
    if (!this.#run.hasEnded) {
      const times = this.#measure(extent);
      if (times.events > 0) return times;
    }
    this.close();
    this.#run = openStageRun(this.module, this.inputs);
    const times = this.#measure(extent);
    if (times.events > 0) return times;
    throw new RunError(`${this.inputs.config.file}: a year has no event to measure; use more --nusers`);
  }

  lastBatch() {
    return this.#run.lastBatch();
  }

  close(): void {
    this.#run.close();
  }

  #measure({ milliseconds, events }: Extent): StageTimes {
    return this.#run.measure((times) =>
      events === undefined ? spentMs(times) >= milliseconds : times.events >= events,
    );
  }
}

/** The rows that one run on this thread has figures for. */
function measurementsOf(times: StageTimes, stages: Partial<Record<StageName, keyof StageTimes>>): Measurements {
  const { events, rawBytes, bytes } = times;
  return Object.fromEntries(
    Object.entries(stages).map(([name, key]) => {
      const isEncoded = key !== "simulateMs" && key !== "placeMs";
      const amount = isEncoded ? { rawBytes, bytes } : { rawBytes: 0, bytes: 0 };
      return [name, { milliseconds: times[key], events, ...amount }];
    }),
  );
}

function collect(rounds: Measurements[]): Row[] {
  return (Object.keys(STAGES) as StageName[]).flatMap((name) => {
    const found = rounds.flatMap((round) => round[name] ?? []);
    const head: RowHead = { name, what: STAGES[name], kind: "stage", workers: 1 };
    return found.length === 0 ? [] : [rowOf(head, found)];
  });
}

/** Samples of each stage alone on one core, in turn until the deadline. @param hasPipes whether pipes can be measured */
export async function measureStageRows(
  module: WebAssembly.Module,
  inputs: StageInputs,
  { scratch, hasPipes }: { scratch: Scratch; hasPipes: boolean },
  extent: Extent,
  deadline: Deadline,
): Promise<Row[]> {
  const [json, msgpack, lz4] = [inputs.json, inputs.msgpack, inputs["json-lz4"]].map(
    (each) => new Stages(module, each),
  ) as [Stages, Stages, Stages];
  for (const stages of [json, msgpack, lz4]) stages.measure(extent); // the host compiles the kernel meanwhile
  const batch = json.lastBatch();
  const limitMs = extent.events === undefined ? extent.milliseconds : 0;
  const one = (name: StageName, sample: () => Promise<Measurement>) => async () => ({ [name]: await sample() });
  const results = await interleaveUntil<Measurements, string>(untilTime(deadline.at, deadline.leastRounds), {
    json: async () => measurementsOf(json.measure(extent), JSON_STAGES),
    msgpack: async () => measurementsOf(msgpack.measure(extent), { "encode-msgpack": "encodeMs" }),
    lz4: async () => measurementsOf(lz4.measure(extent), { "encode-json-lz4": "encodeMs" }),
    gzip: one("gzip", codecSampler(module, "gzip", batch, limitMs)),
    zstd: one("zstd", codecSampler(module, "zstd", batch, limitMs)),
    ...(hasPipes ? { pipe: one("write-pipe", pipeSampler(scratch, batch, limitMs)) } : {}),
    file: one("write-file", fileSampler(scratch, batch, limitMs)),
  });
  for (const stages of [json, msgpack, lz4]) stages.close();
  return collect(Object.values(results).flat());
}
