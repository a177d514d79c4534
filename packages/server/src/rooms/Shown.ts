import type { Publication, Source } from '@ottogi/protocol';
import type { After, CallOff } from '../clock.ts';

/** A client that is there produces again within one or two seconds. */
const BOUND_WITHIN_MS = 10_000;

/** What a publication is carried by at present: told apart, and nothing more. */
type Carrier = object;

/**
 * What a peer shows, one publication a source. A producer is only what carries one at present: when
 * it is lost with its worker, everybody sees the publication on until there is another, so that no
 * tile comes and goes; and when a room changes its topology the next one carries it before the
 * former lets go.
 */
export class Shown {
  readonly #after: After;
  readonly #givenUp: (source: Source) => void;
  readonly #bySource = new Map<Source, Publication>();
  /** What carries it; null for what has lost its carrier. */
  readonly #carriers = new Map<Source, Carrier | null>();
  #callOff: CallOff | null = null;

  /** @param givenUp A publication that got no producer in time is over. */
  constructor(after: After, givenUp: (source: Source) => void) {
    this.#after = after;
    this.#givenUp = givenUp;
  }

  list(): Publication[] {
    return [...this.#bySource.values()];
  }

  /** It is carried by this one now, and this is how it is. */
  put(publication: Publication, carrier: Carrier): void {
    this.#bySource.set(publication.source, publication);
    this.#carriers.set(publication.source, carrier);
  }

  /**
   * This one carries it no more.
   * @returns Whether it is over: another may carry it by now.
   */
  remove(source: Source, carrier: Carrier): boolean {
    if (this.#carriers.get(source) !== carrier) return false;
    this.#bySource.delete(source);
    this.#carriers.delete(source);
    return true;
  }

  /** What one has carried another carries again. */
  handBack(from: Carrier, to: Carrier): void {
    for (const [source, by] of this.#carriers) if (by === from) this.#carriers.set(source, to);
  }

  /** All that is carried by this one is lost for now; without one, everything. */
  unbind(carrier: Carrier | null = null): void {
    for (const [source, by] of this.#carriers) {
      if (carrier === null || by === carrier) this.#carriers.set(source, null);
    }
    this.#callOff?.();
    this.#callOff = this.#after(BOUND_WITHIN_MS, () => this.#giveUp());
  }

  close(): void {
    this.#callOff?.();
  }

  #giveUp(): void {
    const unbound = [...this.#carriers].filter(([, by]) => by === null);
    for (const [source] of unbound) {
      this.#bySource.delete(source);
      this.#carriers.delete(source);
      this.#givenUp(source);
    }
  }
}
