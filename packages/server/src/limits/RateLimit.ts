import { RequestError } from '../errors.ts';

/** How much in a row, and then one more for every so many ms. */
export interface Rate {
  burst: number;
  refillMs: number;
}

/** What somebody may ask for, before more of it is refused. */
export interface Allowance {
  /** @throws RequestError `tooManyRequests`, which says when to try again */
  take(cost?: number): void;
  /** What was taken did not count. */
  giveBack(cost?: number): void;
}

/** So many in a row, and then one for every time that has passed (a token bucket). */
export class RateLimit implements Allowance {
  readonly #rate: Rate;
  readonly #now: () => number;
  #tokens: number;
  #countedAt: number;

  /** @param now A clock that never goes back, in ms. */
  constructor(rate: Rate, now: () => number = () => performance.now()) {
    this.#rate = rate;
    this.#now = now;
    this.#tokens = rate.burst;
    this.#countedAt = now();
  }

  /** Whether nothing is taken: forgotten and made anew it would be the same. */
  get idle(): boolean {
    this.#refill();
    return this.#tokens === this.#rate.burst;
  }

  /** How long until so much can be taken, in ms; 0 for now. */
  waitMs(cost = 1): number {
    this.#refill();
    const missing = this.#payable(cost) - this.#tokens;
    return Math.max(0, Math.ceil(missing * this.#rate.refillMs));
  }

  take(cost = 1): void {
    const waitMs = this.waitMs(cost);
    if (waitMs > 0) throw tooManyRequests(waitMs);
    this.#tokens -= this.#payable(cost);
  }

  giveBack(cost = 1): void {
    this.#tokens = Math.min(this.#rate.burst, this.#tokens + this.#payable(cost));
  }

  /** What costs more than there ever is could never be had. */
  #payable(cost: number): number {
    return Math.min(cost, this.#rate.burst);
  }

  #refill(): void {
    const now = this.#now();
    const refilled = (now - this.#countedAt) / this.#rate.refillMs;
    this.#tokens = Math.min(this.#rate.burst, this.#tokens + refilled);
    this.#countedAt = now;
  }
}

/** Several at once: taken of all, or of none. */
export class JointLimit implements Allowance {
  readonly #limits: readonly RateLimit[];

  constructor(limits: readonly RateLimit[]) {
    this.#limits = limits;
  }

  take(cost = 1): void {
    const waitMs = Math.max(...this.#limits.map((limit) => limit.waitMs(cost)));
    if (waitMs > 0) throw tooManyRequests(waitMs);
    for (const limit of this.#limits) limit.take(cost);
  }

  giveBack(cost = 1): void {
    for (const limit of this.#limits) limit.giveBack(cost);
  }
}

export function tooManyRequests(
  retryAfterMs: number,
  message = 'too many at once: wait a bit',
): RequestError {
  return new RequestError('tooManyRequests', message, { retryAfterMs });
}
