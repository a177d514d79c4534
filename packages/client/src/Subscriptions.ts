import type { Source } from '@ottogi/protocol';
import { ClientError } from './errors.ts';
import type { Requests } from './Signal.ts';
import { keyParts, trackKey, type TrackKey } from './state.ts';

/** Remembers what was asked for beyond the `view`, so that a call that comes back is the same. */
export class Subscriptions {
  readonly #signal: Requests;
  readonly #wishes = new Map<TrackKey, 'subscribe' | 'unsubscribe'>();

  constructor(signal: Requests) {
    this.#signal = signal;
  }

  /** @throws ClientError */
  async ask(wish: 'subscribe' | 'unsubscribe', peerId: string, source: Source): Promise<void> {
    await this.#signal.request(wish, { peerId, source });
    this.#wishes.set(trackKey(peerId, source), wish);
  }

  /** Says everything again, to a membership that has not heard it. */
  async renew(): Promise<void> {
    const renewals = [...this.#wishes].map(async ([key, wish]) => {
      const { peerId, source } = keyParts(key);
      try {
        await this.ask(wish, peerId, source);
      } catch (error) {
        // That peer is there no more.
        if (error instanceof ClientError && error.code === 'notFound') this.#wishes.delete(key);
      }
    });
    await Promise.all(renewals);
  }

  /** Whether a page has said that it does not want this one. */
  declines(key: TrackKey): boolean {
    return this.#wishes.get(key) === 'unsubscribe';
  }

  clear(): void {
    this.#wishes.clear();
  }
}
