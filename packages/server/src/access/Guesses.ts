import { RequestError } from '../errors.ts';

/** Enough for somebody who mistypes, and for a family behind one address; far too few to find it. */
const BURST = 10;
const REFILL_MS = 10_000;

/** A few hundred bytes each; whoever has more addresses than that knows other ways. */
const MOST_ADDRESSES = 10_000;

/** Wrong passwords by address: so many in a row, and then one for every while that has passed. */
export class Guesses {
  readonly #now: () => number;
  /** When each address will have all its guesses again. The one that guessed last comes last. */
  readonly #restoredAt = new Map<string, number>();

  /** @param now A clock that never goes back, in ms. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Whether this address may guess now. @throws RequestError `tooManyRequests` */
  check(address: string): void {
    const spentMs = (this.#restoredAt.get(address) ?? 0) - this.#now();
    const retryAfterMs = Math.ceil(spentMs - (BURST - 1) * REFILL_MS);
    if (retryAfterMs <= 0) return;
    throw new RequestError('tooManyRequests', 'too many wrong passwords', { retryAfterMs });
  }

  /** It guessed, and wrongly. */
  count(address: string): void {
    const now = this.#now();
    const restoredAt = Math.max(this.#restoredAt.get(address) ?? 0, now) + REFILL_MS;
    this.#restoredAt.delete(address);
    this.#restoredAt.set(address, restoredAt);
    const [oldest] = this.#restoredAt.keys();
    if (this.#restoredAt.size > MOST_ADDRESSES) this.#restoredAt.delete(oldest!);
  }
}
