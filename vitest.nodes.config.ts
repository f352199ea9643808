import { defineConfig } from "vitest/config";

/** The program with each version of Node that the README names: `npm run test:nodes`. */
export default defineConfig({
  test: {
    include: ["test/nodes/*.nodes.ts"],
    globalSetup: ["test/setup.ts"],
    testTimeout: 240_000,
    hookTimeout: 600_000,
  },
});
