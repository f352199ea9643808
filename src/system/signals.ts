const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Ends the process at once, with the exit code that shells expect, when it is told to stop; `cleanUp` removes what
 * must not stay behind. Gives a function that undoes this.
 */
export function onInterrupt(cleanUp: () => void): () => void {
  const handlers = Object.entries(SIGNALS).map(([signal, exitCode]) => {
    const handler = () => {
      cleanUp();
      // Not before: a second signal would end the process at once, and leave behind what must not stay.
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
