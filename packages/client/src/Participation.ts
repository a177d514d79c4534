import type { Entered } from './CallOwner.ts';
import { Convergence } from './Convergence.ts';
import { isSelfMending, toClientError } from './errors.ts';
import { Retry } from './Retry.ts';
import type { Requests } from './Signal.ts';

/** How one wishes to take part, as far as everybody sees it. */
export interface PeerWish {
  deafened: boolean;
  handRaised: boolean;
}

/**
 * Brings what everybody knows of one's deafness and one's hand to what is wished. The wish stands
 * before a call too, and is told again to each membership that takes the place of a lost one.
 */
export class Participation {
  readonly #signal: Requests;
  readonly #changed: (wish: PeerWish) => void;
  readonly #convergence = new Convergence(() => this.#step());
  readonly #retry = new Retry(() => void this.#convergence.run());
  #wish: PeerWish = { deafened: false, handRaised: false };
  /** What the server has been told; null without a membership. */
  #told: PeerWish | null = null;

  constructor(signal: Requests, changed: (wish: PeerWish) => void) {
    this.#signal = signal;
    this.#changed = changed;
  }

  get wish(): PeerWish {
    return this.#wish;
  }

  /** Resolves when the server knows, or cannot be told now. Never rejects. */
  set(change: Partial<PeerWish>): Promise<void> {
    this.#become(change);
    this.#retry.cancel();
    return this.#convergence.run();
  }

  /** A membership stands, and was told this when it was asked for. */
  entered({ told, how }: Pick<Entered, 'told' | 'how'>): void {
    if (told) this.#told = { ...told };
    // The hand was raised in the room that one came from.
    if (how === 'moved' && told) this.#become({ handRaised: told.handRaised });
    this.#retry.reset();
    void this.#convergence.run();
  }

  /** There is no membership to speak of for now. */
  exited(): void {
    this.#told = null;
    this.#retry.cancel();
  }

  #become(change: Partial<PeerWish>): void {
    this.#wish = { ...this.#wish, ...change };
    this.#changed(this.#wish);
  }

  async #step(): Promise<boolean> {
    const [wish, told] = [this.#wish, this.#told];
    if (!told || this.#retry.waiting || same(wish, told)) return false;
    try {
      await this.#signal.request('updatePeer', wish);
      // Unless another membership has begun meanwhile, which was told by its join.
      if (this.#told === told) this.#told = wish;
      this.#retry.reset();
      return true;
    } catch (thrown) {
      const error = toClientError(thrown, 'internal');
      // The membership is on its way out, or the request is one that will never do.
      if (error.code === 'serverUnreachable' || !isSelfMending(error)) return this.#told !== told;
      this.#retry.later(error);
      return false;
    }
  }
}

function same(a: PeerWish, b: PeerWish): boolean {
  return a.deafened === b.deafened && a.handRaised === b.handRaised;
}
