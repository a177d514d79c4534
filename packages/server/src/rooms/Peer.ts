import type {
  Notification,
  PeerDocument,
  PeerProfile,
  RequestData,
  RtpCapabilities,
  View,
} from '@ottogi/protocol';
import type { Endpoint, MediaSetup, TopologyPeer } from '../topologies/Topology.ts';

/** The way to whoever is behind a peer: a browser's session, later a recorder or a mixer. */
export interface PeerLink {
  readonly personId: string;
  readonly hue: number;
  /** Whether anybody is there to join for. */
  readonly connected: boolean;
  notify(notification: Notification): void;
  /** Resolves when the other side has acknowledged it; rejects if it never does. */
  deliver(notification: Notification): Promise<void>;
  /** Its membership in a call ended, whoever ended it. */
  left(room: Place): void;
}

/** A room, as far as its peers need to know it. */
export interface Place {
  readonly roomId: string;
  readonly name: string;
}

export type PeerState =
  | { status: 'joining' }
  | { status: 'joined'; endpoint: Endpoint }
  | { status: 'closed' };

/** How a peer is shown to others. */
type Look = Omit<PeerProfile, 'peerId' | 'personId'>;

/** What a peer tells the call that it is in. */
export interface PeerOwner {
  changed(peer: Peer): void;
  closed(peer: Peer, wasJoined: boolean): void;
}

/** A session's membership in a room's call. */
export class Peer implements TopologyPeer {
  readonly peerId: string;
  readonly personId: string;
  readonly room: Place;
  readonly rtpCapabilities: RtpCapabilities;
  readonly view: View;
  readonly joinedAt = new Date();
  readonly #link: PeerLink;
  readonly #owner: PeerOwner;
  #look: Look;
  #state: PeerState = { status: 'joining' };

  constructor(
    peerId: string,
    room: Place,
    request: RequestData<'join'>,
    link: PeerLink,
    owner: PeerOwner,
  ) {
    this.peerId = peerId;
    this.personId = link.personId;
    this.room = room;
    this.rtpCapabilities = request.rtpCapabilities;
    this.view = request.view;
    this.#look = {
      name: request.name,
      hue: link.hue,
      deafened: request.deafened,
      handRaisedAt: request.handRaised ? Date.now() : null,
    };
    this.#link = link;
    this.#owner = owner;
  }

  get name(): string {
    return this.#look.name;
  }

  get state(): PeerState {
    return this.#state;
  }

  /** Null until joined and once closed: there is nothing to ask then. */
  get endpoint(): Endpoint | null {
    return this.#state.status === 'joined' ? this.#state.endpoint : null;
  }

  /** The media is there. */
  joined(endpoint: Endpoint): MediaSetup {
    this.#state = { status: 'joined', endpoint };
    return endpoint.setup;
  }

  get connected(): boolean {
    return this.#link.connected;
  }

  notify(notification: Notification): void {
    this.#link.notify(notification);
  }

  deliver(notification: Notification): Promise<void> {
    return this.#link.deliver(notification);
  }

  profile(): PeerProfile {
    return { peerId: this.peerId, personId: this.personId, ...this.#look };
  }

  document(): PeerDocument {
    return { ...this.profile(), publications: this.endpoint?.publications() ?? [] };
  }

  /** What is left out stays; raising a hand that is up keeps its time. */
  update(change: RequestData<'updatePeer'>): void {
    const { deafened = this.#look.deafened, handRaised } = change;
    const since = this.#look.handRaisedAt;
    const raised = handRaised ?? since !== null;
    this.#show({ deafened, handRaisedAt: raised ? (since ?? Date.now()) : null });
  }

  rename(look: { name: string; hue: number }): void {
    this.#show(look);
  }

  close(): void {
    if (this.#state.status === 'closed') return;
    const { endpoint } = this;
    this.#state = { status: 'closed' };
    // The call forgets the peer first, so that what closes now is not told piece by piece.
    this.#owner.closed(this, endpoint !== null);
    endpoint?.close();
    if (endpoint) this.#link.left(this.room);
  }

  #show(change: Partial<Look>): void {
    const before = this.#look;
    this.#look = { ...before, ...change };
    const keys = Object.keys(change) as (keyof Look)[];
    const differs = keys.some((key) => before[key] !== this.#look[key]);
    if (differs && this.#state.status === 'joined') this.#owner.changed(this);
  }
}
