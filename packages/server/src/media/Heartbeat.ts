import type { After, CallOff } from '../clock.ts';

const TICK_MS = 500;

/** So many ticks without an answer are none: 4 s, in which a worker answers thousands of requests. */
const PATIENCE_TICKS = 8;

/**
 * Asks somebody again and again whether they are there, and tells once when they are not. It counts
 * ticks instead of time: a machine that was asleep, or a process that was stopped itself, has heard
 * no answer for a long time, and that means nothing.
 */
export class Heartbeat {
  readonly #ask: () => Promise<unknown>;
  readonly #silent: () => void;
  readonly #after: After;
  /** Since the question that is not answered yet; null where none is open. */
  #ticks: number | null = null;
  #callOff: CallOff = () => {};

  /** @param ask Rejects where somebody is gone, which they tell by themselves: an answer too. */
  constructor(ask: () => Promise<unknown>, silent: () => void, runAfter: After) {
    this.#ask = ask;
    this.#silent = silent;
    this.#after = runAfter;
    this.#tickLater();
  }

  stop(): void {
    this.#callOff();
  }

  #tickLater(): void {
    this.#callOff = this.#after(TICK_MS, () => this.#tick());
  }

  #tick(): void {
    if (this.#ticks === null) {
      this.#ticks = 0;
      const answered = () => {
        this.#ticks = null;
      };
      this.#ask().then(answered, answered);
    } else {
      this.#ticks += 1;
      if (this.#ticks >= PATIENCE_TICKS) return this.#silent();
    }
    this.#tickLater();
  }
}
