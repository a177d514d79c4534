import type { Source } from '@ottogi/protocol';
import type { Requests } from './Signal.ts';
import { keyParts, publicationOf, trackKey, type TrackKey } from './state.ts';

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

  /** Says everything again, to a membership that may not have heard it. */
  renew(): void {
    for (const key of this.#wishes.keys()) void this.#renew(key);
  }

  /** Somebody may be back after the server was lost, and under the same `peerId`. */
  peerJoined(peerId: string): void {
    for (const key of this.#wishes.keys())
      if (keyParts(key).peerId === peerId) void this.#renew(key);
  }

  /** Whether a page has said that it does not want this one. */
  declines(key: TrackKey): boolean {
    return this.#wishes.get(key) === 'unsubscribe';
  }

  clear(): void {
    this.#wishes.clear();
  }

  async #renew(key: TrackKey): Promise<void> {
    const publication = publicationOf(key);
    const wish = this.#wishes.get(key);
    try {
      if (wish && publication) await this.#signal.request(wish, publication);
    } catch {
      // Not there yet, or not any more; or the connection is lost, and the next one renews it too.
    }
  }
}
