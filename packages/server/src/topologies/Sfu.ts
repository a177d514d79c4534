import { EventEmitter } from 'node:events';
import { isMix, RECORDER_ID } from '@ottogi/protocol';
import type { MediaRouter, ProducerLevel } from '../media/MediaRouter.ts';
import { Pipes } from '../media/Pipes.ts';
import type { Workers } from '../media/Workers.ts';
import { RequestError } from '../errors.ts';
import { type After, systemClock } from '../clock.ts';
import { LIMITS, type Limits } from '../limits/limits.ts';
import { DataRelay } from './DataRelay.ts';
import { pipeState } from './mediaState.ts';
import { Publications } from './Publications.ts';
import { RoomLevels } from './RoomLevels.ts';
import { Routers } from './Routers.ts';
import { SfuEndpoint } from './SfuEndpoint.ts';
import type { SfuProducer } from './SfuProducer.ts';
import { SfuTap } from './SfuTap.ts';
import type { PipeState, Topology, TopologyEvents, TopologyPeer } from './Topology.ts';

/** Finer than a ring around a tile can show. */
const LEVEL_STEP_DB = 6;

/** Far more than it takes to begin to receive one more sound. */
const RECEIVED_WITHIN_MS = 3_000;

/**
 * Selective forwarding (RFC 7667, 3.7): each peer sends once, to a router, which forwards to those
 * who want it. A room that is larger than one worker has several routers: what somebody on another one
 * wants is piped there, and nobody notices.
 */
export class Sfu extends EventEmitter<TopologyEvents> implements Topology {
  readonly kind = 'sfu';
  readonly #routers: Routers;
  readonly #pipes: Pipes;
  readonly #levels = new RoomLevels();
  readonly #after: After;
  readonly #bounds: Limits['call'];
  readonly #publications = new Publications();
  readonly #endpoints = new Map<string, SfuEndpoint>();
  readonly #relay = new DataRelay(this.#endpoints);
  #levelsTold = '[]';

  /**
   * One that has its first router: a call that moves here has something to move to.
   * @throws RequestError `mediaUnavailable` when no worker is up.
   */
  static async open(
    workers: Workers,
    after: After = systemClock.after,
    bounds: Limits['call'] = LIMITS.call,
  ): Promise<Sfu> {
    const sfu = new Sfu(workers, after, bounds);
    await sfu.#routers.open();
    return sfu;
  }

  private constructor(workers: Workers, after: After, bounds: Limits['call']) {
    super();
    this.#routers = new Routers(workers, bounds.workerStreams);
    this.#pipes = new Pipes(after);
    this.#after = after;
    this.#bounds = bounds;
    this.#routers.on('lost', (router) => this.#onLost(router));
    this.#routers.on('levels', (router, heard) => {
      const levels = this.#levels.hear(router, heard);
      if (levels) this.#onLevels(levels);
    });
  }

  async attach(peer: TopologyPeer): Promise<SfuEndpoint> {
    const endpoint = await this.#createEndpoint(peer);
    endpoint.producers.on('opened', (producer) => this.#onOpened(producer));
    endpoint.producers.on('changed', (producer) => this.#announce(producer));
    endpoint.producers.on('closed', (producer) => this.#onClosed(producer));
    // From here on new producers reach this peer; those that are there it takes now.
    this.#endpoints.set(peer.peerId, endpoint);
    this.#publications.join(peer.peerId);
    // Whoever comes in while somebody holds a tone is told too.
    this.#levelsTold = '';
    await endpoint.consumers.takeFirst();
    if (!endpoint.router.closed) return endpoint;
    endpoint.close();
    throw new RequestError('mediaUnavailable', 'the media worker is gone');
  }

  pipes(): PipeState[] {
    return this.#pipes.list().map(pipeState);
  }

  close(): void {
    for (const endpoint of this.#endpoints.values()) endpoint.close();
    this.#pipes.close();
    this.#routers.close();
  }

  async #createEndpoint(peer: TopologyPeer): Promise<SfuEndpoint> {
    const { router, leave } = await this.#routers.seat(peer);
    const parts = {
      router,
      pipes: this.#pipes,
      publications: this.#publications,
      relay: this.#relay,
      after: this.#after,
      bounds: this.#bounds,
    };
    try {
      return await SfuEndpoint.create(peer, parts, {
        closed: () => {
          this.#detach(peer.peerId);
          leave();
        },
        received: (sound) => this.#received(sound),
        unreachable: () => this.emit('mediaLost', peer.peerId),
      });
    } catch (error) {
      leave();
      throw error;
    }
  }

  /** Those on other routers see and hear each other on. */
  #onLost(router: MediaRouter): void {
    for (const endpoint of this.#endpoints.values()) {
      if (endpoint.router === router) this.emit('mediaLost', endpoint.peerId);
    }
    this.#onLevels(this.#levels.forget(router));
  }

  #onOpened(producer: SfuProducer): void {
    this.#publications.add(producer);
    this.#announce(producer);
    if (isRecordable(producer)) this.emit('tapped', new SfuTap(producer));
    // A sound for one alone is taken by them in `#received`.
    if (producer.forPeerId !== null) return;
    this.#toOthers(producer, ({ consumers }) => void consumers.offer(producer));
  }

  #onClosed(producer: SfuProducer): void {
    this.#publications.remove(producer);
    const { peerId, source } = producer;
    if (isMix(source)) this.#mixChanged();
    else this.emit('publicationClosed', peerId, source);
  }

  #announce(producer: SfuProducer): void {
    const publication = producer.publication();
    if (publication) this.emit('publicationChanged', producer.peerId, publication);
    else this.#mixChanged();
  }

  #mixChanged(): void {
    const { ready, picture } = this.#publications.mixes;
    this.emit('mixChanged', ready && picture ? picture.layerHeights : null);
  }

  /** Whoever is slower than that hears themselves for a moment, and nobody waits for them. */
  async #received(sound: SfuProducer): Promise<void> {
    const listener = this.#endpoints.get(sound.forPeerId ?? '');
    if (!listener) return;
    const { promise: overdue, resolve } = Promise.withResolvers<void>();
    const callOff = this.#after(RECEIVED_WITHIN_MS, resolve);
    await Promise.race([listener.consumers.offer(sound), overdue]);
    callOff();
  }

  #toOthers({ peerId }: SfuProducer, task: (other: SfuEndpoint) => void): void {
    for (const [otherId, other] of this.#endpoints) if (otherId !== peerId) task(other);
  }

  #detach(peerId: string): void {
    this.#endpoints.delete(peerId);
    const { mixes } = this.#publications;
    const mixed = mixes.of(peerId).length > 0;
    this.#publications.leave(peerId);
    if (mixed) this.#mixChanged();
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

/** Of the sounds of a mix the one of everybody: in the one for all others somebody may be missing. */
function isRecordable({ source, forPeerId }: SfuProducer): boolean {
  return source === 'mixAudio' ? forPeerId === RECORDER_ID : true;
}
