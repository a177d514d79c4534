/** Takes back what was to happen. Without effect once it has happened. */
export type CallOff = () => void;

/** Runs something once after a while; injected, so that tests need not wait. */
export type After = (delayMs: number, run: () => void) => CallOff;

/** By the clock of the machine, which it does not keep the process alive for. */
export const after: After = (delayMs, run) => {
  const timer = setTimeout(run, delayMs).unref();
  return () => clearTimeout(timer);
};
