import { EventEmitter } from 'node:events';
import type { Source } from '@ottogi/protocol';
import { RequestError } from '../errors.ts';
import type { MediaRouter, ProducerLevel } from '../media/MediaRouter.ts';
import { checkCapabilities } from './mediaErrors.ts';
import { publicationOf, type SfuProducer } from './Producers.ts';
import { SfuEndpoint } from './SfuEndpoint.ts';
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
  readonly #endpoints = new Map<string, SfuEndpoint>();
  #levelsTold = '[]';

  constructor(router: MediaRouter) {
    super();
    this.#router = router;
    router.on('lost', () => this.emit('lost'));
    router.on('levels', (levels) => this.#onLevels(levels));
  }

  async attach(peer: TopologyPeer): Promise<SfuEndpoint> {
    checkCapabilities(peer.rtpCapabilities);
    const endpoint = await SfuEndpoint.create(
      peer,
      this.#router,
      {
        producerOf: (peerId, source) => this.#producerOf(peerId, source),
        producersFor: (peerId, source) =>
          this.#producersFor(peerId).filter(({ appData }) => appData.source === source),
      },
      () => this.#detach(peer.peerId),
    );
    endpoint.producers.on('opened', (producer) => this.#onProducer(peer.peerId, producer));
    endpoint.producers.on('changed', (producer) => this.#announce(producer));
    endpoint.producers.on('closed', ({ appData }) =>
      this.emit('publicationClosed', appData.peerId, appData.source),
    );
    // From here on new producers reach this peer; those that are there it takes now.
    this.#endpoints.set(peer.peerId, endpoint);
    // Whoever comes in while somebody holds a tone is told too.
    this.#levelsTold = '';
    await endpoint.consumers.takeFirst(this.#producersFor(peer.peerId));
    return endpoint;
  }

  close(): void {
    for (const endpoint of this.#endpoints.values()) endpoint.close();
    this.#router.close();
  }

  #onProducer(peerId: string, producer: SfuProducer): void {
    this.#announce(producer);
    for (const [otherId, other] of this.#endpoints) {
      if (otherId !== peerId) other.consumers.offer(producer);
    }
  }

  #announce(producer: SfuProducer): void {
    this.emit('publicationChanged', producer.appData.peerId, publicationOf(producer));
  }

  #producersFor(peerId: string): SfuProducer[] {
    return [...this.#endpoints]
      .filter(([otherId]) => otherId !== peerId)
      .flatMap(([, other]) => other.producers.list());
  }

  #producerOf(peerId: string, source: Source): SfuProducer | undefined {
    const endpoint = this.#endpoints.get(peerId);
    if (!endpoint) throw new RequestError('notFound', `no peer ${peerId} in this room`);
    return endpoint.producers.of(source);
  }

  #detach(peerId: string): void {
    this.#endpoints.delete(peerId);
    for (const other of this.#endpoints.values()) other.consumers.forget(peerId);
  }

  /** Tells levels in coarse steps, and only when they change: each one goes to everybody. */
  #onLevels(levels: ProducerLevel[]): void {
    const told = this.#byPeer(levels);
    const key = JSON.stringify(told);
    if (key === this.#levelsTold) return;
    this.#levelsTold = key;
    this.emit('levels', told);
  }

  #byPeer(levels: ProducerLevel[]): { peerId: string; level: number }[] {
    const peerIds = new Map(
      [...this.#endpoints].map(([peerId, { producers }]) => [
        producers.of('microphone')?.id,
        peerId,
      ]),
    );
    return levels.flatMap(({ producerId, level }) => {
      const peerId = peerIds.get(producerId);
      const step = Math.round(level / LEVEL_STEP_DB) * LEVEL_STEP_DB;
      return peerId === undefined ? [] : [{ peerId, level: step }];
    });
  }
}
