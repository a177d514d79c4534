import { Askers } from '../limits/Askers.ts';
import { RateLimit, tooManyRequests } from '../limits/RateLimit.ts';

/** Enough for somebody who mistypes, and for a family behind one address; far too few to find it. */
const RATE = { burst: 10, refillMs: 10_000 };

/** A few hundred bytes each; whoever has more addresses than that knows other ways. */
const MOST_ADDRESSES = 10_000;

/** Wrong passwords by address: so many in a row, and then one for every while that has passed. */
export class Guesses {
  readonly #byAddress: Askers<RateLimit>;

  /** @param now A clock that never goes back, in ms. */
  constructor(now?: () => number) {
    this.#byAddress = new Askers(() => new RateLimit(RATE, now), MOST_ADDRESSES);
  }

  /** Whether this address may guess now. @throws RequestError `tooManyRequests` */
  check(address: string): void {
    const waitMs = this.#byAddress.of(address).waitMs();
    if (waitMs > 0) throw tooManyRequests(waitMs, 'too many wrong passwords');
  }

  /** It guessed, and wrongly. */
  count(address: string): void {
    this.#byAddress.of(address).take();
  }
}
