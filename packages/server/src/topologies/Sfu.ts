import { EventEmitter } from 'node:events';
import { checkCapabilities } from '../media/mediaErrors.ts';
import type { MediaRouter, ProducerLevel } from '../media/MediaRouter.ts';
import { type After, systemClock } from '../clock.ts';
import { LIMITS, type Limits } from '../limits/limits.ts';
import { Publications } from './Publications.ts';
import { SfuEndpoint } from './SfuEndpoint.ts';
import type { SfuProducer } from './SfuProducer.ts';
import type { Topology, TopologyEvents, TopologyPeer } from './Topology.ts';

/** Finer than a ring around a tile can show. */
const LEVEL_STEP_DB = 6;

/**
 * Selective forwarding (RFC 7667, 3.7): each peer sends once, to a router, which forwards to those
 * who want it.
 */
export class Sfu extends EventEmitter<TopologyEvents> implements Topology {
  readonly kind = 'sfu';
  readonly #router: MediaRouter;
  readonly #after: After;
  readonly #bounds: Limits['call'];
  readonly #publications = new Publications();
  readonly #endpoints = new Map<string, SfuEndpoint>();
  #levelsTold = '[]';

  constructor(
    router: MediaRouter,
    after: After = systemClock.after,
    bounds: Limits['call'] = LIMITS.call,
  ) {
    super();
    this.#router = router;
    this.#after = after;
    this.#bounds = bounds;
    router.on('lost', () => this.emit('lost'));
    router.on('levels', (levels) => this.#onLevels(levels));
  }

  async attach(peer: TopologyPeer): Promise<SfuEndpoint> {
    checkCapabilities(peer.rtpCapabilities);
    const endpoint = await SfuEndpoint.create(
      peer,
      {
        router: this.#router,
        publications: this.#publications,
        after: this.#after,
        bounds: this.#bounds,
      },
      {
        closed: () => this.#detach(peer.peerId),
        unreachable: () => this.emit('unreachable', peer.peerId),
      },
    );
    endpoint.producers.on('opened', (producer) => this.#onOpened(producer));
    endpoint.producers.on('changed', (producer) => this.#announce(producer));
    endpoint.producers.on('closed', (producer) => this.#onClosed(producer));
    // From here on new producers reach this peer; those that are there it takes now.
    this.#endpoints.set(peer.peerId, endpoint);
    this.#publications.join(peer.peerId);
    // Whoever comes in while somebody holds a tone is told too.
    this.#levelsTold = '';
    await endpoint.consumers.takeFirst();
    return endpoint;
  }

  close(): void {
    for (const endpoint of this.#endpoints.values()) endpoint.close();
    this.#router.close();
  }

  #onOpened(producer: SfuProducer): void {
    this.#publications.add(producer);
    this.#announce(producer);
    this.#toOthers(producer, ({ consumers }) => consumers.offer(producer));
  }

  #onClosed(producer: SfuProducer): void {
    this.#publications.remove(producer);
    this.emit('publicationClosed', producer.peerId, producer.source);
  }

  #announce(producer: SfuProducer): void {
    this.emit('publicationChanged', producer.peerId, producer.publication());
  }

  #toOthers({ peerId }: SfuProducer, task: (other: SfuEndpoint) => void): void {
    for (const [otherId, other] of this.#endpoints) if (otherId !== peerId) task(other);
  }

  #detach(peerId: string): void {
    this.#endpoints.delete(peerId);
    this.#publications.leave(peerId);
  }

  #onLevels(levels: ProducerLevel[]): void {
    const voices = levels.flatMap(({ producerId, level }) => {
      const producer = this.#publications.byId(producerId);
      return producer ? [{ producer, level }] : [];
    });
    this.#publications.heard(voices.map(({ producer }) => producer.peerId));
    for (const { producer } of voices) {
      this.#toOthers(producer, ({ consumers }) => consumers.hear(producer));
    }
    this.#tellLevels(voices.map(({ producer, level }) => ({ peerId: producer.peerId, level })));
  }

  /** Tells levels in coarse steps, and only when they change: each one goes to everybody. */
  #tellLevels(levels: { peerId: string; level: number }[]): void {
    const told = levels.map(({ peerId, level }) => ({
      peerId,
      level: Math.round(level / LEVEL_STEP_DB) * LEVEL_STEP_DB,
    }));
    const key = JSON.stringify(told);
    if (key === this.#levelsTold) return;
    this.#levelsTold = key;
    this.emit('levels', told);
  }
}
