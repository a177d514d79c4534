import { MOST_SPEAKERS, type MediaRouter, type ProducerLevel } from '../media/MediaRouter.ts';

/**
 * Who is heard in a room, of what each of its routers hears. They look equally often, each at moments
 * of its own: told is what all hear whenever one of them does, which keeps the beat until it falls
 * silent, so that it is told no more often than with one router.
 */
export class RoomLevels {
  readonly #heard = new Map<MediaRouter, ProducerLevel[]>();
  #beat: MediaRouter | null = null;

  /** @returns All who are heard, the loudest first; null where it is to be told later. */
  hear(router: MediaRouter, levels: ProducerLevel[]): ProducerLevel[] | null {
    this.#heard.set(router, levels);
    this.#beat ??= router;
    if (router !== this.#beat) return null;
    if (levels.length === 0) this.#beat = null;
    return this.#all();
  }

  /** It is gone, and with it whoever it heard. */
  forget(router: MediaRouter): ProducerLevel[] {
    this.#heard.delete(router);
    if (this.#beat === router) this.#beat = null;
    return this.#all();
  }

  #all(): ProducerLevel[] {
    const all = [...this.#heard.values()].flat();
    return all.sort((a, b) => b.level - a.level).slice(0, MOST_SPEAKERS);
  }
}
