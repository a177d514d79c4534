import { RequestError } from '../errors.ts';
import type { Endpoint, Topology, TopologyEvents, TopologyPeer } from '../topologies/Topology.ts';

/** What a topology says, passed on. */
export type CallMediaOwner = {
  [E in keyof TopologyEvents]: (...told: TopologyEvents[E]) => void;
};

/**
 * The media of a call. It is there from the first peer on, and can be lost with its worker while the
 * call goes on: the next peer who asks for media opens it anew, on a worker that lives.
 */
export class CallMedia {
  readonly #createTopology: () => Promise<Topology>;
  readonly #owner: CallMediaOwner;
  #topology: Promise<Topology> | null = null;
  #closed = false;

  constructor(createTopology: () => Promise<Topology>, owner: CallMediaOwner) {
    this.#createTopology = createTopology;
    this.#owner = owner;
  }

  /** @throws RequestError `mediaUnavailable`, `mediaRejected` */
  async attach(peer: TopologyPeer): Promise<Endpoint> {
    // Whoever comes while it is being opened waits for the same one.
    const opening = (this.#topology ??= this.#open());
    const topology = await opening;
    return topology.attach(peer);
  }

  close(): void {
    this.#closed = true;
    void this.#topology?.then(
      (topology) => topology.close(),
      () => {},
    );
    this.#topology = null;
  }

  async #open(): Promise<Topology> {
    let topology: Topology;
    try {
      topology = await this.#createTopology();
    } catch (error) {
      this.#topology = null;
      throw error;
    }
    if (this.#closed) {
      topology.close();
      throw new RequestError('mediaUnavailable', 'the call ended meanwhile');
    }
    const owner = this.#owner;
    topology.on('publicationChanged', owner.publicationChanged);
    topology.on('publicationClosed', owner.publicationClosed);
    topology.on('levels', owner.levels);
    topology.on('unreachable', owner.unreachable);
    topology.once('lost', () => {
      this.#topology = null;
      owner.lost();
      topology.close();
    });
    return topology;
  }
}
