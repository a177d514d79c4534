import { systemClock, type Clock } from '../clock.ts';
import { Askers } from './Askers.ts';
import { HTTP_COSTS, type Limits } from './limits.ts';
import { RateLimit } from './RateLimit.ts';

/** Between two looks for what can be forgotten. */
const SWEEP_EVERY_MS = 60_000;

/** What is counted of one address, all its people and connections together. */
export class AddressCount {
  readonly http: RateLimit;
  readonly newcomers: RateLimit;
  readonly requests: RateLimit;
  readonly guesses: RateLimit;
  open = 0;

  constructor({ http, newcomers, requests, guesses }: Limits) {
    this.http = new RateLimit(http.ofAddress);
    this.newcomers = new RateLimit(newcomers);
    this.requests = new RateLimit(requests.ofAddress);
    this.guesses = new RateLimit(guesses.ofAddress);
  }

  get idle(): boolean {
    const limits = [this.http, this.newcomers, this.requests, this.guesses];
    return this.open === 0 && limits.every(({ idle }) => idle);
  }
}

/** What is counted of one person, in all their tabs. */
class PersonCount {
  readonly requests: RateLimit;

  constructor({ requests }: Limits) {
    this.requests = new RateLimit(requests.ofPerson);
  }

  get idle(): boolean {
    return this.requests.idle;
  }
}

/** Who asks this server for something, by address and by person, and how much. */
export class AddressBook {
  readonly limits: Limits;
  readonly #addresses: Askers<AddressCount>;
  readonly #people: Askers<PersonCount>;
  readonly #clock: Clock;
  #callOffSweep: () => void = () => undefined;

  constructor(limits: Limits, clock: Clock = systemClock) {
    this.limits = limits;
    this.#clock = clock;
    this.#addresses = new Askers(() => new AddressCount(limits), limits.askers);
    this.#people = new Askers(() => new PersonCount(limits), limits.askers);
    this.#sweepLater();
  }

  /** @param key As `addressOf` makes it. */
  address(key: string): AddressCount {
    return this.#addresses.of(key);
  }

  person(personId: string): PersonCount {
    return this.#people.of(personId);
  }

  /**
   * One HTTP request of this address; how long it has to wait, in ms, or 0 where it need not.
   */
  knock(key: string, kind: keyof typeof HTTP_COSTS): number {
    const { http, open } = this.address(key);
    const cost = HTTP_COSTS[kind];
    const waitMs = http.waitMs(cost);
    if (waitMs > 0) return waitMs;
    const { mostOpen, checkEveryMs } = this.limits.http;
    if (kind === 'connection' && open >= mostOpen) return checkEveryMs;
    http.take(cost);
    return 0;
  }

  close(): void {
    this.#callOffSweep();
  }

  #sweepLater(): void {
    this.#callOffSweep = this.#clock.after(SWEEP_EVERY_MS, () => {
      this.#addresses.forgetIdle();
      this.#people.forgetIdle();
      this.#sweepLater();
    });
  }
}
