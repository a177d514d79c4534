import { EventEmitter } from 'node:events';
import { kindOf, type OwnProducer, type RtpParameters, type Source } from '@ottogi/protocol';
import type { types } from 'mediasoup';
import { RequestError } from '../errors.ts';
import type { MediaRouter } from '../media/MediaRouter.ts';
import { refusedByMediasoup, unavailable } from '../media/mediaErrors.ts';
import type { After } from '../clock.ts';
import { type Rate, RateLimit } from '../limits/RateLimit.ts';
import { SfuProducer, spatialLayers } from './SfuProducer.ts';
import type { ProduceOptions, TopologyPeer } from './Topology.ts';

interface ProducersEvents {
  opened: [SfuProducer];
  /** Paused or resumed. */
  changed: [SfuProducer];
  closed: [SfuProducer];
}

/** What one peer sends: one producer a source, over its send transport. */
export class Producers extends EventEmitter<ProducersEvents> {
  readonly #peer: TopologyPeer;
  readonly #router: MediaRouter;
  readonly #transport: types.WebRtcTransport;
  readonly #after: After;
  /** Each costs a consumer at everybody, also one that is closed at once. */
  readonly #made: RateLimit;
  /** Null while a producer is being made: its source is taken already. */
  readonly #bySource = new Map<Source, SfuProducer | null>();

  constructor(
    peer: TopologyPeer,
    router: MediaRouter,
    transport: types.WebRtcTransport,
    { after, rate }: { after: After; rate: Rate },
  ) {
    super();
    this.#peer = peer;
    this.#after = after;
    this.#made = new RateLimit(rate);
    this.#router = router;
    this.#transport = transport;
  }

  list(): SfuProducer[] {
    return [...this.#bySource.values()].filter((producer) => producer !== null);
  }

  own(): OwnProducer[] {
    return this.list().map(({ id, source, wantedLayer }) => ({
      producerId: id,
      source,
      wantedLayer,
    }));
  }

  async produce(options: ProduceOptions): Promise<string> {
    const { source } = options;
    if (this.#bySource.has(source)) {
      throw new RequestError('sourceTaken', `this peer publishes its ${source} already`);
    }
    this.#bySource.set(source, null);
    let producer: SfuProducer;
    try {
      producer = await this.#create(options);
    } catch (error) {
      this.#bySource.delete(source);
      throw error;
    }
    this.#bySource.set(source, producer);
    producer.media.observer.once('close', () => {
      this.#bySource.delete(source);
      // With its transport the whole peer is gone, which is told as that.
      if (!this.#transport.closed) this.emit('closed', producer);
    });
    this.emit('opened', producer);
    return producer.id;
  }

  close(producerId: string): void {
    this.#get(producerId).media.close();
  }

  async pause(producerId: string): Promise<void> {
    await this.#pause(this.#get(producerId));
  }

  async pauseSource(source: Source): Promise<void> {
    const producer = this.#bySource.get(source);
    if (producer) await this.#pause(producer);
  }

  async resume(producerId: string): Promise<void> {
    const producer = this.#get(producerId);
    await unavailable(producer.media.resume());
    this.#tellChanged(producer);
  }

  async #pause(producer: SfuProducer): Promise<void> {
    await unavailable(producer.media.pause());
    this.#tellChanged(producer);
  }

  /** Closed while the worker answered, it is over for everybody, not changed. */
  #tellChanged(producer: SfuProducer): void {
    if (!producer.media.closed) this.emit('changed', producer);
  }

  async #create(options: ProduceOptions): Promise<SfuProducer> {
    const { source, paused, layerHeights } = options;
    const rtpParameters = checkedMedia(options);
    this.#made.take();
    const media = await refusedByMediasoup(
      this.#transport.produce({
        kind: kindOf(source),
        // The schema bounds sizes and types; which values make sense is mediasoup's to say.
        rtpParameters: rtpParameters as types.RtpParameters,
        paused,
      }),
    );
    const observed = source !== 'microphone' || (await this.#router.observeLevel(media));
    // mediasoup makes a producer also for a transport that was closed meanwhile, and never closes it.
    if (observed && !this.#transport.closed) {
      const { peerId } = this.#peer;
      return new SfuProducer(
        { peerId, source, layerHeights },
        { media, router: this.#router },
        this.#after,
        (producerId, wantedLayer) =>
          this.#peer.notify({ name: 'layersWanted', data: { producerId, wantedLayer } }),
      );
    }
    media.close();
    throw this.#transport.closed
      ? new RequestError('notJoined', 'the peer left meanwhile')
      : new RequestError('mediaUnavailable', 'its level cannot be observed');
  }

  #get(producerId: string): SfuProducer {
    const producer = this.list().find(({ id }) => id === producerId);
    if (!producer) throw new RequestError('notFound', `this peer has no producer ${producerId}`);
    return producer;
  }
}

/**
 * What mediasoup would believe of a stream, and others then of the sender.
 * @throws RequestError `mediaRejected`
 */
function checkedMedia({ source, rtpParameters, layerHeights }: ProduceOptions): RtpParameters {
  if (!rtpParameters) {
    throw new RequestError('mediaRejected', 'over a router, rtpParameters say what is sent');
  }
  const kind = kindOf(source);
  if (!rtpParameters.codecs.every(({ mimeType }) => mimeType.startsWith(`${kind}/`))) {
    throw new RequestError('mediaRejected', `a ${source} has codecs of the kind ${kind} only`);
  }
  const layers = kind === 'audio' ? 0 : spatialLayers(rtpParameters);
  const ascending = layerHeights.every((lines, layer) => lines >= (layerHeights[layer - 1] ?? 0));
  if (layerHeights.length > layers || !ascending) {
    throw new RequestError('mediaRejected', `layerHeights ascend, and are at most ${layers} here`);
  }
  return rtpParameters;
}
