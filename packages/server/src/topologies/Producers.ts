import { EventEmitter } from 'node:events';
import { kindOf, type RequestData, type Source } from '@ottogi/protocol';
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
      this.emit('closed', producer);
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
    this.emit('changed', producer);
  }

  async resume(producerId: string): Promise<void> {
    const producer = this.#get(producerId);
    await unavailable(producer.resume());
    this.emit('changed', producer);
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
    if (source === 'microphone') await unavailable(this.#router.observeLevel(producer));
    return producer;
  }

  #get(producerId: string): SfuProducer {
    const producer = this.list().find(({ id }) => id === producerId);
    if (!producer) throw new RequestError('notFound', `this peer has no producer ${producerId}`);
    return producer;
  }
}
