import type { API, Connection } from "@platformatic/kafka";
import { RunError } from "../../../system/errors.ts";

export type Library = typeof import("@platformatic/kafka");
export type { API, Connection };

let library: Promise<Library> | undefined;

/** Loads the client of Kafka's protocol, which only runs that write to Kafka need. */
export function loadLibrary(): Promise<Library> {
  library ??= import("@platformatic/kafka");
  return library;
}

/** The versions of each API that a broker has, by the API's key. */
export type Versions = ReadonlyMap<number, readonly [least: number, most: number]>;

/** What is common to the errors of the library: codes of the protocol, the answer that had them, inner errors. */
export interface LibraryError extends Error {
  apiCode?: number;
  apiId?: string;
  /** What the broker said in words. */
  serverErrorMessage?: string | null;
  response?: unknown;
  errors?: unknown[];
}

/** An error with its causes and inner errors, outer ones first. */
export function errorsIn(error: unknown): LibraryError[] {
  const found: LibraryError[] = [];
  const open: unknown[] = [error];
  for (const each of open) {
    if (!(each instanceof Error) || found.includes(each)) continue;
    found.push(each);
    open.push(each.cause, ...((each as LibraryError).errors ?? []));
  }
  return found;
}

/** The code that the broker answered; undefined if it answered none. */
export function codeOf(error: unknown): number | undefined {
  return errorsIn(error).find(({ apiCode }) => apiCode !== undefined)?.apiCode;
}

/** Returns the answer that an error was made of: the library throws where any element of an answer has a code. */
export function answerOf<T>(error: unknown): T | undefined {
  return errorsIn(error).find(({ response }) => response !== undefined)?.response as T | undefined;
}

/** Returns the first of these that the broker has. Throws a RunError. @param apis one for each version, the newest first */
export function newest<A extends unknown[], R>(
  versions: Versions,
  broker: string,
  apis: readonly API<A, R>[],
): API<A, R> {
  const found = apis.find(({ key, version }) => {
    const [least, most] = versions.get(key) ?? [0, -1];
    return version >= least && version <= most;
  });
  if (found !== undefined) return found;
  const known = apis.map(({ version }) => version).join(", ");
  throw new RunError(
    `the Kafka broker ${broker} does not take request ${apis[0]?.key} in a version that this program knows (${known}); brokers of 2.8 or later do`,
  );
}
