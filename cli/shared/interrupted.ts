const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Undoes something when the process is interrupted, and lets the interrupt end the process.
 *
 * @param undo is synchronous: the process ends after it
 * @returns a function that ends this
 */
export function onInterrupt(undo: () => void): () => void {
  const interrupted = (signal: NodeJS.Signals) => {
    end();
    undo();
    process.kill(process.pid, signal);
  };
  const end = () => {
    for (const signal of SIGNALS) {
      process.removeListener(signal, interrupted);
    }
  };
  for (const signal of SIGNALS) {
    process.once(signal, interrupted);
  }
  return end;
}
