import { EventEmitter } from 'node:events';
import type { Notification, NotificationData, RequestData } from '@ottogi/protocol';
import { RequestError } from '../errors.ts';
import type { MediaSetup, Topology } from '../topologies/Topology.ts';
import { createId } from '../ids.ts';
import { Peer, type PeerLink, type Place } from './Peer.ts';

export type CallClosedReason = NotificationData<'callClosed'>['reason'];

interface CallEvents {
  /** Something that everybody who sees the room may know. */
  fact: [Notification];
  /** Who is heard now. */
  speakers: [peerIds: string[]];
  /** A peer left, or its join came to nothing. */
  peerClosed: [];
  closed: [];
}

/** The peers who are in a room, and the media between them. It lives from the first to the last. */
export class Call extends EventEmitter<CallEvents> {
  readonly openedAt = new Date();
  readonly #room: Place;
  readonly #topology: Topology;
  readonly #peers = new Map<string, Peer>();
  #closed = false;
  #closeReason: CallClosedReason = 'mediaLost';

  constructor(room: Place, topology: Topology) {
    super();
    this.#room = room;
    this.#topology = topology;
    this.#handleTopology();
  }

  get closed(): boolean {
    return this.#closed;
  }

  get topology(): Topology['kind'] {
    return this.#topology.kind;
  }

  /** Everybody, those included whose join is still under way. */
  get peers(): Peer[] {
    return [...this.#peers.values()];
  }

  get members(): Peer[] {
    return this.peers.filter((peer) => peer.state.status === 'joined');
  }

  /** @throws RequestError `mediaUnavailable`, `mediaRejected`, `serverClosing` */
  async join(
    link: PeerLink,
    request: RequestData<'join'>,
  ): Promise<{ peer: Peer; setup: MediaSetup }> {
    if (this.#closed) throw this.#closedError();
    const { roomId } = this.#room;
    const peer = new Peer(createId(), this.#room, request, link, {
      changed: (changed) =>
        this.#tell({ name: 'peerChanged', data: { roomId, peer: changed.profile() } }),
      closed: ({ peerId }, wasJoined) => this.#onPeerClosed(peerId, wasJoined),
    });
    this.#peers.set(peer.peerId, peer);
    try {
      const endpoint = await this.#topology.attach(peer);
      // While its transports were made the call closed, or whoever asked went away.
      if (peer.state.status === 'closed' || !peer.connected) {
        endpoint.close();
        throw this.#closedError();
      }
      const setup = peer.joined(endpoint);
      this.#tell({ name: 'peerJoined', data: { roomId, peer: peer.document() } });
      return { peer, setup };
    } catch (error) {
      peer.close();
      throw error;
    }
  }

  /** Shows an emoji to everybody who is in. */
  react(peerId: string, emoji: string): void {
    const { roomId } = this.#room;
    for (const peer of this.members) {
      peer.notify({ name: 'reaction', data: { roomId, peerId, emoji } });
    }
  }

  /** Ends the memberships of a person, who is told why. */
  remove(personId: string, reason: CallClosedReason): void {
    for (const peer of this.peers) if (peer.personId === personId) dismiss(peer, reason);
  }

  /** Closes every peer, and tells each of them why. Without a reason there must be none left. */
  close(reason?: CallClosedReason): void {
    if (this.#closed) return;
    this.#closed = true;
    if (reason) this.#closeReason = reason;
    for (const peer of this.peers) {
      if (reason) dismiss(peer, reason);
      else peer.close();
    }
    this.#topology.close();
    this.emit('closed');
  }

  #onPeerClosed(peerId: string, wasJoined: boolean): void {
    this.#peers.delete(peerId);
    const { roomId } = this.#room;
    if (wasJoined) this.#tell({ name: 'peerLeft', data: { roomId, peerId } });
    this.emit('peerClosed');
  }

  #handleTopology(): void {
    const { roomId } = this.#room;
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
      this.emit(
        'speakers',
        levels.map(({ peerId }) => peerId),
      );
    });
    this.#topology.on('lost', () => this.close('mediaLost'));
  }

  #tell(fact: Notification): void {
    this.emit('fact', fact);
  }

  /** Why a join that was under way comes to nothing. */
  #closedError(): RequestError {
    switch (this.#closeReason) {
      case 'serverClosing':
        return new RequestError('serverClosing', 'the server is shutting down');
      case 'banned':
        return new RequestError('banned', 'this person may not enter the room');
      case 'roomDeleted':
        return new RequestError('notFound', 'the room was deleted');
      case 'mediaLost':
        return new RequestError('mediaUnavailable', 'the room lost its media worker');
    }
  }
}

function dismiss(peer: Peer, reason: CallClosedReason): void {
  peer.notify({ name: 'callClosed', data: { peerId: peer.peerId, reason } });
  peer.close();
}
