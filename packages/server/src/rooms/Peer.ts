import type {
  Notification,
  PeerDocument,
  RequestData,
  RtpCapabilities,
  View,
} from '@ottogi/protocol';
import type { Endpoint, MediaSetup, TopologyPeer } from '../topologies/Topology.ts';

/** The way to whoever is behind a peer: a browser's session, later a recorder or a mixer. */
export interface PeerLink {
  /** Whether anybody is there to join for. */
  readonly connected: boolean;
  notify(notification: Notification): void;
  /** Resolves when the other side has acknowledged it; rejects if it never does. */
  deliver(notification: Notification): Promise<void>;
}

export type PeerState =
  | { status: 'joining' }
  | { status: 'joined'; endpoint: Endpoint }
  | { status: 'closed' };

/** A session's membership in a room's call. */
export class Peer implements TopologyPeer {
  readonly peerId: string;
  readonly roomId: string;
  readonly roomName: string;
  readonly name: string;
  readonly rtpCapabilities: RtpCapabilities;
  readonly view: View;
  readonly joinedAt = new Date();
  readonly #link: PeerLink;
  readonly #onClosed: (wasJoined: boolean) => void;
  #state: PeerState = { status: 'joining' };

  constructor(
    peerId: string,
    room: { roomId: string; name: string },
    request: RequestData<'join'>,
    link: PeerLink,
    onClosed: (wasJoined: boolean) => void,
  ) {
    this.peerId = peerId;
    this.roomId = room.roomId;
    this.roomName = room.name;
    this.name = request.name;
    this.rtpCapabilities = request.rtpCapabilities;
    this.view = request.view;
    this.#link = link;
    this.#onClosed = onClosed;
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

  document(): PeerDocument {
    return {
      peerId: this.peerId,
      name: this.name,
      publications: this.endpoint?.publications() ?? [],
    };
  }

  close(): void {
    if (this.#state.status === 'closed') return;
    const { endpoint } = this;
    this.#state = { status: 'closed' };
    // The room forgets the peer first, so that what closes now is not told piece by piece.
    this.#onClosed(endpoint !== null);
    endpoint?.close();
  }
}
