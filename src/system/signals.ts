const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
/** Signals this soon after the first one are the same request: timeout, npm and terminals send one to a process and to its group. */
const SAME_REQUEST_MS = 250;

/** Longest time for the clean-up, if it has to wait for a server. */
const CLEAN_UP_MS = 900;

/** How a process may end by itself. */
export interface Finishing {
  /** Called at the first signal. Returns false if the process cannot end by itself now. */
  finish(exitCode: number): boolean;
  /** Longest time until the process is ended all the same; no limit if absent. */
  mostMs?: number | undefined;
}

/**
 * On SIGHUP, SIGINT and SIGTERM, ends the process at once with the exit code that shells expect; `cleanUp` runs before and
 * removes incomplete output. If that takes a server, the process ends within a second. Returns a function that undoes this.
 * @param finishing lets the process end by itself at the first signal; a second signal ends it at once
 */
export function onInterrupt(cleanUp: () => Promise<void> | void, finishing?: Finishing): () => void {
  let firstMs: number | undefined;
  let patience: NodeJS.Timeout | undefined;
  const handlers = Object.entries(SIGNALS).map(([signal, exitCode]) => {
    const end = () => {
      const cleaning = cleanUp();
      // Only after the clean-up: otherwise a second signal would end the process before it is done.
      process.removeListener(signal, handler);
      const exit = () => process.exit(exitCode);
      if (cleaning === undefined) return exit();
      setTimeout(exit, CLEAN_UP_MS);
      cleaning.then(exit, exit);
    };
    const handler = () => {
      if (finishing === undefined) return end();
      const nowMs = performance.now();
      if (firstMs !== undefined) {
        if (nowMs - firstMs >= SAME_REQUEST_MS) end();
        return;
      }
      firstMs = nowMs;
      if (!finishing.finish(exitCode)) end();
      else if (finishing.mostMs !== undefined) patience = setTimeout(end, finishing.mostMs);
    };
    process.on(signal, handler);
    return () => process.removeListener(signal, handler);
  });
  return () => {
    clearTimeout(patience);
    for (const remove of handlers) remove();
  };
}
