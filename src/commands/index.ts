import type { Given } from "../jvm/sources.ts";

/** What the program does when its first argument is one of these names. Each is loaded only when it is asked for. */
export const COMMANDS: ReadonlyMap<string, (args: string[], given: Given[]) => Promise<void>> = new Map([
  ["bench", async (args: string[]) => (await import("./bench.ts")).bench(args)],
  ["cat", async (args: string[]) => (await import("./cat.ts")).cat(args)],
  ["id", async (args: string[]) => (await import("./id.ts")).id(args)],
  ["plan", async (args: string[], given: Given[]) => (await import("./plan.ts")).plan(args, given)],
  ["verify", async (args: string[]) => (await import("./verify.ts")).verify(args)],
]);
