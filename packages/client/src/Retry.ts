import { backoffMs } from './backoff.ts';

/** When to try again what failed: later after each failure, until something goes well. */
export class Retry {
  readonly #again: () => void;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(again: () => void) {
    this.#again = again;
  }

  /** Whether the next attempt is waited for. */
  get waiting(): boolean {
    return this.#timer !== undefined;
  }

  /** How often it failed since something went well. */
  get failures(): number {
    return this.#failures;
  }

  /** It failed: calls `again` after a while, and not before the server said that it may. */
  later({ retryAfterMs = 0 }: { retryAfterMs?: number | undefined } = {}): void {
    this.cancel();
    const waitMs = Math.max(retryAfterMs, backoffMs(this.#failures));
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#again();
    }, waitMs);
    this.#failures += 1;
  }

  /** Nothing is waited for any more; whether what failed would go well now is not known. */
  cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** It went well, or it is about something else now: the next failure is the first one. */
  reset(): void {
    this.cancel();
    this.#failures = 0;
  }
}
