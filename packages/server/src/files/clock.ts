/** Time, so that tests need not wait for hours. */
export interface Clock {
  /** In ms since 1970. */
  now(): number;
  /** Runs the task once, after a while; what it returns calls that off. */
  after(delayMs: number, task: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, task) {
    const timer = setTimeout(task, delayMs).unref();
    return () => clearTimeout(timer);
  },
};
