import type {
  AckData,
  ConsumerDocument,
  IceServer,
  Source,
  TransportDocument,
} from '@ottogi/protocol';
import type { Device, types } from 'mediasoup-client';
import { ClientError, toClientError } from './errors.ts';
import { Link, worst } from './Link.ts';
import type { MediaSession, MediaSessionOwner } from './MediaSession.ts';
import { readReports, type Reading } from './readings.ts';
import { Receiving, type Arrival } from './Receiving.ts';
import { Sending, type ProducerDocument } from './Sending.ts';
import type { Requests } from './Signal.ts';
import type { TrackKey } from './state.ts';

/**
 * Media through a router of the server (topologies `sfu` and `mcu`): one transport each way, built
 * from the join's ack (https://mediasoup.org/documentation/v3/mediasoup-client/api/).
 */
export class RouterSession implements MediaSession {
  readonly #signal: Requests;
  readonly #owner: MediaSessionOwner;
  readonly #send: types.Transport;
  readonly #recv: types.Transport;
  readonly #sendLink: Link;
  readonly #recvLink: Link;
  readonly #sending: Sending;
  readonly #receiving: Receiving;
  readonly #firstConsumers: readonly ConsumerDocument[];
  /** The first consumers are on their way, if there are any. */
  readonly #started = Promise.withResolvers<void>();
  #closed = false;

  /** Throws what the browser throws if it makes no RTCPeerConnection. Nothing happens yet. */
  constructor(device: Device, ack: AckData<'join'>, signal: Requests, owner: MediaSessionOwner) {
    this.#signal = signal;
    this.#owner = owner;
    this.#firstConsumers = ack.consumers;
    this.#send = device.createSendTransport(transportOptions(ack.sendTransport, ack.iceServers));
    this.#recv = device.createRecvTransport(transportOptions(ack.recvTransport, ack.iceServers));
    this.#sendLink = this.#watch(this.#send);
    this.#recvLink = this.#watch(this.#recv);
    this.#sending = new Sending(this.#send, signal);
    this.#receiving = new Receiving(this.#recv, (change) => owner.tracksChanged(change));
  }

  start(): void {
    if (this.#firstConsumers.length > 0) this.#recvLink.load();
    const opening = this.#receiving.openAll(this.#firstConsumers);
    for (const failure of opening) {
      failure.catch((error: unknown) => this.#consumerFailed(error));
    }
    void Promise.allSettled(opening).then(() => this.#started.resolve());
  }

  async produce(source: Source, track: MediaStreamTrack, paused: boolean): Promise<void> {
    // The others' pictures first: one's own SDP would be worked off in between.
    await this.#started.promise;
    this.#sendLink.load();
    await this.#explained(this.#sending.produce(source, track, paused));
  }

  async replaceTrack(source: Source, track: MediaStreamTrack): Promise<void> {
    await this.#explained(this.#sending.replaceTrack(source, track));
  }

  async setPaused(source: Source, paused: boolean): Promise<void> {
    await this.#explained(this.#sending.setPaused(source, paused));
  }

  async closeProducer(source: Source): Promise<void> {
    try {
      await this.#explained(this.#sending.close(source));
    } catch {
      // Gone already is what was wanted; a server that is silent loses the session.
    }
  }

  limitLayers(producerId: string, wantedLayer: number | null): void {
    this.#sending.limitLayers(producerId, wantedLayer);
  }

  async openConsumer(consumer: ConsumerDocument): Promise<void> {
    this.#recvLink.load();
    await Promise.all(this.#receiving.openAll([consumer]));
  }

  closeConsumer(consumerId: string): void {
    this.#receiving.close(consumerId);
  }

  reconcile(producers: readonly ProducerDocument[], consumers: readonly ConsumerDocument[]): void {
    if (!this.#sending.reconcile(producers)) {
      this.#lost(new ClientError('notFound', 'the server lost a producer'));
    }
    this.#receiving.closeAllBut(consumers.map(({ consumerId }) => consumerId));
    for (const consumer of consumers) {
      this.openConsumer(consumer).catch((error: unknown) => this.#consumerFailed(error));
    }
  }

  get arrivals(): ReadonlyMap<TrackKey, Arrival> {
    return this.#receiving.arrivals;
  }

  async read(): Promise<Reading> {
    const reports = Promise.all([this.#send.getStats(), this.#recv.getStats()]);
    const [sent, received] = await this.#explained(reports);
    return readReports({
      sent,
      received,
      sources: this.#sending.sources,
      keys: this.#receiving.keys,
    });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#sendLink.close();
    this.#recvLink.close();
    this.#send.close();
    this.#recv.close();
    this.#receiving.closeAllBut([]);
    this.#started.resolve();
  }

  #watch(transport: types.Transport): Link {
    const link = new Link(() => this.#linkChanged(link));
    transport.on('connectionstatechange', (state) => link.update(state));
    transport.on('connect', ({ dtlsParameters }, proceed) => {
      // Without waiting for the answer: ICE and DTLS start at once, and the server checks the
      // fingerprint when the request arrives.
      proceed();
      const request = this.#signal.request('connectTransport', {
        transportId: transport.id,
        dtlsParameters,
      });
      request.catch((error: unknown) => this.#lost(toClientError(error, 'mediaBlocked')));
    });
    return link;
  }

  #linkChanged(link: Link): void {
    if (this.#closed) return;
    this.#owner.mediaChanged(worst([this.#sendLink, this.#recvLink]));
    if (link.broken) this.#lost(new ClientError('mediaBlocked', 'the media connection broke'));
  }

  #consumerFailed(error: unknown): void {
    if (!this.#closed) this.#owner.failed(toClientError(error, 'unsupported'));
  }

  /** What a failure means to whoever asked; one that leaves the server's side unknown ends it all. */
  async #explained<T>(attempt: Promise<T>): Promise<T> {
    try {
      return await attempt;
    } catch (thrown) {
      if (this.#closed) throw new ClientError('superseded', 'the session is closed');
      const error = toClientError(thrown, 'mediaRejected');
      if (error.code === 'timeout') this.#lost(error);
      throw error;
    }
  }

  #lost(error: ClientError): void {
    if (!this.#closed) this.#owner.lost(error);
  }
}

function transportOptions(
  { transportId, ...parameters }: TransportDocument,
  iceServers: IceServer[],
): types.TransportOptions {
  return { id: transportId, ...parameters, iceServers };
}
