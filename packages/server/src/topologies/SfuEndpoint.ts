import type {
  DtlsParameters,
  IceParameters,
  OwnProducer,
  RequestData,
  Source,
} from '@ottogi/protocol';
import type { types } from 'mediasoup';
import { RequestError } from '../errors.ts';
import { unavailable } from '../media/mediaErrors.ts';
import type { MediaRouter } from '../media/MediaRouter.ts';
import type { After } from '../clock.ts';
import { Consumers } from './Consumers.ts';
import { mediaState } from './mediaState.ts';
import { Producers } from './Producers.ts';
import type { Publications } from './Publications.ts';
import type {
  ProduceOptions,
  Endpoint,
  MediaDocuments,
  MediaSetup,
  TopologyPeer,
} from './Topology.ts';

/** What an endpoint has of the SFU that it belongs to. */
export interface SfuParts {
  router: MediaRouter;
  publications: Publications;
  after: After;
}

/** One peer in the SFU: one transport each way, whatever the size of the room. */
export class SfuEndpoint implements Endpoint {
  readonly producers: Producers;
  readonly consumers: Consumers;
  readonly #peer: TopologyPeer;
  readonly #router: MediaRouter;
  readonly #send: types.WebRtcTransport;
  readonly #recv: types.WebRtcTransport;
  readonly #onClose: () => void;
  #closed = false;

  /** @throws RequestError `mediaUnavailable` */
  static async create(
    peer: TopologyPeer,
    parts: SfuParts,
    onClose: () => void,
  ): Promise<SfuEndpoint> {
    const { router } = parts;
    const transports = await Promise.all([router.createTransport(), router.createTransport()]);
    return new SfuEndpoint(peer, parts, transports, onClose);
  }

  private constructor(
    peer: TopologyPeer,
    { router, publications, after }: SfuParts,
    [send, recv]: [types.WebRtcTransport, types.WebRtcTransport],
    onClose: () => void,
  ) {
    this.#peer = peer;
    this.#router = router;
    this.#send = send;
    this.#recv = recv;
    this.#onClose = onClose;
    this.producers = new Producers(peer, router, send, after);
    this.consumers = new Consumers(peer, recv, publications);
  }

  get setup(): MediaSetup {
    return {
      sendTransport: this.#router.transportDocument(this.#send),
      recvTransport: this.#router.transportDocument(this.#recv),
      consumers: this.consumers.documents(),
    };
  }

  open(): void {
    this.consumers.open();
  }

  async connectTransport(transportId: string, dtlsParameters: DtlsParameters): Promise<void> {
    await this.#router.connectTransport(this.#transport(transportId), dtlsParameters);
  }

  async restartIce(transportId: string): Promise<IceParameters> {
    return unavailable(this.#transport(transportId).restartIce());
  }

  produce(options: ProduceOptions): Promise<string> {
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

  pauseSource(source: Source): Promise<void> {
    return this.producers.pauseSource(source);
  }

  subscribe(peerId: string, source: Source): void {
    this.consumers.subscribe(peerId, source);
  }

  unsubscribe(peerId: string, source: Source): void {
    this.consumers.unsubscribe(peerId, source);
  }

  configureConsumers(consumers: RequestData<'configureConsumers'>['consumers']): Promise<void> {
    return this.consumers.configure(consumers);
  }

  ownProducers(): OwnProducer[] {
    return this.producers.own();
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

  #transport(transportId: string): types.WebRtcTransport {
    const transport = [this.#send, this.#recv].find(({ id }) => id === transportId);
    if (!transport) throw new RequestError('notFound', `this peer has no transport ${transportId}`);
    return transport;
  }
}
