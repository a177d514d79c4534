import { RequestError } from '../errors.ts';
import type {
  Endpoint,
  PipeState,
  Topology,
  TopologyEvents,
  TopologyKind,
  TopologyPeer,
} from '../topologies/Topology.ts';

/** What a topology says, passed on with the one that says it. */
export type CallMediaOwner = {
  [E in keyof TopologyEvents]: (topology: Topology, ...told: TopologyEvents[E]) => void;
};

export type CreateTopology = (kind: TopologyKind) => Promise<Topology>;

/** A topology, or what will be one: while it is opened, whoever comes waits for the same one. */
interface Place {
  readonly kind: TopologyKind;
  readonly opening: Promise<Topology>;
  /** Null until it is open. */
  topology: Topology | null;
}

/**
 * The media of a call. It is there from the first peer on. While the call moves from one topology to
 * another it has both.
 */
export class CallMedia {
  readonly #createTopology: CreateTopology;
  readonly #owner: CallMediaOwner;
  readonly #homes = new WeakMap<Endpoint, Topology>();
  #kind: TopologyKind;
  #current: Place | null = null;
  /** Which the call moves away from; its place is null where it had none. */
  #former: { kind: TopologyKind; place: Place | null } | null = null;
  #closed = false;

  constructor(createTopology: CreateTopology, kind: TopologyKind, owner: CallMediaOwner) {
    this.#createTopology = createTopology;
    this.#kind = kind;
    this.#owner = owner;
  }

  /** Of which kind is what peers are attached to. */
  get kind(): TopologyKind {
    return this.#kind;
  }

  /** @throws RequestError `mediaUnavailable`, `mediaRejected` */
  async attach(peer: TopologyPeer): Promise<Endpoint> {
    const topology = await (this.#current ??= this.#open(this.#kind)).opening;
    const endpoint = await topology.attach(peer);
    this.#homes.set(endpoint, topology);
    return endpoint;
  }

  /** To which peers are attached; null until it is open. */
  get current(): Topology | null {
    return this.#current?.topology ?? null;
  }

  /** Which the call moves away from; null while it moves nowhere. */
  get former(): Topology | null {
    return this.#former?.place?.topology ?? null;
  }

  isCurrent(endpoint: Endpoint | null): boolean {
    return this.isOf(endpoint, this.current);
  }

  isFormer(endpoint: Endpoint | null): boolean {
    return this.isOf(endpoint, this.former);
  }

  /** Whether an endpoint is of this topology. */
  isOf(endpoint: Endpoint | null, topology: Topology | null): boolean {
    return endpoint !== null && topology !== null && this.#homes.get(endpoint) === topology;
  }

  /**
   * From now on peers are attached to another kind. What there was flows on, until `leaveFormer` or
   * `moveBack`.
   * @throws RequestError `mediaUnavailable`, and nothing is changed
   */
  async move(kind: TopologyKind): Promise<void> {
    const next = this.#open(kind);
    await next.opening;
    this.#former = { kind: this.#kind, place: this.#current };
    this.#kind = kind;
    this.#current = next;
  }

  leaveFormer(): void {
    this.#former?.place?.topology?.close();
    this.#former = null;
  }

  /** What was new is closed. */
  moveBack(): void {
    if (!this.#former) return;
    this.#current?.topology?.close();
    this.#kind = this.#former.kind;
    this.#current = this.#former.place;
    this.#former = null;
  }

  pipes(): PipeState[] {
    return [this.current, this.former].flatMap((topology) => topology?.pipes() ?? []);
  }

  close(): void {
    this.#closed = true;
    this.leaveFormer();
    this.#current?.topology?.close();
    this.#current = null;
  }

  #open(kind: TopologyKind): Place {
    const opening = this.#create(kind);
    const place: Place = { kind, opening, topology: null };
    opening.then(
      (topology) => (place.topology = topology),
      () => {
        if (this.#current === place) this.#current = null;
      },
    );
    return place;
  }

  /** @throws RequestError `mediaUnavailable` */
  async #create(kind: TopologyKind): Promise<Topology> {
    const topology = await this.#createTopology(kind);
    if (this.#closed) {
      topology.close();
      throw new RequestError('mediaUnavailable', 'the call ended meanwhile');
    }
    const owner = this.#owner;
    topology.on('publicationChanged', (...told) => owner.publicationChanged(topology, ...told));
    topology.on('publicationClosed', (...told) => owner.publicationClosed(topology, ...told));
    topology.on('tapped', (...told) => owner.tapped(topology, ...told));
    topology.on('levels', (...told) => owner.levels(topology, ...told));
    topology.on('speakers', (...told) => owner.speakers(topology, ...told));
    topology.on('mixChanged', (...told) => owner.mixChanged(topology, ...told));
    topology.on('mediaLost', (...told) => owner.mediaLost(topology, ...told));
    return topology;
  }
}
