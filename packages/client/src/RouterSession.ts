import type {
  ConsumerDocument,
  MixSource,
  OwnProducer,
  RoutedMedia,
  Source,
  TransportDocument,
} from '@ottogi/protocol';
import type { Device, types } from 'mediasoup-client';
import { RelayLane, type RelayLaneOwner } from './data/RelayLane.ts';
import type { FrameProtection } from './encryption/FrameWorker.ts';
import { Sealing } from './encryption/Sealing.ts';
import { ClientError, toClientError } from './errors.ts';
import { explained } from './explained.ts';
import { Link, worst } from './Link.ts';
import type { MediaSession, MediaSessionOwner } from './MediaSession.ts';
import { PathWatch } from './PathWatch.ts';
import { answersOf, decodedBy, readReports, receivedBytes, type Reading } from './readings.ts';
import { Receiving, type Arrival } from './Receiving.ts';
import type { Tracks } from './reduce.ts';
import { Sending } from './Sending.ts';
import type { Signal } from './Signal.ts';
import type { TrackKey } from './state.ts';

/** Whoever does not answer by then is not there: the connection is as dead as the path. */
const ANSWER_WITHIN_MS = 1_500;

/** What a session needs of the signaling. */
export type SessionSignal = Pick<Signal, 'request' | 'reconnect'>;

/** What it tells, and asks, whoever made it. */
export interface RouterSessionOwner extends MediaSessionOwner {
  /** Whether the server sends this publication here now: it is neither paused nor hidden. */
  isSent(key: TrackKey): boolean;
  /** Seals and opens frames, in a call that is encrypted from end to end; else null. */
  readonly protection: FrameProtection | null;
}

/**
 * Media through a router of the server (topologies `sfu` and `mcu`): one transport each way, built
 * from the join's ack (https://mediasoup.org/documentation/v3/mediasoup-client/api/).
 */
export class RouterSession implements MediaSession {
  readonly takesConsumers = true;
  readonly relay: RelayLane;
  readonly mediaId: string;
  readonly #signal: SessionSignal;
  readonly #owner: RouterSessionOwner;
  readonly #send: types.Transport;
  readonly #recv: types.Transport;
  readonly #sendLink: Link;
  readonly #recvLink: Link;
  readonly #sending: Sending;
  readonly #receiving: Receiving;
  readonly #pathWatch: PathWatch;
  readonly #firstConsumers: readonly ConsumerDocument[];
  /** The first consumers are on their way, if there are any. */
  readonly #started = Promise.withResolvers<void>();
  #closed = false;

  /** Throws what the browser throws if it makes no RTCPeerConnection. Nothing happens yet. */
  constructor(
    device: Device,
    media: RoutedMedia,
    signal: SessionSignal,
    owner: RouterSessionOwner,
  ) {
    this.#signal = signal;
    this.#owner = owner;
    const { mediaId, consumers, sendTransport, recvTransport, iceServers } = media;
    const { protection } = owner;
    this.mediaId = mediaId;
    this.#firstConsumers = consumers;
    const more = { iceServers, additionalSettings: { ...protection?.settings } };
    this.#send = device.createSendTransport({ ...transportOptions(sendTransport), ...more });
    this.#recv = device.createRecvTransport({ ...transportOptions(recvTransport), ...more });
    this.#sendLink = this.#watch(this.#send);
    this.#recvLink = this.#watch(this.#recv);
    const { codecs = [] } = device.sendRtpCapabilities;
    const sealing = protection && new Sealing(protection, codecs);
    this.#sending = new Sending(this.#send, { mediaId, signal, sealing });
    this.#receiving = new Receiving(this.#recv, protection, (change) =>
      owner.tracksChanged(change),
    );
    void protection?.lost.then(() =>
      this.#lost(new ClientError('mediaBlocked', 'the worker that encrypts is gone')),
    );
    const [send, recv] = [this.#send, this.#recv];
    this.relay = new RelayLane({ send, recv, mediaId, signal }, this.#relayOwner());
    this.#pathWatch = this.#watchPath();
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

  /** A mixer's: see `Mixing`. @throws ClientError */
  async produceMix(
    source: MixSource,
    forPeerId: string | null,
    track: MediaStreamTrack,
  ): Promise<void> {
    await this.#started.promise;
    this.#sendLink.load();
    await this.#explained(this.#sending.produceMix(source, forPeerId, track));
  }

  /** Never rejects. */
  async closeMix(forPeerId: string): Promise<void> {
    await this.#gone(this.#sending.closeMix(forPeerId));
  }

  async replaceTrack(source: Source, track: MediaStreamTrack): Promise<void> {
    await this.#explained(this.#sending.replaceTrack(source, track));
  }

  async setPaused(source: Source, paused: boolean): Promise<void> {
    await this.#explained(this.#sending.setPaused(source, paused));
  }

  async closeProducer(source: Source): Promise<void> {
    await this.#gone(this.#sending.close(source));
  }

  async #gone(closing: Promise<void>): Promise<void> {
    try {
      await this.#explained(closing);
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

  delay(key: TrackKey, bufferMs: number | null): void {
    this.#receiving.delay(key, bufferMs);
  }

  reconcile(producers: readonly OwnProducer[], consumers: readonly ConsumerDocument[]): void {
    if (!this.#sending.reconcile(producers)) {
      this.#lost(new ClientError('notFound', 'the server lost a producer'));
    }
    this.#receiving.closeAllBut(consumers.map(({ consumerId }) => consumerId));
    for (const consumer of consumers) {
      this.openConsumer(consumer).catch((error: unknown) => this.#consumerFailed(error));
    }
  }

  /** The server sends what is published by itself. */
  update(): void {}

  async decoded(key: TrackKey): Promise<number> {
    const receiver = this.#receiving.receiver(key);
    return receiver ? decodedBy(receiver) : 0;
  }

  checkPath(): void {
    this.#pathWatch.check();
  }

  get tracks(): Tracks {
    return this.#receiving.tracks;
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
    this.#pathWatch.close();
    this.relay.close();
    this.#sendLink.close();
    this.#recvLink.close();
    this.#send.close();
    this.#recv.close();
    this.#receiving.closeAllBut([]);
    this.#started.resolve();
  }

  #relayOwner(): RelayLaneOwner {
    return {
      changed: () => this.#owner.relayChanged(),
      received: (frame) => this.#owner.dataReceived(frame),
    };
  }

  #watch(transport: types.Transport): Link {
    const link = new Link(() => this.#linksChanged());
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

  #linksChanged(): void {
    if (this.#closed) return;
    this.#owner.mediaChanged(worst([this.#sendLink, this.#recvLink]));
  }

  #watchPath(): PathWatch {
    let newest = 0;
    return new PathWatch({
      received: () => {
        const mark = this.#receiving.newest((key) => this.#owner.isSent(key), newest);
        newest = mark ?? newest;
        return mark;
      },
      reported: async () => {
        if (!this.#sending.flows || this.#send.closed) return null;
        return receivedBytes(await this.#send.getStats());
      },
      isDown: () => this.#sendLink.isDown || this.#recvLink.isDown,
      silenceChanged: (silent) => {
        this.#sendLink.silent = silent;
        this.#recvLink.silent = silent;
      },
      restart: () => this.#restartIce(),
      path: async () => (this.#closed ? '' : answersOf(await this.#carrying().getStats())),
      lost: () => this.#lost(new ClientError('mediaBlocked', 'no path leads there any more')),
    });
  }

  /** Both ways take the same path: either of them tells about it. */
  #carrying(): types.Transport {
    return this.#recv.connectionState === 'new' ? this.#send : this.#recv;
  }

  /** Both look for another path. */
  async #restartIce(): Promise<boolean> {
    const connecting = [this.#send, this.#recv].filter(
      ({ connectionState }) => connectionState !== 'new' && connectionState !== 'closed',
    );
    try {
      await Promise.all(connecting.map((transport) => this.#restartIceOf(transport)));
      return true;
    } catch (thrown) {
      if (this.#closed) return false;
      const { code } = toClientError(thrown, 'unsupported');
      if (code === 'timeout') this.#signal.reconnect();
      // Otherwise it is tried again: in a while, or on the next connection.
      if (code === 'notFound') this.#lost(new ClientError('mediaBlocked', 'no such transport'));
      return false;
    }
  }

  async #restartIceOf(transport: types.Transport): Promise<void> {
    const { iceParameters } = await this.#signal.request(
      'restartIce',
      { transportId: transport.id },
      undefined,
      ANSWER_WITHIN_MS,
    );
    if (!transport.closed) await transport.restartIce({ iceParameters });
  }

  #consumerFailed(error: unknown): void {
    if (!this.#closed) this.#owner.failed(toClientError(error, 'unsupported'));
  }

  #explained<T>(attempt: Promise<T>): Promise<T> {
    return explained(attempt, {
      isClosed: () => this.#closed,
      lost: (error) => this.#lost(error),
    });
  }

  #lost(error: ClientError): void {
    if (!this.#closed) this.#owner.lost(error);
  }
}

function transportOptions({
  transportId,
  ...parameters
}: TransportDocument): types.TransportOptions {
  return { id: transportId, ...parameters };
}
