import { defineConfig } from "vitest/config";

/** What the program wrote, read by Spark, DuckDB and others: `npm run verify:readers`. */
export default defineConfig({
  test: {
    include: ["test/readers/*.readers.ts"],
    globalSetup: ["test/setup.ts", "test/readers/start.ts"],
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // One process answers all of them.
    fileParallelism: false,
  },
});
