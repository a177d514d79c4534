import { EventEmitter } from 'node:events';
import { kindOf, type Publication, type RequestData, type Source } from '@ottogi/protocol';
import type { types } from 'mediasoup';
import { RequestError } from '../errors.ts';
import type { MediaRouter } from '../media/MediaRouter.ts';
import { refusedByMediasoup, unavailable } from './mediaErrors.ts';

/** Whose publication a producer or a consumer carries. */
export type PublicationKey = { peerId: string; source: Source };
export type SfuProducer = types.Producer<PublicationKey>;

interface ProducersEvents {
  opened: [SfuProducer];
  /** Paused or resumed. */
  changed: [SfuProducer];
  closed: [SfuProducer];
}

/** What one peer sends: one producer a source, over its send transport. */
export class Producers extends EventEmitter<ProducersEvents> {
  readonly #peerId: string;
  readonly #router: MediaRouter;
  readonly #transport: types.WebRtcTransport;
  /** Null while a producer is being made: its source is taken already. */
  readonly #bySource = new Map<Source, SfuProducer | null>();

  constructor(peerId: string, router: MediaRouter, transport: types.WebRtcTransport) {
    super();
    this.#peerId = peerId;
    this.#router = router;
    this.#transport = transport;
  }

  list(): SfuProducer[] {
    return [...this.#bySource.values()].filter((producer) => producer !== null);
  }

  publications(): Publication[] {
    return this.list().map(publicationOf);
  }

  of(source: Source): SfuProducer | undefined {
    return this.#bySource.get(source) ?? undefined;
  }

  async produce(options: RequestData<'produce'>): Promise<string> {
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
    producer.observer.once('close', () => {
      this.#bySource.delete(source);
      // With its transport the whole peer is gone, which is told as that.
      if (!this.#transport.closed) this.emit('closed', producer);
    });
    this.emit('opened', producer);
    return producer.id;
  }

  close(producerId: string): void {
    this.#get(producerId).close();
  }

  async pause(producerId: string): Promise<void> {
    const producer = this.#get(producerId);
    await unavailable(producer.pause());
    this.#tellChanged(producer);
  }

  async resume(producerId: string): Promise<void> {
    const producer = this.#get(producerId);
    await unavailable(producer.resume());
    this.#tellChanged(producer);
  }

  /** Closed while the worker answered, it is over for everybody, not changed. */
  #tellChanged(producer: SfuProducer): void {
    if (!producer.closed) this.emit('changed', producer);
  }

  async #create({ source, rtpParameters, paused }: RequestData<'produce'>): Promise<SfuProducer> {
    const kind = kindOf(source);
    // mediasoup would believe us that a VP8 stream is audio.
    if (!rtpParameters.codecs.every(({ mimeType }) => mimeType.startsWith(`${kind}/`))) {
      throw new RequestError('mediaRejected', `a ${source} has codecs of the kind ${kind} only`);
    }
    const producer = await refusedByMediasoup(
      this.#transport.produce<PublicationKey>({
        kind,
        // The schema bounds sizes and types; which values make sense is mediasoup's to say.
        rtpParameters: rtpParameters as types.RtpParameters,
        paused,
        appData: { peerId: this.#peerId, source },
      }),
    );
    const observed = source !== 'microphone' || (await this.#router.observeLevel(producer));
    // mediasoup makes a producer also for a transport that was closed meanwhile, and never closes it.
    if (observed && !this.#transport.closed) return producer;
    producer.close();
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

export function publicationOf({ appData, paused }: SfuProducer): Publication {
  return { source: appData.source, paused };
}
