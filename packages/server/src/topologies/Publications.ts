import { type AnySource, isMix, type Source } from '@ottogi/protocol';
import { Mixes } from './Mixes.ts';
import type { SfuProducer } from './SfuProducer.ts';

/**
 * Everything that is published in one SFU, in the order in which it is worth receiving: what was
 * heard last comes first, then what came first.
 */
export class Publications {
  readonly mixes = new Mixes();
  readonly #byPeer = new Map<string, Map<AnySource, SfuProducer>>();
  readonly #byId = new Map<string, SfuProducer>();
  /** Peers: those who were heard, the last one first, then the others as they came. */
  #ranking: string[] = [];
  /** How many at its beginning speak now. */
  #speakers = 0;

  join(peerId: string): void {
    this.#byPeer.set(peerId, new Map());
    this.#ranking.push(peerId);
  }

  leave(peerId: string): void {
    for (const producer of this.#byPeer.get(peerId)?.values() ?? []) this.remove(producer);
    for (const producer of this.mixes.of(peerId)) this.remove(producer);
    this.#byPeer.delete(peerId);
    const place = this.#ranking.indexOf(peerId);
    if (place < 0) return;
    this.#ranking.splice(place, 1);
    if (place < this.#speakers) this.#speakers -= 1;
  }

  add(producer: SfuProducer): void {
    if (isMix(producer.source)) this.mixes.add(producer);
    else this.#byPeer.get(producer.peerId)?.set(producer.source, producer);
    this.#byId.set(producer.id, producer);
  }

  remove(producer: SfuProducer): void {
    if (isMix(producer.source)) this.mixes.remove(producer);
    else this.#byPeer.get(producer.peerId)?.delete(producer.source);
    this.#byId.delete(producer.id);
  }

  of(peerId: string, source: Source): SfuProducer | undefined {
    return this.#byPeer.get(peerId)?.get(source);
  }

  byId(producerId: string): SfuProducer | undefined {
    return this.#byId.get(producerId);
  }

  /** What the others publish of a source, the first to take first. */
  *othersOf(peerId: string, source: Source): Generator<SfuProducer, void> {
    for (const otherId of this.#ranking) {
      const producer = otherId === peerId ? undefined : this.of(otherId, source);
      if (producer) yield producer;
    }
  }

  /** @param speakers Who is heard now, the loudest first. */
  heard(speakers: readonly string[]): void {
    const speaking = new Set(speakers);
    this.#speakers = speaking.size;
    const silent = this.#ranking.filter((peerId) => !speaking.has(peerId));
    this.#ranking = [...speaking, ...silent];
  }

  /** Of these publications the one whose peer was not heard for the longest; who speaks is none. */
  longestSilent(
    source: Source,
    among: (producer: SfuProducer) => boolean,
  ): SfuProducer | undefined {
    for (let place = this.#ranking.length - 1; place >= this.#speakers; place -= 1) {
      const producer = this.of(this.#ranking[place]!, source);
      if (producer && among(producer)) return producer;
    }
    return undefined;
  }
}
