/**
 * Leaves the page's thread at least as much time as it takes: work that comes before that time is
 * over is left out. On a slow machine there are fewer pictures, and clicks still work.
 */
export class Breather {
  readonly #now: () => number;
  #restUntil = 0;

  /** `now` in ms. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  work(task: () => void): void {
    const start = this.#now();
    if (start < this.#restUntil) return;
    task();
    const end = this.#now();
    this.#restUntil = end + (end - start);
  }
}
