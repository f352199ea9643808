import { availableParallelism } from "node:os";
import { join } from "node:path";
import { loadCatalog } from "./catalog/load.ts";
import type { CommandOptions } from "./command.ts";
import { readCompatConfig, readConfig } from "./config/read.ts";
import { resolveSettings } from "./config/resolve.ts";
import { resolveCompatSettings } from "./config/resolve-compat.ts";
import type { Settings } from "./config/settings.ts";
import type { Config } from "./config/types.ts";
import { checkFault, prepareEngine } from "./engine.ts";
import { compileKernel } from "./kernel/kernel.ts";
import { compileModel } from "./model/model.ts";
import { describePlan, describeWindow } from "./report/describe.ts";
import { Progress } from "./report/progress.ts";
import { packageRoot } from "./root.ts";
import { onInterrupt } from "./signals.ts";
import { openSink } from "./sinks/open.ts";
import { checkStop } from "./stop.ts";
import { WorkerPool } from "./workers/pool.ts";
import { Writer } from "./workers/writer.ts";

const DEFAULT_CONFIG = "configs/Accordion-config.json";

function prepareConfig(options: CommandOptions): { config: Config; settings: Settings; warnings: string[] } {
  const file = options.config ?? join(packageRoot(), DEFAULT_CONFIG);
  if (options.compat !== undefined) {
    const config = readCompatConfig(file);
    return { config, settings: resolveCompatSettings(options, config), warnings: [] };
  }
  const { config, warnings } = readConfig(file);
  return { config, settings: resolveSettings(options, config), warnings };
}

/** The whole pipeline: configuration -> model -> memory -> workers -> ring -> sink. Resolves when the output is whole. */
export async function run(options: CommandOptions, output: string | undefined): Promise<void> {
  const say = (line: string) => options.quiet || process.stderr.write(`${line}\n`);
  const workerCount = options.user === undefined ? (options.workers ?? availableParallelism()) : 1;
  const workers = new WorkerPool(workerCount); // they start while the model is compiled
  try {
    const { config, settings, warnings } = prepareConfig(options);
    const { catalog, notes } = loadCatalog({
      dataDirectory: options.data,
      similarSongs: options.similarSongs,
      unheardSongs: settings.compat !== undefined,
    });
    const model = await compileModel(config, catalog, settings);
    const engine = prepareEngine(compileKernel(), config, settings, model, { ...options, workers: workerCount });
    [...warnings, ...notes, describeWindow(settings)].forEach(say);
    if (options.verbose) describePlan(engine, settings, model, workerCount).forEach(say);

    const sink = await openSink(output);
    const progress = new Progress({
      live: options.progress && !options.quiet && process.stderr.isTTY === true,
      summary: !options.quiet,
      windowSeconds: settings.windowSeconds,
    });
    const forget = onInterrupt(() => {
      progress.stop(false);
      sink.abort();
    });
    const writer = new Writer(engine.memory, engine.plan, sink);
    try {
      progress.start(writer.written);
      workers.start(engine.job);
      await writer.run(workers.ended);
      checkFault(engine.memory);
      await sink.finish();
      progress.stop(true);
      // What is simulated behind the last event that was asked for is nobody's concern.
      if (writer.written.events !== settings.eventLimit) checkStop(engine.memory, engine.plan, model, config.file);
    } catch (error) {
      progress.stop(false);
      sink.abort();
      throw error;
    } finally {
      forget();
    }
  } finally {
    await workers.terminate();
  }
}
