import type { Given } from "../jvm/sources.ts";
import type { CommandName } from "../parse-run.ts";

type Run = (args: string[], given: Given[]) => Promise<void>;

/** The commands by name, which is the first argument. Each is loaded only when it is called. */
const COMMANDS: Record<CommandName, Run> = {
  bench: async (args) => (await import("./bench.ts")).bench(args),
  cat: async (args, given) => (await import("./cat.ts")).cat(args, given),
  completion: async (args) => (await import("./completion.ts")).completion(args),
  config: async (args) => (await import("./config/config.ts")).config(args),
  help: async (args) => (await import("./help.ts")).help(args, (name, rest) => commandNamed(name)?.(rest, [])),
  id: async (args) => (await import("./id.ts")).id(args),
  plan: async (args, given) => (await import("./plan.ts")).plan(args, given),
  report: async (args, given) => (await import("./report/report.ts")).report(args, given),
  schema: async (args) => (await import("./schema.ts")).schema(args),
  spark: async (args) => (await import("./spark.ts")).spark(args),
  verify: async (args) => (await import("./verify/verify.ts")).verify(args),
};

export function commandNamed(name: string): Run | undefined {
  return Object.hasOwn(COMMANDS, name) ? COMMANDS[name as CommandName] : undefined;
}
