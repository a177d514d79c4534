import { EventEmitter } from 'node:events';
import { isMix, kindOf, type OwnProducer, type RtpParameters, type Source } from '@ottogi/protocol';
import type { types } from 'mediasoup';
import { RequestError } from '../errors.ts';
import type { MediaRouter } from '../media/MediaRouter.ts';
import { refusedByMediasoup, unavailable } from '../media/mediaErrors.ts';
import type { After } from '../clock.ts';
import { type Rate, RateLimit } from '../limits/RateLimit.ts';
import { SfuProducer, spatialLayers } from './SfuProducer.ts';
import type { ProduceMixOptions, ProduceOptions, TopologyPeer } from './Topology.ts';

interface ProducersEvents {
  opened: [SfuProducer];
  /** Paused or resumed. */
  changed: [SfuProducer];
  closed: [SfuProducer];
}

/** Anything that may be published. */
type Wanted = ProduceOptions | (ProduceMixOptions & { paused: false });

/** What one peer sends: one producer a source, over its send transport; a mixer several sounds. */
export class Producers extends EventEmitter<ProducersEvents> {
  readonly #peer: TopologyPeer;
  readonly #router: MediaRouter;
  readonly #transport: types.WebRtcTransport;
  readonly #after: After;
  /** Each costs a consumer at everybody, also one that is closed at once. */
  readonly #made: RateLimit;
  /** By `keyOf`. Null while a producer is being made: its source is taken already. */
  readonly #byKey = new Map<string, SfuProducer | null>();

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
    return [...this.#byKey.values()].filter((producer) => producer !== null);
  }

  /** Without the mixes, which a mixer that comes back makes anew. */
  own(): OwnProducer[] {
    return this.list().flatMap(({ id, source, wantedLayer }) =>
      isMix(source) ? [] : { producerId: id, source, wantedLayer },
    );
  }

  async produce(options: ProduceOptions): Promise<string> {
    return (await this.#produce(options)).id;
  }

  produceMix(options: ProduceMixOptions): Promise<SfuProducer> {
    return this.#produce({ ...options, paused: false });
  }

  async #produce(options: Wanted): Promise<SfuProducer> {
    const { source } = options;
    const key = keyOf(options);
    if (this.#byKey.has(key)) {
      throw new RequestError('sourceTaken', `this peer publishes its ${source} already`);
    }
    this.#byKey.set(key, null);
    let producer: SfuProducer;
    try {
      producer = await this.#create(options);
    } catch (error) {
      this.#byKey.delete(key);
      throw error;
    }
    this.#byKey.set(key, producer);
    producer.media.observer.once('close', () => {
      this.#byKey.delete(key);
      // With its transport the whole peer is gone, which is told as that.
      if (!this.#transport.closed) this.emit('closed', producer);
    });
    this.emit('opened', producer);
    return producer;
  }

  close(producerId: string): void {
    this.#get(producerId).media.close();
  }

  async pause(producerId: string): Promise<void> {
    await this.#pause(this.#get(producerId));
  }

  async pauseSource(source: Source): Promise<void> {
    const producer = this.#byKey.get(source);
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

  async #create(options: Wanted): Promise<SfuProducer> {
    const { source, paused, layerHeights } = options;
    const rtpParameters = checkedMedia(options);
    // A mixer makes as many sounds as people come.
    if (!isMix(source)) this.#made.take();
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
        { peerId, source, forPeerId: forPeerOf(options), layerHeights },
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

function forPeerOf(wanted: Wanted): string | null {
  return 'forPeerId' in wanted ? wanted.forPeerId : null;
}

function keyOf(wanted: Wanted): string {
  const forPeerId = forPeerOf(wanted);
  return forPeerId === null ? wanted.source : `${wanted.source}/${forPeerId}`;
}

/**
 * What mediasoup would believe of a stream, and others then of the sender.
 * @throws RequestError `mediaRejected`
 */
function checkedMedia({ source, rtpParameters, layerHeights }: Wanted): RtpParameters {
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
