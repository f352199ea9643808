import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/setup.ts"],
    // For what hangs. No test takes 20 seconds where nothing else runs, but machines are shared.
    testTimeout: 240_000,
    hookTimeout: 300_000,
    // Engine runs use every core themselves; more than two files at a time only makes them wait for each other.
    maxWorkers: 2,
  },
});
