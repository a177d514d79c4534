import type { AddressBook, AddressCount } from '../limits/AddressBook.ts';
import { costOf, type Limits } from '../limits/limits.ts';
import { type Allowance, JointLimit, RateLimit } from '../limits/RateLimit.ts';

/** The one request that may say that its sender was here before. */
const ENTRY = 'join';

/** What one connection may ask for: by itself, and together with all of its person and address. */
export class SessionLimits {
  /** As addresses are counted: IPv6 by its first 64 bits. */
  readonly address: string;
  /** Taken from at each password that is tried, and given back where it was right. */
  readonly guesses: Allowance;
  readonly reactions: RateLimit;
  readonly renewals: RateLimit;
  readonly keyMessages: RateLimit;
  readonly limits: Limits['session'];
  readonly #book: AddressBook;
  readonly #personId: string;
  readonly #count: AddressCount;
  readonly #requests: RateLimit;
  readonly #refusals: RateLimit;
  #arrival: 'unknown' | 'new' | 'returned' = 'unknown';

  constructor(book: AddressBook, address: string, personId: string) {
    const { requests, guesses, session } = book.limits;
    this.address = address;
    this.limits = session;
    this.#count = book.address(address);
    this.#book = book;
    this.#personId = personId;
    this.#requests = new RateLimit(requests.ofSocket);
    this.#refusals = new RateLimit(requests.refusals);
    this.guesses = new JointLimit([new RateLimit(guesses.ofSocket), this.#count.guesses]);
    this.reactions = new RateLimit(session.reactions);
    this.renewals = new RateLimit(session.renewals);
    this.keyMessages = new RateLimit(session.keyMessages);
  }

  /**
   * One request. The first of a connection counts among the newcomers of its address; of a `join`
   * it is not known yet whether it returns.
   * @throws RequestError `tooManyRequests`
   */
  take(request: string): void {
    const cost = costOf(request);
    // A person of whom nothing is counted is forgotten, also while they have a connection.
    const { requests } = this.#book.person(this.#personId);
    new JointLimit([this.#requests, requests, this.#count.requests]).take(cost);
    if (request !== ENTRY) this.arrived();
  }

  /** A newcomer, as far as anybody knows. @throws RequestError `tooManyRequests` */
  arrived(): void {
    if (this.#arrival !== 'unknown') return;
    this.#count.newcomers.take();
    this.#arrival = 'new';
  }

  /**
   * It showed a valid resume token: whoever was here is no newcomer, and however many come back at
   * once from one address, none stands in the way of the others.
   */
  returned(): void {
    if (this.#arrival === 'returned') return;
    if (this.#arrival === 'new') this.#count.newcomers.giveBack();
    this.#count.requests.giveBack(costOf(ENTRY));
    this.#arrival = 'returned';
  }

  /** One request was refused. False once there were so many that nobody listens. */
  refused(): boolean {
    if (this.#refusals.waitMs() > 0) return false;
    this.#refusals.take();
    return true;
  }
}
