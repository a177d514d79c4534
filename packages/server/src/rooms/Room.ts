import { EventEmitter } from 'node:events';
import type { Notification, NotificationData, RequestData, RoomDocument } from '@ottogi/protocol';
import { RequestError } from '../errors.ts';
import type { MediaSetup, Topology } from '../topologies/Topology.ts';
import { createId } from './ids.ts';
import { Peer, type PeerLink } from './Peer.ts';

export type CallClosedReason = NotificationData<'callClosed'>['reason'];

interface RoomEvents {
  /** Something that everybody who sees the room may know. */
  fact: [Notification];
  /** A peer left, or its join came to nothing. */
  peerClosed: [];
  closed: [];
}

/** A place with a name where peers meet. It is there for others once somebody is in it. */
export class Room extends EventEmitter<RoomEvents> {
  readonly roomId = createId();
  readonly name: string;
  readonly openedAt = new Date();
  readonly #topology: Topology;
  readonly #peers = new Map<string, Peer>();
  #state: 'empty' | 'open' | 'closed' = 'empty';
  #closeReason: CallClosedReason = 'mediaLost';

  constructor(name: string, topology: Topology) {
    super();
    this.name = name;
    this.#topology = topology;
    this.#handleTopology();
  }

  get state(): 'empty' | 'open' | 'closed' {
    return this.#state;
  }

  /** Everybody, those included whose join is still under way. */
  get peers(): Peer[] {
    return [...this.#peers.values()];
  }

  get members(): Peer[] {
    return this.peers.filter((peer) => peer.state.status === 'joined');
  }

  /** @throws RequestError `mediaUnavailable`, `mediaRejected` */
  async join(
    link: PeerLink,
    request: RequestData<'join'>,
  ): Promise<{ peer: Peer; setup: MediaSetup }> {
    if (this.#state === 'closed') throw this.#closedError();
    const peerId = createId();
    const peer = new Peer(peerId, this, request, link, (wasJoined) =>
      this.#onPeerClosed(peerId, wasJoined),
    );
    this.#peers.set(peerId, peer);
    try {
      const endpoint = await this.#topology.attach(peer);
      // While its transports were made the room closed, or whoever asked went away.
      if (peer.state.status === 'closed' || !peer.connected) {
        endpoint.close();
        throw this.#closedError();
      }
      const setup = peer.joined(endpoint);
      this.#open();
      this.#tell({ name: 'peerJoined', data: { roomId: this.roomId, peer: peer.document() } });
      return { peer, setup };
    } catch (error) {
      peer.close();
      throw error;
    }
  }

  document(): RoomDocument {
    return {
      roomId: this.roomId,
      name: this.name,
      topology: this.#topology.kind,
      peers: this.members.map((peer) => peer.document()),
    };
  }

  /** Closes every peer, and tells each of them why. Without a reason there must be none left. */
  close(reason?: CallClosedReason): void {
    if (this.#state === 'closed') return;
    if (reason) this.#closeReason = reason;
    const wasOpen = this.#state === 'open';
    this.#state = 'closed';
    for (const peer of this.peers) {
      const { peerId } = peer;
      if (reason) peer.notify({ name: 'callClosed', data: { peerId, reason } });
      peer.close();
    }
    this.#topology.close();
    if (wasOpen) this.#tell({ name: 'roomClosed', data: { roomId: this.roomId } });
    this.emit('closed');
  }

  #open(): void {
    if (this.#state !== 'empty') return;
    this.#state = 'open';
    this.#tell({ name: 'roomOpened', data: { room: { ...this.document(), peers: [] } } });
  }

  #onPeerClosed(peerId: string, wasJoined: boolean): void {
    this.#peers.delete(peerId);
    if (wasJoined) this.#tell({ name: 'peerLeft', data: { roomId: this.roomId, peerId } });
    this.emit('peerClosed');
  }

  #handleTopology(): void {
    const { roomId } = this;
    this.#topology.on('publicationChanged', (peerId, publication) => {
      if (!this.#peers.has(peerId)) return;
      this.#tell({ name: 'publicationChanged', data: { roomId, peerId, publication } });
    });
    this.#topology.on('publicationClosed', (peerId, source) => {
      if (!this.#peers.has(peerId)) return;
      this.#tell({ name: 'publicationClosed', data: { roomId, peerId, source } });
    });
    this.#topology.on('levels', (levels) => {
      for (const peer of this.members) peer.notify({ name: 'audioLevels', data: { levels } });
    });
    this.#topology.on('lost', () => this.close('mediaLost'));
  }

  #tell(fact: Notification): void {
    this.emit('fact', fact);
  }

  /** Why a join that was under way comes to nothing. */
  #closedError(): RequestError {
    return this.#closeReason === 'serverClosing'
      ? new RequestError('serverClosing', 'the server is shutting down')
      : new RequestError('mediaUnavailable', 'the room lost its media worker');
  }
}
