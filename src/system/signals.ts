const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
/** A run that was asked to finish ends within a second, whoever reads its output. */
const FINISH_MS = 900;

/**
 * On SIGHUP, SIGINT and SIGTERM, ends the process at once with the exit code that shells expect; `cleanUp` runs before and
 * removes incomplete output. Returns a function that undoes this.
 * @param finish lets the process end by itself, soon and with this exit code, at the first signal; a second signal ends it
 * at once. Returns false if it cannot
 */
export function onInterrupt(cleanUp: () => void, finish?: (exitCode: number) => boolean): () => void {
  let isFinishing = false;
  let patience: NodeJS.Timeout | undefined;
  const handlers = Object.entries(SIGNALS).map(([signal, exitCode]) => {
    const end = () => {
      cleanUp();
      // Only after the clean-up: otherwise a second signal would end the process before it is done.
      process.removeListener(signal, handler);
      process.exit(exitCode);
    };
    const handler = () => {
      const isFirst = !isFinishing;
      isFinishing = true;
      if (!(isFirst && finish?.(exitCode))) return end();
      patience = setTimeout(end, FINISH_MS);
    };
    process.on(signal, handler);
    return () => process.removeListener(signal, handler);
  });
  return () => {
    clearTimeout(patience);
    for (const remove of handlers) remove();
  };
}
