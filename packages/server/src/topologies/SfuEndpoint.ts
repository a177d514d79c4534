import type {
  DtlsParameters,
  Publication,
  RequestData,
  Source,
  TransportDocument,
} from '@ottogi/protocol';
import type { types } from 'mediasoup';
import { RequestError } from '../errors.ts';
import type { MediaRouter } from '../media/MediaRouter.ts';
import { consumerDocument, Consumers } from './Consumers.ts';
import { refusedByMediasoup, unavailable } from './mediaErrors.ts';
import { mediaState } from './mediaState.ts';
import { Producers, type SfuProducer } from './Producers.ts';
import type { Endpoint, MediaDocuments, MediaSetup, TopologyPeer } from './Topology.ts';

/** What an endpoint asks of the SFU it belongs to. */
export interface SfuDirectory {
  /**
   * A peer's producer of a source, if it publishes it now.
   * @throws RequestError `notFound` if there is no such peer.
   */
  producerOf(peerId: string, source: Source): SfuProducer | undefined;
  /** Everything of this source that the others publish. */
  producersFor(peerId: string, source: Source): SfuProducer[];
}

/** One peer in the SFU: one transport each way, whatever the size of the room. */
export class SfuEndpoint implements Endpoint {
  readonly producers: Producers;
  readonly consumers: Consumers;
  readonly #peer: TopologyPeer;
  readonly #directory: SfuDirectory;
  readonly #router: MediaRouter;
  readonly #send: types.WebRtcTransport;
  readonly #recv: types.WebRtcTransport;
  readonly #connected = new Set<string>();
  readonly #onClose: () => void;
  #closed = false;

  /** @throws RequestError `mediaUnavailable` */
  static async create(
    peer: TopologyPeer,
    router: MediaRouter,
    directory: SfuDirectory,
    onClose: () => void,
  ): Promise<SfuEndpoint> {
    const transports = await unavailable(
      Promise.all([router.createTransport(), router.createTransport()]),
    );
    return new SfuEndpoint(peer, router, directory, transports, onClose);
  }

  private constructor(
    peer: TopologyPeer,
    router: MediaRouter,
    directory: SfuDirectory,
    [send, recv]: [types.WebRtcTransport, types.WebRtcTransport],
    onClose: () => void,
  ) {
    this.#peer = peer;
    this.#router = router;
    this.#directory = directory;
    this.#send = send;
    this.#recv = recv;
    this.#onClose = onClose;
    this.producers = new Producers(peer.peerId, router, send);
    this.consumers = new Consumers(peer, recv, (source) => this.#fillView(source));
  }

  get setup(): MediaSetup {
    return {
      sendTransport: this.#transportDocument(this.#send),
      recvTransport: this.#transportDocument(this.#recv),
      consumers: this.consumers.list().map(consumerDocument),
    };
  }

  publications(): Publication[] {
    return this.producers.publications();
  }

  open(): void {
    this.consumers.open();
  }

  async connectTransport(transportId: string, dtlsParameters: DtlsParameters): Promise<void> {
    const transport = [this.#send, this.#recv].find(({ id }) => id === transportId);
    if (!transport) throw new RequestError('notFound', `this peer has no transport ${transportId}`);
    if (this.#connected.has(transportId)) {
      throw new RequestError('wrongState', `transport ${transportId} is connected already`);
    }
    this.#connected.add(transportId);
    try {
      await refusedByMediasoup(transport.connect({ dtlsParameters }));
    } catch (error) {
      this.#connected.delete(transportId);
      throw error;
    }
  }

  produce(options: RequestData<'produce'>): Promise<string> {
    return this.producers.produce(options);
  }

  closeProducer(producerId: string): void {
    this.producers.close(producerId);
  }

  pauseProducer(producerId: string): Promise<void> {
    return this.producers.pause(producerId);
  }

  resumeProducer(producerId: string): Promise<void> {
    return this.producers.resume(producerId);
  }

  subscribe(peerId: string, source: Source): void {
    const producer = this.#directory.producerOf(peerId, source);
    this.consumers.subscribe({ peerId, source }, producer);
  }

  unsubscribe(peerId: string, source: Source): void {
    this.#directory.producerOf(peerId, source);
    this.consumers.unsubscribe({ peerId, source });
  }

  documents(): MediaDocuments {
    return mediaState(
      this.#peer.peerId,
      { send: this.#send, recv: this.#recv },
      this.producers.list(),
      this.consumers.list(),
    );
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#send.close();
    this.#recv.close();
    this.consumers.close();
    this.#onClose();
  }

  /** Whoever had no place in the view before may have one now. */
  #fillView(source: Source): void {
    const producers = this.#directory.producersFor(this.#peer.peerId, source);
    for (const producer of producers) this.consumers.offer(producer);
  }

  #transportDocument(transport: types.WebRtcTransport): TransportDocument {
    return {
      transportId: transport.id,
      iceParameters: transport.iceParameters,
      iceCandidates: this.#router.iceCandidates(transport),
      dtlsParameters: transport.dtlsParameters,
    };
  }
}
