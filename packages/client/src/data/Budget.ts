/** So much in a row, and then one more for every so many ms: the server holds everybody to the same. */
export class Budget {
  readonly #rate: { burst: number; refillMs: number };
  readonly #now: () => number;
  #left: number;
  #countedAt: number;

  constructor(rate: { burst: number; refillMs: number }, now = () => performance.now()) {
    this.#rate = rate;
    this.#now = now;
    this.#left = rate.burst;
    this.#countedAt = now();
  }

  /** How long until there is so much; 0 for now. */
  waitMs(cost: number): number {
    const now = this.#now();
    const refilled = (now - this.#countedAt) / this.#rate.refillMs;
    this.#left = Math.min(this.#rate.burst, this.#left + refilled);
    this.#countedAt = now;
    return Math.max(0, Math.ceil((cost - this.#left) * this.#rate.refillMs));
  }

  take(cost: number): void {
    this.#left -= cost;
  }
}
