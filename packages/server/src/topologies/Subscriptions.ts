import type { Source, View } from '@ottogi/protocol';

/** Which part of the view a source counts against; null where it is always sent. */
const LIMITED_BY: Record<Source, keyof View | null> = {
  camera: 'videos',
  microphone: 'voices',
  screen: null,
  screenAudio: null,
};

/** What one peer wants to receive: what it asked for, and unasked as much as its view holds. */
export class Subscriptions {
  readonly #view: View;
  readonly #wishes = new Map<string, 'asked' | 'declined'>();

  constructor(view: View) {
    this.#view = view;
  }

  ask(peerId: string, source: Source): void {
    this.#wishes.set(keyOf(peerId, source), 'asked');
  }

  decline(peerId: string, source: Source): void {
    this.#wishes.set(keyOf(peerId, source), 'declined');
  }

  /** Forgets a peer that is gone for good: its id never comes back. */
  forget(peerId: string): void {
    for (const key of this.#wishes.keys()) {
      if (key.startsWith(`${peerId}/`)) this.#wishes.delete(key);
    }
  }

  declines(peerId: string, source: Source): boolean {
    return this.#wishes.get(keyOf(peerId, source)) === 'declined';
  }

  /** @param count How many publications of this source the peer receives already. */
  wants(peerId: string, source: Source, count: number): boolean {
    const wish = this.#wishes.get(keyOf(peerId, source));
    if (wish !== undefined) return wish === 'asked';
    const limit = LIMITED_BY[source];
    return limit === null || count < this.#view[limit];
  }
}

function keyOf(peerId: string, source: Source): string {
  return `${peerId}/${source}`;
}
