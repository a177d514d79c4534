import type { ConsumerDocument, Source } from '@ottogi/protocol';
import type { types } from 'mediasoup';
import { withoutBandwidthEstimation } from '../media/codecs.ts';
import type { PublicationKey, SfuProducer } from './Producers.ts';
import { Subscriptions } from './Subscriptions.ts';
import type { TopologyPeer } from './Topology.ts';

export type SfuConsumer = types.Consumer<PublicationKey>;

/** What one peer receives over its receive transport. */
export class Consumers {
  readonly #peer: TopologyPeer;
  readonly #transport: types.WebRtcTransport;
  readonly #subscriptions: Subscriptions;
  readonly #consumers = new Map<string, SfuConsumer>();
  /** Producers that are consumed or about to be, so that none comes twice. */
  readonly #taken = new Map<string, Source>();
  readonly #onVacancy: (source: Source) => void;
  readonly #opened = Promise.withResolvers<void>();

  /** @param onVacancy Called when one publication of this source less is received. */
  constructor(
    peer: TopologyPeer,
    transport: types.WebRtcTransport,
    onVacancy: (source: Source) => void,
  ) {
    this.#peer = peer;
    this.#transport = transport;
    this.#onVacancy = onVacancy;
    this.#subscriptions = new Subscriptions(peer.view);
  }

  list(): SfuConsumer[] {
    return [...this.#consumers.values()];
  }

  /** Takes what is there when the peer joins: unpaused, for its transport is about to connect. */
  async takeFirst(producers: SfuProducer[]): Promise<void> {
    const wanted = producers.filter((producer) => this.#take(producer));
    await Promise.all(wanted.map((producer) => this.#consume(producer, false)));
  }

  /** The peer knows its transports: what came meanwhile, and all that comes, can be announced. */
  open(): void {
    this.#opened.resolve();
  }

  /** The transport is closed: what waits to be announced finds that out. */
  close(): void {
    this.#opened.resolve();
  }

  /** A publication that appeared later: announced, and resumed once the peer can take it. */
  offer(producer: SfuProducer): void {
    if (this.#take(producer)) void this.#announce(producer);
  }

  subscribe(key: PublicationKey, producer: SfuProducer | undefined): void {
    this.#subscriptions.ask(key.peerId, key.source);
    if (producer) this.offer(producer);
  }

  unsubscribe({ peerId, source }: PublicationKey): void {
    this.#subscriptions.decline(peerId, source);
    for (const consumer of this.list()) {
      const { appData } = consumer;
      if (appData.peerId !== peerId || appData.source !== source) continue;
      consumer.close();
      this.#notifyClosed(consumer);
    }
  }

  /** A peer is gone, and nothing will be wanted of it. */
  forget(peerId: string): void {
    this.#subscriptions.forget(peerId);
  }

  /** Whether this producer is to be consumed by the caller, now. */
  #take(producer: SfuProducer): boolean {
    if (this.#taken.has(producer.id)) return false;
    const { peerId, source } = producer.appData;
    const count = this.#taken
      .values()
      .filter((taken) => taken === source)
      .toArray().length;
    if (!this.#subscriptions.wants(peerId, source, count)) return false;
    this.#taken.set(producer.id, source);
    return true;
  }

  async #announce(producer: SfuProducer): Promise<void> {
    await this.#opened.promise;
    const consumer = await this.#consume(producer, true);
    if (!consumer) return;
    try {
      const data = { consumer: consumerDocument(consumer) };
      await this.#peer.deliver({ name: 'consumerOpened', data });
    } catch {
      // Too slow to answer, or gone. Better a picture that starts late than one that never does.
    }
    // Fails only where consumer, transport or worker are gone, and each of them tells by itself.
    if (!consumer.closed) await consumer.resume().catch(() => undefined);
  }

  /** Undefined where there is nothing to consume: closed meanwhile, or no codec in common. */
  async #consume(producer: SfuProducer, paused: boolean): Promise<SfuConsumer | undefined> {
    try {
      const consumer = await this.#create(producer, paused);
      if (consumer) return consumer;
    } catch {
      // No codec in common, or closed under the call: whoever closed it has told everybody.
    }
    this.#taken.delete(producer.id);
    return undefined;
  }

  async #create(producer: SfuProducer, paused: boolean): Promise<SfuConsumer | undefined> {
    const { peerId, source } = producer.appData;
    if (producer.closed || this.#transport.closed) return undefined;
    const consumer = await this.#transport.consume<PublicationKey>({
      producerId: producer.id,
      rtpCapabilities: this.#capabilitiesFor(producer),
      paused,
      appData: producer.appData,
    });
    // mediasoup makes a consumer also for a transport that was closed meanwhile, and never closes it.
    if (this.#transport.closed || this.#subscriptions.declines(peerId, source)) {
      consumer.close();
      return undefined;
    }
    this.#consumers.set(consumer.id, consumer);
    consumer.observer.once('close', () => {
      this.#consumers.delete(consumer.id);
      this.#taken.delete(producer.id);
      if (!this.#transport.closed) this.#onVacancy(source);
    });
    consumer.once('producerclose', () => this.#notifyClosed(consumer));
    return consumer;
  }

  #capabilitiesFor(producer: SfuProducer): types.RtpCapabilities {
    const capabilities = this.#peer.rtpCapabilities as types.RtpCapabilities;
    return producer.type === 'simple' ? withoutBandwidthEstimation(capabilities) : capabilities;
  }

  #notifyClosed(consumer: SfuConsumer): void {
    this.#peer.notify({ name: 'consumerClosed', data: { consumerId: consumer.id } });
  }
}

export function consumerDocument(consumer: SfuConsumer): ConsumerDocument {
  return {
    consumerId: consumer.id,
    producerId: consumer.producerId,
    ...consumer.appData,
    kind: consumer.kind,
    rtpParameters: consumer.rtpParameters as ConsumerDocument['rtpParameters'],
  };
}
