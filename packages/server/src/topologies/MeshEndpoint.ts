import {
  type DtlsParameters,
  type IceParameters,
  kindOf,
  type OwnProducer,
  type Publication,
  type Source,
} from '@ottogi/protocol';
import { RequestError } from '../errors.ts';
import { createId } from '../ids.ts';
import { type Rate, RateLimit } from '../limits/RateLimit.ts';
import type {
  Endpoint,
  MediaDocuments,
  MediaSetup,
  ProduceOptions,
  TopologyPeer,
} from './Topology.ts';

/** What an endpoint tells the mesh that it belongs to. */
export interface MeshEndpointOwner {
  published(publication: Publication): void;
  unpublished(source: Source): void;
  speaking(speaking: boolean): void;
  /** Its peer knows its links. */
  opened(): void;
  closed(): void;
}

/** What a peer says that it sends to the others: they take nothing else. */
interface DirectProducer extends Publication {
  producerId: string;
}

/** One peer in a mesh. Its media goes past the server, so there are but words about it. */
export class MeshEndpoint implements Endpoint {
  readonly mediaId = createId();
  readonly peer: TopologyPeer;
  readonly #owner: MeshEndpointOwner;
  readonly #made: RateLimit;
  readonly #producers = new Map<string, DirectProducer>();
  #state: 'new' | 'open' | 'closed' = 'new';

  constructor(peer: TopologyPeer, rate: Rate, owner: MeshEndpointOwner) {
    this.peer = peer;
    this.#made = new RateLimit(rate);
    this.#owner = owner;
  }

  get setup(): MediaSetup {
    return { by: 'links', mediaId: this.mediaId };
  }

  get isOpen(): boolean {
    return this.#state === 'open';
  }

  owns(id: string): boolean {
    return this.#producers.has(id);
  }

  open(): void {
    if (this.#state !== 'new') return;
    this.#state = 'open';
    this.#owner.opened();
  }

  async produce({ source, paused, layerHeights, rtpParameters }: ProduceOptions): Promise<string> {
    if (this.#of(source)) {
      throw new RequestError('sourceTaken', `this peer publishes its ${source} already`);
    }
    if (rtpParameters) {
      throw new RequestError('mediaRejected', 'over links, rtpParameters are for the others alone');
    }
    this.#made.take();
    const producerId = createId();
    this.#producers.set(producerId, { producerId, source, paused, layerHeights });
    this.#tell(producerId);
    return producerId;
  }

  async produceMix(): Promise<string> {
    throw new RequestError('mediaRejected', 'media goes past the server: none is to be mixed');
  }

  closeProducer(producerId: string): void {
    const { source } = this.#get(producerId);
    this.#producers.delete(producerId);
    this.#owner.unpublished(source);
  }

  async pauseProducer(producerId: string): Promise<void> {
    this.#setPaused(producerId, true);
  }

  async resumeProducer(producerId: string): Promise<void> {
    this.#setPaused(producerId, false);
  }

  async pauseSource(source: Source): Promise<void> {
    const producer = this.#of(source);
    if (producer) this.#setPaused(producer.producerId, true);
  }

  /** Whoever sends sends to everybody; what is declined is dropped where it arrives. */
  subscribe(peerId: string, source: Source): void {
    this.peer.subscriptions.ask(peerId, source);
  }

  unsubscribe(peerId: string, source: Source): void {
    this.peer.subscriptions.decline(peerId, source);
  }

  /** Everybody has the tiles. */
  takeDownlink(): void {}

  settleDownlink(): void {}

  /** There are none. */
  async configureConsumers(): Promise<void> {}

  async connectTransport(transportId: string, _parameters: DtlsParameters): Promise<void> {
    throw noTransport(transportId);
  }

  async restartIce(transportId: string): Promise<IceParameters> {
    throw noTransport(transportId);
  }

  async produceData(): Promise<string> {
    throw new RequestError('wrongState', 'over links, data goes past the server');
  }

  setSpeaking(speaking: boolean): void {
    this.#owner.speaking(speaking);
  }

  ownProducers(): OwnProducer[] {
    return [...this.#producers.values()].map(({ producerId, source }) => ({
      producerId,
      source,
      wantedLayer: null,
    }));
  }

  documents(): MediaDocuments {
    const { peerId } = this.peer;
    const producers = [...this.#producers.values()].map((producer) => ({
      ...producer,
      transportId: null,
      peerId,
      forPeerId: null,
      kind: kindOf(producer.source),
      type: 'direct',
      score: [],
      wantedLayer: null,
    }));
    return { transports: [], producers, consumers: [], dataProducers: [], dataConsumers: [] };
  }

  close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#owner.closed();
  }

  #setPaused(producerId: string, paused: boolean): void {
    this.#get(producerId).paused = paused;
    this.#tell(producerId);
  }

  #tell(producerId: string): void {
    const { source, paused, layerHeights } = this.#get(producerId);
    this.#owner.published({ source, paused, layerHeights });
  }

  #of(source: Source): DirectProducer | undefined {
    return [...this.#producers.values()].find((producer) => producer.source === source);
  }

  #get(producerId: string): DirectProducer {
    const producer = this.#producers.get(producerId);
    if (!producer) throw new RequestError('notFound', `this peer has no producer ${producerId}`);
    return producer;
  }
}

function noTransport(transportId: string): RequestError {
  return new RequestError('notFound', `this peer has no transport ${transportId}`);
}
