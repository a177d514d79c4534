/**
 * Brings something that takes time to where it is wished to be. The owner writes down its wish and
 * calls `run`; `step` compares wish and reality, does one thing about the difference, and says
 * whether it did. Steps never overlap, and each reads the wish anew: however quickly wishes change,
 * the last one is what stands in the end.
 */
export class Convergence {
  readonly #step: () => Promise<boolean>;
  #running: Promise<void> | null = null;
  #again = false;

  /** `step` must not reject, and must resolve to false at some point. */
  constructor(step: () => Promise<boolean>) {
    this.#step = step;
  }

  /** Resolves when there was nothing left to do. */
  run(): Promise<void> {
    this.#again = true;
    return (this.#running ??= this.#loop());
  }

  async #loop(): Promise<void> {
    try {
      while (this.#again) {
        this.#again = false;
        while (await this.#step());
      }
    } finally {
      // In the same turn as the last look at `#again`, or a wish in between would wake nobody.
      this.#running = null;
    }
  }
}
