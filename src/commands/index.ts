/** What the program does when its first argument is one of these names. Each is loaded only when it is asked for. */
export const COMMANDS: ReadonlyMap<string, (args: string[]) => Promise<void>> = new Map([
  ["cat", async (args: string[]) => (await import("./cat.ts")).cat(args)],
  ["id", async (args: string[]) => (await import("./id.ts")).id(args)],
  ["verify", async (args: string[]) => (await import("./verify.ts")).verify(args)],
]);
