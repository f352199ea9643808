const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Ends the process at once, with the exit code that shells expect, when it is told to stop; `cleanUp` removes what
 * must not stay behind. Gives a function that undoes this.
 */
export function onInterrupt(cleanUp: () => void): () => void {
  const handlers = Object.entries(SIGNALS).map(([signal, exitCode]) => {
    const handler = () => {
      cleanUp();
      process.exit(exitCode);
    };
    process.once(signal, handler);
    return () => process.removeListener(signal, handler);
  });
  return () => {
    for (const remove of handlers) remove();
  };
}
