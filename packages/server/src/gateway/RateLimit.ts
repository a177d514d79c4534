import { RequestError } from '../errors.ts';

/** So many in a row, and then one for every time that has passed (a token bucket). */
export class RateLimit {
  readonly #burst: number;
  readonly #refillMs: number;
  readonly #now: () => number;
  #tokens: number;
  #countedAt: number;

  /** @param now A clock that never goes back, in ms. */
  constructor(burst: number, refillMs: number, now: () => number = () => performance.now()) {
    this.#burst = burst;
    this.#refillMs = refillMs;
    this.#now = now;
    this.#tokens = burst;
    this.#countedAt = now();
  }

  /** @throws RequestError `tooManyRequests` */
  take(): void {
    const now = this.#now();
    const refilled = (now - this.#countedAt) / this.#refillMs;
    this.#tokens = Math.min(this.#burst, this.#tokens + refilled);
    this.#countedAt = now;
    if (this.#tokens < 1) throw new RequestError('tooManyRequests', 'too many at once: wait a bit');
    this.#tokens -= 1;
  }
}
