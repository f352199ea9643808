const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/**
 * On SIGHUP, SIGINT and SIGTERM, ends the process at once with the exit code that shells expect; `cleanUp` runs before and
 * removes incomplete output. Returns a function that undoes this.
 */
export function onInterrupt(cleanUp: () => void): () => void {
  const handlers = Object.entries(SIGNALS).map(([signal, exitCode]) => {
    const handler = () => {
      cleanUp();
      // Only after the clean-up: otherwise a second signal would end the process before it is done.
      process.removeListener(signal, handler);
      process.exit(exitCode);
    };
    process.on(signal, handler);
    return () => process.removeListener(signal, handler);
  });
  return () => {
    for (const remove of handlers) remove();
  };
}
