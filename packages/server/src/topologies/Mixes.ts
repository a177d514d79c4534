import type { SfuProducer } from './SfuProducer.ts';

/** What a mixer publishes in one SFU: a picture, a sound for all, and sounds for those who speak. */
export class Mixes {
  #picture: SfuProducer | undefined;
  #common: SfuProducer | undefined;
  readonly #sounds = new Map<string, SfuProducer>();

  /** Whether there is something to see and to hear for everybody. */
  get ready(): boolean {
    return this.#picture !== undefined && this.#common !== undefined;
  }

  get picture(): SfuProducer | undefined {
    return this.#picture;
  }

  /**
   * Nobody is to hear themselves: whoever speaks has a sound of their own, or none yet.
   * @param speaks Whether they publish a sound.
   */
  soundFor(peerId: string, speaks: boolean): SfuProducer | undefined {
    return this.#sounds.get(peerId) ?? (speaks ? undefined : this.#common);
  }

  add(producer: SfuProducer): void {
    const { source, forPeerId } = producer;
    if (source === 'mix') this.#picture = producer;
    else if (forPeerId === null) this.#common = producer;
    else this.#sounds.set(forPeerId, producer);
  }

  /** Another one may have taken its place already. */
  remove(producer: SfuProducer): void {
    const { forPeerId } = producer;
    if (this.#picture === producer) this.#picture = undefined;
    if (this.#common === producer) this.#common = undefined;
    if (forPeerId !== null && this.#sounds.get(forPeerId) === producer) {
      this.#sounds.delete(forPeerId);
    }
  }

  of(peerId: string): SfuProducer[] {
    const all = [this.#picture, this.#common, ...this.#sounds.values()];
    return all.filter(
      (producer) => producer !== undefined && producer.peerId === peerId,
    ) as SfuProducer[];
  }
}
