import { dirname, join, relative, resolve, sep } from "node:path";
import { localPath } from "../../../output/destinations/destinations.ts";
import type { Figures } from "../../../predict/fit/figures.ts";
import { shellWord } from "../../../system/printable.ts";
import { packageRoot } from "../../../system/root.ts";
import { type NewOptions, newOptions } from "./options.ts";
import { WORDS } from "./words.ts";

/** Options as words of a command, each in one form: `--session-length=40min` and `--session-length 2400` mean the same. */
export function commandOf(options: NewOptions): string {
  const words = newOptions().flatMap((one) => {
    const value = options[one.attributeName() as keyof NewOptions];
    return value === undefined ? [] : [one.long!, wordOf(one.long!, value)];
  });
  return ["eventsim config new", ...words].join(" ");
}

function wordOf(flag: string, value: NewOptions[keyof NewOptions]): string {
  if (flag === "--session-length") return `${value}s`;
  // All of the users are 100%: 1 may be meant as 1 %.
  return ["--paid", "--upgrades", "--downgrades", "--cancellations"].includes(flag) && value === 1
    ? "100%"
    : shellWord(String(value));
}

/** The lines of the comment in a new configuration. */
export function notesFor(options: NewOptions, figures: Partial<Figures>): string[] {
  const predicted = Object.entries(figures).map(([name, value]) => {
    const { what, show } = WORDS[name as keyof Figures];
    return `${what} ${show(value)}`;
  });
  return [
    `Made by: ${commandOf(options)}`,
    `Predicted for four weeks without holidays: ${predicted.join(", ")}. "eventsim config check" prints the whole prediction.`,
    "alpha is the mean time in seconds from one event to the next, beta from one session to the next, with session-gap between them at least; damping is how deep the curve of the day is, weekend-damping the share of the sessions that a weekend takes.",
    "levels and auths are drawn by weight for the users at the start, new-session for the first page of a session. Each transition has the probability p that dest follows source; what the probabilities of a source leave of 1 ends the session.",
    'Other keys, such as start-date, n-users and tag, are in docs/reference/config.md. "eventsim config merge" changes single values.',
  ];
}

/** The address of the configurations' schema, from the folder of a file or the working folder. */
export function schemaAddress(output: string | undefined): string {
  const from = output === undefined || output === "-" ? "." : dirname(resolve(localPath(output)));
  const path = relative(from, join(packageRoot(), "configs", "schema.json"))
    .split(sep)
    .join("/");
  return path.startsWith(".") ? path : `./${path}`;
}
