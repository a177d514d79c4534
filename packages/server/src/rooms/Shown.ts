import type { Publication, Source } from '@ottogi/protocol';
import type { After, CallOff } from '../clock.ts';

/** A client that is there produces again within one or two seconds. */
const BOUND_WITHIN_MS = 10_000;

/**
 * What a peer shows, one publication a source. A producer is only what carries one at present: when
 * it is lost with its worker, everybody sees the publication on until there is another, so that no
 * tile comes and goes.
 */
export class Shown {
  readonly #after: After;
  readonly #givenUp: (source: Source) => void;
  readonly #bySource = new Map<Source, Publication>();
  /** Those without a producer. */
  readonly #unbound = new Set<Source>();
  #callOff: CallOff | null = null;

  /** @param givenUp A publication that got no producer in time is over. */
  constructor(after: After, givenUp: (source: Source) => void) {
    this.#after = after;
    this.#givenUp = givenUp;
  }

  list(): Publication[] {
    return [...this.#bySource.values()];
  }

  /** There is a producer, and this is how it is. */
  put(publication: Publication): void {
    this.#bySource.set(publication.source, publication);
    this.#unbound.delete(publication.source);
  }

  remove(source: Source): void {
    this.#bySource.delete(source);
  }

  /** All producers are gone. */
  unbind(): void {
    for (const source of this.#bySource.keys()) this.#unbound.add(source);
    this.#callOff?.();
    this.#callOff = this.#after(BOUND_WITHIN_MS, () => this.#giveUp());
  }

  close(): void {
    this.#callOff?.();
  }

  #giveUp(): void {
    for (const source of this.#unbound) {
      this.#bySource.delete(source);
      this.#givenUp(source);
    }
    this.#unbound.clear();
  }
}
