import type {
  DataStream,
  DownlinkKind,
  DtlsParameters,
  IceParameters,
  OwnProducer,
  RequestData,
  Source,
} from '@ottogi/protocol';
import type { types } from 'mediasoup';
import { RequestError } from '../errors.ts';
import { createId } from '../ids.ts';
import { unavailable } from '../media/mediaErrors.ts';
import type { MediaRouter } from '../media/MediaRouter.ts';
import type { Pipes } from '../media/Pipes.ts';
import type { After } from '../clock.ts';
import type { Limits } from '../limits/limits.ts';
import { ConnectionWatch } from './ConnectionWatch.ts';
import { Consumers } from './Consumers.ts';
import type { DataRelay } from './DataRelay.ts';
import { DataWay } from './DataWay.ts';
import { mediaState } from './mediaState.ts';
import { Producers } from './Producers.ts';
import type { Publications } from './Publications.ts';
import type { SfuProducer } from './SfuProducer.ts';
import type {
  ProduceMixOptions,
  ProduceOptions,
  Endpoint,
  MediaDocuments,
  MediaSetup,
  TopologyPeer,
} from './Topology.ts';

/** What an endpoint has of the SFU that it belongs to. */
export interface SfuParts {
  /** Where this peer is placed. */
  router: MediaRouter;
  pipes: Pipes;
  publications: Publications;
  relay: DataRelay;
  after: After;
  bounds: Limits['call'];
}

/** What an endpoint tells the SFU that it belongs to. */
export interface SfuEndpointOwner {
  closed(): void;
  /** A transport of this peer did not come to stand in time. */
  unreachable(): void;
  /** Resolves once whom this sound is for receives it, or cannot. */
  received(sound: SfuProducer): Promise<void>;
}

/** One peer in the SFU: one transport each way, whatever the size of the room. */
export class SfuEndpoint implements Endpoint {
  readonly mediaId = createId();
  readonly producers: Producers;
  readonly consumers: Consumers;
  readonly router: MediaRouter;
  readonly peer: TopologyPeer;
  readonly #data: DataWay;
  readonly #send: types.WebRtcTransport;
  readonly #recv: types.WebRtcTransport;
  readonly #owner: SfuEndpointOwner;
  readonly #watch: ConnectionWatch;
  #closed = false;

  /** @throws RequestError `mediaUnavailable` */
  static async create(
    peer: TopologyPeer,
    parts: SfuParts,
    owner: SfuEndpointOwner,
  ): Promise<SfuEndpoint> {
    const { router } = parts;
    const transports = await Promise.all([router.createTransport(), router.createTransport()]);
    return new SfuEndpoint(peer, parts, transports, owner);
  }

  private constructor(
    peer: TopologyPeer,
    { router, pipes, publications, relay, after, bounds }: SfuParts,
    [send, recv]: [types.WebRtcTransport, types.WebRtcTransport],
    owner: SfuEndpointOwner,
  ) {
    this.peer = peer;
    this.router = router;
    this.#send = send;
    this.#recv = recv;
    this.#owner = owner;
    const overdue = () => owner.unreachable();
    this.#watch = new ConnectionWatch([send, recv], bounds.connectMs, after, overdue);
    this.producers = new Producers(peer, router, send, { after, rate: bounds.producers });
    this.consumers = new Consumers(peer, recv, publications, (producer) =>
      pipes.reach(producer.media, producer.router, router),
    );
    const received = (frame: Uint8Array, ordered: boolean) => relay.take(peer, frame, ordered);
    this.#data = new DataWay({ peer, router, send, recv, received });
  }

  get peerId(): string {
    return this.peer.peerId;
  }

  get setup(): Extract<MediaSetup, { by: 'router' }> {
    const { hidden } = this.peer;
    return {
      by: 'router',
      mediaId: this.mediaId,
      sendTransport: this.router.transportDocument(this.#send, hidden),
      recvTransport: this.router.transportDocument(this.#recv, hidden),
      consumers: this.consumers.documents(),
    };
  }

  owns(id: string): boolean {
    const transports = [this.#send, this.#recv];
    const producers = this.producers.list();
    const consumers = this.consumers.list();
    return [...transports, ...producers, ...consumers].some((each) => each.id === id);
  }

  open(): void {
    this.consumers.open();
    this.#data.open();
  }

  async connectTransport(transportId: string, dtlsParameters: DtlsParameters): Promise<void> {
    const transport = this.#transport(transportId);
    await this.router.connectTransport(transport, dtlsParameters);
    this.#watch.expect(transport);
  }

  async restartIce(transportId: string): Promise<IceParameters> {
    return unavailable(this.#transport(transportId).restartIce());
  }

  produce(options: ProduceOptions): Promise<string> {
    return this.producers.produce(options);
  }

  async produceMix(options: ProduceMixOptions): Promise<string> {
    const producer = await this.producers.produceMix(options);
    await this.#owner.received(producer);
    return producer.id;
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

  takeDownlink(downlink: DownlinkKind): void {
    this.consumers.takeDownlink(downlink);
  }

  settleDownlink(downlink: DownlinkKind): void {
    this.consumers.settleDownlink(downlink);
  }

  configureConsumers(consumers: RequestData<'configureConsumers'>['consumers']): Promise<void> {
    return this.consumers.configure(consumers);
  }

  produceData(stream: DataStream): Promise<string> {
    return this.#data.produce(stream);
  }

  sendData(frame: Uint8Array, ordered: boolean): void {
    this.#data.send(frame, ordered);
  }

  /** The router hears for itself. */
  setSpeaking(): void {}

  ownProducers(): OwnProducer[] {
    return this.producers.own();
  }

  documents(): MediaDocuments {
    const media = mediaState(
      { peerId: this.peerId, routerId: this.router.id },
      { send: this.#send, recv: this.#recv },
      this.producers.list(),
      this.consumers.list(),
    );
    const dataProducers = this.#data.dataProducers();
    return { ...media, dataProducers, dataConsumers: this.#data.dataConsumers() };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#send.close();
    this.#recv.close();
    this.consumers.close();
    this.#data.close();
    this.#watch.close();
    this.#owner.closed();
  }

  #transport(transportId: string): types.WebRtcTransport {
    const transport = [this.#send, this.#recv].find(({ id }) => id === transportId);
    if (!transport) throw new RequestError('notFound', `this peer has no transport ${transportId}`);
    return transport;
  }
}
