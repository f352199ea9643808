import type { Action } from "./action.ts";

interface Entry {
  /** Its operands in the list of actions. */
  operands: string;
  /** Its line in that list: a short phrase. */
  what: string;
  load(): Promise<Action>;
}

/** The actions of `eventsim config` by name, in the order of the help. Each is loaded only when it is called. */
const ACTIONS = {
  check: {
    operands: "FILE",
    what: "what a configuration means, and whether a run fits it",
    load: async () => (await import("./check.ts")).CHECK,
  },
  graph: {
    operands: "FILE",
    what: "its states and transitions as a picture, a page or text",
    load: async () => (await import("./graph.ts")).GRAPH,
  },
  export: {
    operands: "FILE -o FILE.xlsx",
    what: "the configuration as a spreadsheet that a person edits",
    load: async () => (await import("./export.ts")).EXPORT,
  },
  import: {
    operands: "FILE.xlsx -o FILE",
    what: "the configuration that such a spreadsheet says",
    load: async () => (await import("./import.ts")).IMPORT,
  },
  diff: {
    operands: "FILE FILE",
    what: "what two configurations differ in, and what that means",
    load: async () => (await import("./diff.ts")).DIFF,
  },
  merge: {
    operands: "FILE OVERLAY... -o FILE",
    what: "a configuration with what other files change in it",
    load: async () => (await import("./merge.ts")).MERGE,
  },
  new: {
    operands: "-o FILE",
    what: "a configuration whose users do what is asked for",
    load: async () => (await import("./new.ts")).NEW,
  },
} satisfies Record<string, Entry>;

export type ActionName = keyof typeof ACTIONS;

export const ACTION_NAMES = Object.keys(ACTIONS) as ActionName[];

export function actionNamed(name: string): Entry | undefined {
  return Object.hasOwn(ACTIONS, name) ? ACTIONS[name as ActionName] : undefined;
}

/** The lines of the list of actions, each an example of a command and its meaning. */
export function actionLines(): string[] {
  const lines = Object.entries<Entry>(ACTIONS).map(([name, { operands, what }]) => ({
    call: `  eventsim config ${name} ${operands}`,
    what,
  }));
  const widest = Math.max(...lines.map(({ call }) => call.length));
  return lines.map(({ call, what }) => `${call.padEnd(widest)}   ${what}`);
}
