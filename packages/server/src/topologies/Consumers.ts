import {
  type AnySource,
  type ConsumerDocument,
  type DownlinkKind,
  isMix,
  MIX_SOURCES,
  type Notification,
  type RequestData,
  type Source,
  SOURCES,
} from '@ottogi/protocol';
import type { types } from 'mediasoup';
import { withoutBandwidthEstimation } from '../media/codecs.ts';
import type { Use } from '../media/Shared.ts';
import type { Publications } from './Publications.ts';
import { preferredLayers, SfuConsumer } from './SfuConsumer.ts';
import type { SfuProducer } from './SfuProducer.ts';
import type { Subscriptions } from './Subscriptions.ts';
import type { TopologyPeer } from './Topology.ts';

/** Brings a producer to the router of this peer, where its own is another one. */
type Reach = (producer: SfuProducer) => Promise<Use<types.Producer>>;

/** What is heard of somebody, and not by themselves. */
const SOUNDS = ['microphone', 'screenAudio'] as const;

/** What one peer receives over its receive transport. */
export class Consumers {
  readonly #peer: TopologyPeer;
  readonly #transport: types.WebRtcTransport;
  readonly #publications: Publications;
  readonly #reach: Reach;
  readonly #subscriptions: Subscriptions;
  readonly #capabilities: Record<'fixed' | 'adaptive', types.RtpCapabilities>;
  readonly #consumers = new Map<string, SfuConsumer>();
  /** By source and producer; null while the consumer is being made, so that none comes twice. */
  readonly #taken: Record<AnySource, Map<string, SfuConsumer | null>>;
  /** What is wanted, and what of both is taken: one comes before the other goes. */
  #downlink: DownlinkKind;
  #takes: Record<DownlinkKind, boolean>;
  /** What this peer cannot receive. */
  readonly #refused = new WeakSet<SfuProducer>();
  readonly #opened = Promise.withResolvers<void>();

  constructor(
    peer: TopologyPeer,
    transport: types.WebRtcTransport,
    publications: Publications,
    reach: Reach,
  ) {
    this.#peer = peer;
    this.#transport = transport;
    this.#publications = publications;
    this.#reach = reach;
    this.#subscriptions = peer.subscriptions;
    const adaptive = peer.rtpCapabilities as types.RtpCapabilities;
    this.#capabilities = { adaptive, fixed: withoutBandwidthEstimation(adaptive) };
    this.#taken = {
      camera: new Map(),
      microphone: new Map(),
      screen: new Map(),
      screenAudio: new Map(),
      mix: new Map(),
      mixAudio: new Map(),
    };
    const mix = peer.downlink === 'mix';
    this.#downlink = peer.downlink;
    this.#takes = { mix, tiles: !(mix && publications.mixes.ready) };
  }

  list(): SfuConsumer[] {
    return [...this.#consumers.values()];
  }

  documents(): ConsumerDocument[] {
    return this.list().map((consumer) => consumer.document());
  }

  /** Takes what is there when the peer joins: unpaused, for its transport is about to connect. */
  async takeFirst(): Promise<void> {
    const tiles = SOURCES.flatMap((source) => this.#takeUnasked(source));
    const wanted = [...tiles, ...this.#takeMixes()];
    await Promise.all(wanted.map((producer) => this.#consume(producer, false)));
    this.#fillMix();
  }

  /** The peer knows its transports: what came meanwhile, and all that comes, can be announced. */
  open(): void {
    for (const consumer of this.#consumers.values()) void announced(consumer);
    this.#opened.resolve();
  }

  /** The transport is closed: what waits to be announced finds that out. */
  close(): void {
    this.#opened.resolve();
  }

  /**
   * A publication that appeared later: announced, and resumed once the peer can take it. Resolves
   * when it is received, in the place of what it is to replace; or cannot be, or is not wanted.
   */
  async offer(producer: SfuProducer): Promise<void> {
    if (this.#take(producer)) await this.#announce(producer);
  }

  takeDownlink(downlink: DownlinkKind): void {
    this.#downlink = downlink;
    this.#takes[downlink] = true;
    if (downlink === 'mix') this.#fillMix();
    else {
      this.#takes.mix &&= this.#hasMix();
      this.#fillTiles();
    }
  }

  settleDownlink(downlink: DownlinkKind): void {
    if (downlink !== this.#downlink) return;
    if (downlink === 'mix' && !this.#hasMix()) return;
    const former = downlink === 'mix' ? 'tiles' : 'mix';
    this.#takes[former] = false;
    for (const source of former === 'mix' ? MIX_SOURCES : SOURCES) {
      for (const consumer of this.#taken[source].values()) if (consumer) this.#end(consumer);
    }
  }

  /** A voice that is heard, and comes in place of the one longest silent where the view is full. */
  hear(voice: SfuProducer): void {
    const { peerId, source } = voice;
    if (isMix(source) || !this.#takes.tiles || !this.#isNew(voice)) return;
    void this.offer(voice);
    const wish = this.#subscriptions.wishFor(peerId, source);
    if (!this.#isNew(voice) || wish !== undefined) return;
    const silent = this.#publications.longestSilent(source, (other) => this.#isSpare(other));
    const spare = silent && this.#taken[source].get(silent.id);
    if (!spare) return;
    // In this order, for a place that nobody has would be filled with somebody else.
    this.#taken[source].set(voice.id, null);
    void this.#announce(voice);
    this.#end(spare);
  }

  subscribe(peerId: string, source: Source): void {
    this.#subscriptions.ask(peerId, source);
    const producer = this.#publications.of(peerId, source);
    if (producer) void this.offer(producer);
  }

  unsubscribe(peerId: string, source: Source): void {
    this.#subscriptions.decline(peerId, source);
    const producer = this.#publications.of(peerId, source);
    const consumer = producer && this.#taken[source].get(producer.id);
    if (consumer) this.#end(consumer);
  }

  /** @throws RequestError `mediaUnavailable` */
  async configure(wishes: RequestData<'configureConsumers'>['consumers']): Promise<void> {
    await Promise.all(
      wishes.map(async ({ consumerId, ...wish }) =>
        this.#consumers.get(consumerId)?.configure(wish),
      ),
    );
  }

  /** Those that come unasked, as far as there are places; they count as taken from now on. */
  #takeUnasked(source: Source): SfuProducer[] {
    const limit = this.#subscriptions.limitOf(source);
    const taken: SfuProducer[] = [];
    for (const producer of this.#publications.othersOf(this.#peer.peerId, source)) {
      if (this.#taken[source].size >= limit) break;
      if (this.#take(producer)) taken.push(producer);
    }
    return taken;
  }

  /** Whether this producer is to be consumed by the caller, now. */
  #take(producer: SfuProducer): boolean {
    const { peerId, source } = producer;
    const taken = this.#taken[source];
    if (!this.#isNew(producer)) return false;
    const wanted = isMix(source)
      ? this.#takes.mix && this.#mixes().includes(producer)
      : this.#takes.tiles && this.#subscriptions.wants(peerId, source, taken.size);
    if (wanted) taken.set(producer.id, null);
    return wanted;
  }

  #takeMixes(): SfuProducer[] {
    return this.#mixes().filter((producer) => this.#take(producer));
  }

  /** The picture and the sound that are for this peer, as far as there are. */
  #mixes(): SfuProducer[] {
    const { mixes } = this.#publications;
    const { peerId } = this.#peer;
    const speaks = SOUNDS.some((source) => this.#publications.of(peerId, source) !== undefined);
    return [mixes.picture, mixes.soundFor(peerId, speaks)].filter((each) => each !== undefined);
  }

  /** Whether both picture and sound of a mix arrive. */
  #hasMix(): boolean {
    return MIX_SOURCES.every((source) => this.#taken[source].values().some(Boolean));
  }

  /** Whether it could be received, and neither is nor is known to be of no use here. */
  #isNew(producer: SfuProducer): boolean {
    const known = this.#taken[producer.source].has(producer.id) || this.#refused.has(producer);
    return this.#peer.mayReceive && !known;
  }

  /** Whether it came unasked, and could be closed now. */
  #isSpare({ id, peerId, source }: SfuProducer): boolean {
    if (isMix(source)) return false;
    const unasked = this.#subscriptions.wishFor(peerId, source) === undefined;
    return unasked && Boolean(this.#taken[source].get(id));
  }

  async #announce(producer: SfuProducer): Promise<void> {
    await this.#opened.promise;
    const consumer = await this.#consume(producer, true);
    if (!consumer) return;
    try {
      const data = { consumer: consumer.document() };
      await this.#peer.deliver({ name: 'consumerOpened', data });
    } catch {
      // Too slow to answer, or gone. Better a picture that starts late than one that never does.
    }
    await announced(consumer);
    this.#endFormerMix(consumer);
  }

  /** Undefined where there is nothing to consume: closed meanwhile, or no codec in common. */
  async #consume(producer: SfuProducer, paused: boolean): Promise<SfuConsumer | undefined> {
    try {
      const consumer = await this.#create(producer, paused);
      if (consumer) return consumer;
    } catch {
      // No codec in common, or closed under the call: whoever closed it has told everybody.
      this.#refused.add(producer);
    }
    this.#taken[producer.source].delete(producer.id);
    return undefined;
  }

  async #create(producer: SfuProducer, paused: boolean): Promise<SfuConsumer | undefined> {
    const { source, media } = producer;
    if (media.closed || this.#transport.closed) return undefined;
    const spatialLayer = source === 'camera' ? this.#peer.view.spatialLayer : null;
    const { value: reached, release } = await this.#reach(producer);
    try {
      const consumer = await this.#transport.consume({
        producerId: reached.id,
        rtpCapabilities: this.#capabilities[media.type === 'simple' ? 'fixed' : 'adaptive'],
        paused,
        // mediasoup keeps sent packets of sound for another time only where it is told to.
        enableRtx: true,
        ...(spatialLayer !== null && { preferredLayers: preferredLayers(spatialLayer) }),
      });
      consumer.observer.once('close', release);
      // mediasoup makes a consumer also for a transport that was closed meanwhile, and never closes it.
      if (this.#transport.closed || this.#isDeclined(producer)) {
        consumer.close();
        return undefined;
      }
      const notify = (score: Notification) => this.#peer.notify(score);
      return this.#keep(new SfuConsumer({ producer, reached }, consumer, spatialLayer, notify));
    } catch (error) {
      release();
      throw error;
    }
  }

  /** Whether it came not to be wanted while it was made. */
  #isDeclined({ peerId, source }: SfuProducer): boolean {
    if (isMix(source)) return !this.#takes.mix;
    return !this.#takes.tiles || this.#subscriptions.wishFor(peerId, source) === 'declined';
  }

  #keep(consumer: SfuConsumer): SfuConsumer {
    const { id, media, producer } = consumer;
    this.#consumers.set(id, consumer);
    this.#taken[producer.source].set(producer.id, consumer);
    media.observer.once('close', () => {
      this.#consumers.delete(id);
      this.#taken[producer.source].delete(producer.id);
      if (!this.#transport.closed) this.#fillView(producer.source);
    });
    media.once('producerclose', () => this.#notifyClosed(consumer));
    return consumer;
  }

  /** Whoever had no place in the view before may have one now. */
  #fillView(source: AnySource): void {
    if (isMix(source)) this.#fillMix();
    else for (const producer of this.#takeUnasked(source)) void this.#announce(producer);
  }

  #fillTiles(): void {
    for (const source of SOURCES) this.#fillView(source);
  }

  /** Where a part of the mix is lost, the tiles are back at once. */
  #fillMix(): void {
    for (const producer of this.#takeMixes()) void this.#announce(producer);
    const partial = MIX_SOURCES.some((source) => this.#taken[source].size === 0);
    if (!partial || !this.#takes.mix || this.#takes.tiles) return;
    this.#takes.tiles = true;
    this.#fillTiles();
  }

  /** One picture and one sound: what was there before has had its time. */
  #endFormerMix({ producer }: SfuConsumer): void {
    const { source } = producer;
    if (!isMix(source)) return;
    for (const former of this.#taken[source].values()) {
      if (former && former.producer !== producer) this.#end(former);
    }
  }

  /** Closes a consumer that could have gone on. */
  #end(consumer: SfuConsumer): void {
    consumer.media.close();
    this.#notifyClosed(consumer);
  }

  #notifyClosed({ id }: SfuConsumer): void {
    this.#peer.notify({ name: 'consumerClosed', data: { consumerId: id } });
  }
}

async function announced(consumer: SfuConsumer): Promise<void> {
  try {
    await consumer.announced();
  } catch {
    // The worker is gone, which it tells by itself.
  }
}
