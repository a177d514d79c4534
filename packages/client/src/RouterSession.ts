import type {
  AckData,
  ConsumerDocument,
  IceServer,
  RtpParameters,
  Source,
  TransportDocument,
} from '@ottogi/protocol';
import type { Device, types } from 'mediasoup-client';
import { producerOptions } from './encodings.ts';
import { ClientError, toClientError } from './errors.ts';
import { Link, worst } from './Link.ts';
import type { MediaSession, MediaSessionOwner } from './MediaSession.ts';
import { Receiving } from './Receiving.ts';
import type { Requests } from './Signal.ts';

interface Sending {
  producer: types.Producer;
  producerId: string;
}

type ProducerData = { source: Source; paused: boolean };

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
  readonly #receiving: Receiving;
  readonly #firstConsumers: readonly ConsumerDocument[];
  readonly #sending = new Map<Source, Sending>();
  /** The server's answers to `produce`, by the source asked for. */
  readonly #producing = new Map<Source, Promise<AckData<'produce'>>>();
  /** The first consumers are on their way, if there are any. */
  readonly #started = Promise.withResolvers<void>();
  #producerCount = 0;
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
    this.#send.on('produce', (parameters, accept) => this.#answerProduce(parameters, accept));
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
    const appData: ProducerData = { source, paused };
    try {
      const producer = await this.#send.produce({
        ...producerOptions(source, track),
        track,
        // The track belongs to LocalMedia, which stops and disables it; a paused producer is to send
        // nothing at all, not silence.
        stopTracks: false,
        disableTrackOnPause: false,
        zeroRtpOnPause: true,
        appData,
      });
      if (paused) producer.pause();
      await this.#confirm(source, producer);
    } catch (error) {
      throw this.#explained(error);
    } finally {
      this.#producing.delete(source);
    }
  }

  async replaceTrack(source: Source, track: MediaStreamTrack): Promise<void> {
    try {
      await this.#sending.get(source)?.producer.replaceTrack({ track });
    } catch (error) {
      throw this.#explained(error);
    }
  }

  async setPaused(source: Source, paused: boolean): Promise<void> {
    const sending = this.#sending.get(source);
    if (!sending) return;
    const { producer, producerId } = sending;
    if (paused) producer.pause();
    else producer.resume();
    try {
      await this.#signal.request(paused ? 'pauseProducer' : 'resumeProducer', { producerId });
    } catch (error) {
      throw this.#explained(error);
    }
  }

  async closeProducer(source: Source): Promise<void> {
    const sending = this.#sending.get(source);
    if (!sending) return;
    this.#sending.delete(source);
    sending.producer.close();
    try {
      await this.#signal.request('closeProducer', { producerId: sending.producerId });
    } catch (error) {
      // Gone already is what was wanted; a server that is silent loses the session.
      this.#explained(error);
    }
  }

  async openConsumer(consumer: ConsumerDocument): Promise<void> {
    this.#recvLink.load();
    await Promise.all(this.#receiving.openAll([consumer]));
  }

  closeConsumer(consumerId: string): void {
    this.#receiving.close(consumerId);
  }

  reconcile(producerIds: readonly string[], consumers: readonly ConsumerDocument[]): void {
    const missing = [...this.#sending.values()].some(
      ({ producerId }) => !producerIds.includes(producerId),
    );
    if (missing) this.#lost(new ClientError('notFound', 'the server lost a producer'));
    this.#receiving.closeAllBut(consumers.map(({ consumerId }) => consumerId));
    for (const consumer of consumers) {
      this.openConsumer(consumer).catch((error: unknown) => this.#consumerFailed(error));
    }
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

  /**
   * mediasoup-client makes one producer at a time and would hold the next one back until the server
   * has answered. So this one gets an id of our own at once, and `#confirm` waits for the server's.
   */
  #answerProduce(
    { rtpParameters, appData }: { rtpParameters: types.RtpParameters; appData: types.AppData },
    accept: (answer: { id: string }) => void,
  ): void {
    const { source, paused } = appData as ProducerData;
    const answer = this.#signal.request('produce', {
      source,
      rtpParameters: rtpParameters as RtpParameters,
      paused,
    });
    // `#confirm` hears of a failure, unless the session is closed before.
    answer.catch(() => {});
    this.#producing.set(source, answer);
    accept({ id: `${source}-${this.#producerCount++}` });
  }

  async #confirm(source: Source, producer: types.Producer): Promise<void> {
    try {
      const { producerId } = await this.#producing.get(source)!;
      this.#sending.set(source, { producer, producerId });
    } catch (error) {
      producer.close();
      throw error;
    }
  }

  #consumerFailed(error: unknown): void {
    if (!this.#closed) this.#owner.failed(toClientError(error, 'unsupported'));
  }

  /** What an error means to whoever asked; one that leaves the server's side unknown ends it all. */
  #explained(thrown: unknown): ClientError {
    if (this.#closed) return new ClientError('superseded', 'the session is closed');
    const error = toClientError(thrown, 'mediaRejected');
    if (error.code === 'timeout') this.#lost(error);
    return error;
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
