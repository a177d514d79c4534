import type { Source, View } from '@ottogi/protocol';

/** Which part of the view a source counts against; null where it is always sent. */
const LIMITED_BY: Record<Source, 'videos' | 'voices' | null> = {
  camera: 'videos',
  microphone: 'voices',
  screen: null,
  screenAudio: null,
};

type Wish = 'asked' | 'declined';

/** What one peer wants to receive: what it asked for, and unasked as much as its view holds. */
export class Subscriptions {
  readonly #view: View;
  readonly #wishes = new Map<string, Map<Source, Wish>>();

  constructor(view: View) {
    this.#view = view;
  }

  ask(peerId: string, source: Source): void {
    this.#wish(peerId, source, 'asked');
  }

  decline(peerId: string, source: Source): void {
    this.#wish(peerId, source, 'declined');
  }

  /** Forgets a peer that is gone for good: its id never comes back. */
  forget(peerId: string): void {
    this.#wishes.delete(peerId);
  }

  wishFor(peerId: string, source: Source): Wish | undefined {
    return this.#wishes.get(peerId)?.get(source);
  }

  /** How much of a source the view holds unasked. */
  limitOf(source: Source): number {
    const limit = LIMITED_BY[source];
    return limit === null ? Infinity : this.#view[limit];
  }

  /** @param count How many publications of this source the peer receives already. */
  wants(peerId: string, source: Source, count: number): boolean {
    const wish = this.wishFor(peerId, source);
    return wish === undefined ? count < this.limitOf(source) : wish === 'asked';
  }

  #wish(peerId: string, source: Source, wish: Wish): void {
    const wishes = this.#wishes.get(peerId) ?? new Map<Source, Wish>();
    this.#wishes.set(peerId, wishes.set(source, wish));
  }
}
