/** Takes back what was to happen. Without effect once it has happened. */
export type CallOff = () => void;

/** Runs something once after a while. */
export type After = (delayMs: number, run: () => void) => CallOff;

/** Time, injected so that tests need not wait for it. */
export interface Clock {
  /** In ms since 1970. */
  now(): number;
  readonly after: After;
}

/** The machine's. What waits for it does not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs).unref();
    return () => clearTimeout(timer);
  },
};
