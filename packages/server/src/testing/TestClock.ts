import type { After, Clock } from '../clock.ts';

/** A clock that only moves when it is told to. */
export class TestClock implements Clock {
  readonly #pending = new Set<{ at: number; run: () => void }>();
  #now = 1_800_000_000_000;

  get pending(): number {
    return this.#pending.size;
  }

  now(): number {
    return this.#now;
  }

  readonly after: After = (delayMs, run) => {
    const entry = { at: this.#now + delayMs, run };
    this.#pending.add(entry);
    return () => this.#pending.delete(entry);
  };

  /** Runs what is due on the way, in its order. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#pending.delete(next);
      this.#now = next.at;
      next.run();
    }
    this.#now = end;
  }

  #next(end: number) {
    return [...this.#pending].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
  }
}
