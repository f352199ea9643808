import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";

/** Builds what is older than its sources. */
const BUILT = "test/support/setup/built.ts";
/** Puts the modules that tests run in their own process into few files. */
const MODULES = "test/support/setup/modules.ts";

/** Makes the folder of what test files share. */
const SCRATCH = "test/support/setup/scratch.ts";

/** A tier: the tests in `test/NAME/`. */
function tier(name: string, settings: TestProjectInlineConfiguration["test"] = {}): TestProjectInlineConfiguration {
  const setupFiles = "test/support/setup/each-file.ts";
  return { extends: true, test: { name, include: [`test/${name}/**/*.test.ts`], setupFiles, ...settings } };
}

export default defineConfig({
  test: {
    // For what hangs. No test takes 20 seconds where nothing else runs, but machines are shared.
    testTimeout: 240_000,
    hookTimeout: 300_000,
    // Engine runs use every core themselves. A third file at a time uses what two leave while they wait for programs to start
    // and for clocks, a quarter of two cores.
    maxWorkers: 3,
    // V8's threads for collecting garbage and compiling wait for one another by computing: a run in a test's process takes a fifth to a third
    // less processor time without them.
    execArgv: ["--single-threaded-gc", "--no-concurrent-recompilation"],
    projects: [
      // Their files share a process each way: to load the modules anew for each takes longer than its tests.
      tier("unit", { isolate: false }),
      tier("kernel", { isolate: false, globalSetup: BUILT }),
      tier("program", { isolate: false, globalSetup: [BUILT, MODULES, SCRATCH] }),
      tier("statistics", { isolate: false, globalSetup: BUILT }),
      tier("nodes", { globalSetup: [BUILT, MODULES, SCRATCH], hookTimeout: 600_000 }),
      // One process answers all of them.
      tier("readers", {
        globalSetup: [BUILT, MODULES, SCRATCH, "test/readers/start.ts"],
        maxWorkers: 1,
        sequence: { groupOrder: 1 },
      }),
      // Each file has brokers of its own.
      tier("servers", {
        globalSetup: [BUILT, "test/servers/start.ts"],
        maxWorkers: 2,
        sequence: { groupOrder: 2 },
      }),
      // Its files of HDFS share a cluster, and have its servers fail; those of S3 have servers of their own.
      tier("stores", {
        globalSetup: [BUILT, "test/support/stores/hdfs/start.ts", "test/support/stores/s3/start.ts"],
        maxWorkers: 1,
        sequence: { groupOrder: 3 },
      }),
      // Each file has a browser of its own.
      tier("browser", { globalSetup: [BUILT, SCRATCH], maxWorkers: 1, sequence: { groupOrder: 4 } }),
      tier("office", { maxWorkers: 1, sequence: { groupOrder: 5 } }),
    ],
    // Tiers that need more than Node run where they are named: `vitest run --project nodes`.
    ...{ project: ["unit", "kernel", "program", "statistics"] },
  },
});
