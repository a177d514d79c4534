import type { Clock } from '../files/clock.ts';

/** A clock that stands until it is told to go on. */
export class TestClock implements Clock {
  #now = 1_800_000_000_000;
  readonly #tasks = new Set<{ at: number; task: () => void }>();

  now(): number {
    return this.#now;
  }

  after(delayMs: number, task: () => void): () => void {
    const entry = { at: this.#now + delayMs, task };
    this.#tasks.add(entry);
    return () => this.#tasks.delete(entry);
  }

  /** Tasks that are set by tasks wait for the next time. */
  pass(ms: number): void {
    this.#now += ms;
    for (const entry of [...this.#tasks].filter(({ at }) => at <= this.#now)) {
      this.#tasks.delete(entry);
      entry.task();
    }
  }
}
