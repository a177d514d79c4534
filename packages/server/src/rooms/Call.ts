import { EventEmitter } from 'node:events';
import type {
  Notification,
  NotificationData,
  RequestData,
  Source,
  TopologyName,
  TopologyRule,
} from '@ottogi/protocol';
import type { After } from '../clock.ts';
import { RequestError } from '../errors.ts';
import type { LinkReport } from '../topologies/Link.ts';
import { Links } from '../topologies/Links.ts';
import type { PublicationTap } from '../topologies/PublicationTap.ts';
import type { Endpoint, PipeState, Topology, TopologyKind } from '../topologies/Topology.ts';
import { createId } from '../ids.ts';
import { CallMedia, type CreateTopology } from './CallMedia.ts';
import { Downlinks, type Mixers } from './Downlinks.ts';
import { Peer, type PeerLink, type PeerOwner, type Place } from './Peer.ts';
import { TopologyControl } from './TopologyControl.ts';
import type { Visitor } from './Visitor.ts';

export type CallClosedReason = NotificationData<'callClosed'>['reason'];

interface CallEvents {
  /** Something that everybody who sees the room may know. */
  fact: [Notification];
  /** Who is heard now. */
  speakers: [peerIds: string[]];
  /** Something is published that can be recorded. */
  tapped: [tap: PublicationTap];
  /** A peer left, or its join came to nothing. */
  peerClosed: [];
  closed: [];
  /** Another topology is in force. */
  topologyChanged: [];
}

export interface CallOptions {
  room: Place;
  createTopology: (kind: TopologyKind, links: Links) => Promise<Topology>;
  mixers: Mixers;
  after: After;
  /** The rule by which it has its topology, at any moment. */
  rule: () => TopologyRule;
  /** Whether media may go from peer to peer: nothing that the room is needs the server for it. */
  mayLink: () => boolean;
}

/** The peers who are in a room, and the media between them. It lives from the first to the last. */
export class Call extends EventEmitter<CallEvents> {
  readonly openedAt = new Date();
  /** Everything that can be recorded now. */
  readonly taps = new Set<PublicationTap>();
  readonly links = new Links();
  /** Who receives tiles, and who the mix. */
  readonly downlinks: Downlinks;
  readonly #room: Place;
  readonly #media: CallMedia;
  readonly #topology: TopologyControl;
  readonly #rule: () => TopologyRule;
  readonly #peerOwner: PeerOwner;
  readonly #peers = new Map<string, Peer>();
  /** The mixer, of which there may be two for a moment: no peers that anybody hears of or counts. */
  readonly #hidden = new Set<Peer>();
  /** The last renewal of each peer's media: there is one at a time. */
  readonly #renewals = new WeakMap<Peer, Promise<unknown>>();
  #routed = false;
  #closed = false;
  #closeReason: CallClosedReason = 'roomDeleted';

  constructor({ room, createTopology, mixers, after, rule, mayLink }: CallOptions) {
    super();
    this.#room = room;
    this.#rule = rule;
    const kind = rule() === 'mesh' && mayLink() ? 'mesh' : 'sfu';
    this.#media = this.#createMedia((wanted) => createTopology(wanted, this.links), kind);
    this.#topology = new TopologyControl(this.#media, {
      after,
      rule,
      peers: () => this.peers,
      mayLink: (peer) =>
        mayLink() && !this.#routed && peer.direct && this.downlinks.isOnTiles(peer),
      changed: () => this.#topologyChanged(),
      arrived: () => this.downlinks.resume(),
      avoidsLinks: () => this.links.closeUnconnected(),
      lost: loseMedia,
    });
    this.downlinks = new Downlinks({
      room,
      mixers,
      after,
      members: () => this.members,
      moves: () => this.#topology.moves,
      changed: () => this.#topology.steer(),
    });
    this.downlinks.ruled = rule() === 'mcu';
    const { roomId } = room;
    this.#peerOwner = {
      after,
      downlinkOf: (peer) => this.downlinks.sentTo(peer),
      changed: (peer) =>
        this.#tell({ name: 'peerChanged', data: { roomId, peer: peer.profile() } }),
      publicationLost: ({ peerId }, source) =>
        this.#tell({ name: 'publicationClosed', data: { roomId, peerId, source } }),
      closed: (peer, wasMember) => this.#onPeerClosed(peer, wasMember),
    };
  }

  /** Which is in force: of one that is under way to another, the one that it has. */
  get topology(): TopologyName {
    return this.#topology.inForce;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Everybody, those included whose join is still under way. */
  get peers(): Peer[] {
    return [...this.#peers.values()];
  }

  /** How many they are. */
  get size(): number {
    return this.#peers.size;
  }

  get members(): Peer[] {
    return this.peers.filter((peer) => peer.isMember);
  }

  /** Those whom nobody sees. */
  get hidden(): Peer[] {
    return [...this.#hidden];
  }

  /** What connects the routers of a call that has several. */
  pipes(): PipeState[] {
    return this.#media.pipes();
  }

  /** Whoever is in; undefined for everybody else. */
  member(peerId: string): Peer | undefined {
    const peer = this.#peers.get(peerId);
    return peer?.isMember ? peer : undefined;
  }

  /**
   * @param formerId What the peer was called before, where it is to be the same again.
   * @throws RequestError `mediaUnavailable`, `mediaRejected`, `serverClosing`
   */
  async join(link: PeerLink, request: RequestData<'join'>, formerId?: string): Promise<Peer> {
    if (this.#closed) throw this.#closedError();
    const peerId = formerId && !this.#peers.has(formerId) ? formerId : createId();
    const peer = new Peer(peerId, this.#room, request, link, this.#peerOwner);
    this.#peers.set(peerId, peer);
    try {
      await this.#topology.prepare();
      const endpoint = await this.#media.attach(peer);
      // While its transports were made the call closed, or whoever asked went away.
      if (peer.state.status === 'closed' || !peer.connected) {
        endpoint.close();
        throw this.#closedError();
      }
      peer.joined(endpoint);
      const { roomId } = this.#room;
      this.#tell({ name: 'peerJoined', data: { roomId, peer: peer.document() } });
      this.#topology.steer();
      this.downlinks.peersChanged(peer);
      return peer;
    } catch (error) {
      peer.close();
      throw error;
    }
  }

  /**
   * The mixer comes in, where one is waited for.
   * @throws RequestError `mediaUnavailable`, `mediaRejected`, `notFound`
   */
  async joinMixer(link: PeerLink, request: RequestData<'join'>): Promise<Peer> {
    const peer: Peer = new Peer(createId(), this.#room, request, link, {
      ...this.#peerOwner,
      changed: () => {},
      publicationLost: () => {},
      closed: () => {
        this.#hidden.delete(peer);
        this.downlinks.mixerLeft(peer);
      },
    });
    this.#hidden.add(peer);
    try {
      await this.#topology.prepare();
      const endpoint = await this.#attach(peer);
      if (this.#closed || peer.state.status === 'closed' || !this.downlinks.mixer) {
        endpoint.close();
        throw new RequestError('notFound', 'no mix is wanted any more');
      }
      peer.joined(endpoint);
      this.downlinks.mixerJoined(peer);
      return peer;
    } catch (error) {
      peer.close();
      throw error;
    }
  }

  /** The rule changed. */
  steer(): void {
    this.downlinks.ruled = this.#rule() === 'mcu';
    this.#topology.steer();
  }

  /**
   * From now on all media goes over the server, until `letPast`. Resolves once everything that is
   * shown does, or the call is over.
   * @throws RequestError `mediaUnavailable`
   */
  async route(): Promise<void> {
    this.#routed = true;
    await this.#topology.prepare();
    if (this.topology !== 'mesh' || this.#closed) return;
    if (this.#media.kind === 'mesh') {
      throw new RequestError('mediaUnavailable', 'no media worker is up: try again');
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    this.once('topologyChanged', resolve).once('closed', resolve);
    await promise;
    this.off('topologyChanged', resolve).off('closed', resolve);
  }

  /** Media may go past the server again. */
  letPast(): void {
    this.#routed = false;
    this.#topology.steer();
  }

  /** A member is here again by another connection. */
  reconnected(peer: Peer): void {
    this.#topology.reconnected(peer);
  }

  /** How a change of topology went for a member. @throws RequestError `notFound` */
  settleMedia(peer: Peer, mediaId: string, shows: boolean): void {
    if (peer.endpoint?.mediaId !== mediaId) {
      throw new RequestError('notFound', `this peer has no media ${mediaId}`);
    }
    this.#topology.settle(peer.peerId, shows);
  }

  /** @throws RequestError `notFound` */
  reportLink(peer: Peer, linkId: string, report: LinkReport): void {
    this.links.get(linkId, peer.peerId).report(peer.peerId, report);
    if (report.state === 'failed') this.#topology.linkFailed();
  }

  /**
   * Gives a member other media: of the topology that the call moves to, beside what it has; else in
   * its place.
   * @throws RequestError `mediaUnavailable`, `notJoined`
   */
  renewMedia(peer: Peer): Promise<Endpoint> {
    const former = this.#renewals.get(peer) ?? Promise.resolve();
    const renewal = former.then(() => this.#renewMedia(peer));
    this.#renewals.set(
      peer,
      renewal.catch(() => undefined),
    );
    return renewal;
  }

  /** Shows an emoji to everybody who is in. */
  react(peerId: string, emoji: string): void {
    const { roomId } = this.#room;
    for (const peer of this.members) {
      peer.notify({ name: 'reaction', data: { roomId, peerId, emoji } });
    }
  }

  /** Hands messages about keys from one peer to others. Who is not in, or cannot hear, misses them. */
  relayKeys(fromPeerId: string, messages: RequestData<'sendKeys'>['messages']): void {
    const { roomId } = this.#room;
    for (const { peerId, payload } of messages) {
      this.member(peerId)?.notify({
        name: 'keysSent',
        data: { roomId, peerId: fromPeerId, payload },
      });
    }
  }

  /** Whether this person is in, or as good as in: their join is under way. */
  has(personId: string): boolean {
    return this.peers.some((peer) => peer.personId === personId);
  }

  /**
   * Pauses what a peer publishes of one source, with a screen its sound too, and tells them by whom.
   * @throws RequestError `notFound`, `mediaUnavailable`
   */
  async mute(
    peerId: string,
    source: Source,
    by: Pick<Visitor, 'personId'> & { name: string | null },
  ): Promise<void> {
    const peer = this.members.find((each) => each.peerId === peerId);
    const published = peer?.document().publications ?? [];
    const sources: Source[] = source === 'screen' ? [source, 'screenAudio'] : [source];
    const meant = published.filter((publication) => sources.includes(publication.source));
    if (!peer || meant.length === 0) {
      throw new RequestError('notFound', `no peer ${peerId} here publishes a ${source}`);
    }
    const { roomId } = this.#room;
    const { personId, name } = by;
    for (const { source: muted, paused } of meant) {
      if (paused) continue;
      await peer.endpoint?.pauseSource(muted);
      await peer.formerEndpoint?.pauseSource(muted);
      peer.muted({ roomId, source: muted, personId, name });
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
    // Before those whom it serves, or it would be started once more for the last of them.
    this.downlinks.close();
    for (const peer of this.peers) {
      if (reason) dismiss(peer, reason);
      else peer.close();
    }
    for (const peer of this.#hidden) peer.close();
    this.#topology.close();
    this.#media.close();
    this.emit('closed');
  }

  /** @throws RequestError `mediaUnavailable`, `mediaRejected` */
  async #attach(peer: Peer): Promise<Endpoint> {
    if (peer.hidden && this.#media.kind === 'mesh') {
      throw new RequestError('mediaUnavailable', 'media goes past the server: none is to be mixed');
    }
    return this.#media.attach(peer);
  }

  async #renewMedia(peer: Peer): Promise<Endpoint> {
    const moves = this.#media.isFormer(peer.endpoint);
    if (!moves) peer.mediaLost();
    const endpoint = await this.#attach(peer);
    if (!peer.isMember) {
      endpoint.close();
      throw new RequestError('notJoined', 'the peer left meanwhile');
    }
    if (!this.#media.isCurrent(endpoint)) {
      endpoint.close();
      throw new RequestError('mediaUnavailable', 'the call moved back meanwhile');
    }
    if (moves && this.#media.isFormer(peer.endpoint)) peer.moved(endpoint);
    else peer.renewed(endpoint);
    return endpoint;
  }

  #onPeerClosed(peer: Peer, wasMember: boolean): void {
    const { peerId } = peer;
    this.#peers.delete(peerId);
    for (const { subscriptions } of this.#all()) subscriptions.forget(peerId);
    this.links.forget(peerId);
    const { roomId } = this.#room;
    if (wasMember) this.#tell({ name: 'peerLeft', data: { roomId, peerId } });
    this.downlinks.peersChanged(peer);
    this.#topology.left(peerId);
    this.emit('peerClosed');
  }

  #topologyChanged(): void {
    if (this.#media.kind === 'mesh') this.downlinks.endMixer();
    this.emit('topologyChanged');
  }

  #createMedia(createTopology: CreateTopology, kind: TopologyKind): CallMedia {
    const { roomId } = this.#room;
    return new CallMedia(createTopology, kind, {
      publicationChanged: (carrier, peerId, publication) => {
        const peer = this.#peers.get(peerId);
        if (!peer) return;
        peer.shown.put(publication, carrier);
        this.#tell({ name: 'publicationChanged', data: { roomId, peerId, publication } });
      },
      publicationClosed: (carrier, peerId, source) => {
        if (!this.#peers.get(peerId)?.shown.remove(source, carrier)) return;
        this.#tell({ name: 'publicationClosed', data: { roomId, peerId, source } });
      },
      tapped: (_topology, tap) => {
        this.taps.add(tap);
        tap.once('closed', () => this.taps.delete(tap));
        this.emit('tapped', tap);
      },
      levels: (_topology, levels) => {
        for (const peer of this.#all()) peer.notify({ name: 'audioLevels', data: { levels } });
        this.emit(
          'speakers',
          levels.map(({ peerId }) => peerId),
        );
      },
      speakers: (_topology, peerIds) => this.emit('speakers', peerIds),
      mixChanged: (_topology, layerHeights) => this.downlinks.mixChanged(layerHeights),
      mediaLost: (topology, peerId) => {
        const peer = this.#all().find((each) => each.peerId === peerId);
        if (!peer) return;
        if (this.#media.isOf(peer.endpoint, topology)) loseMedia(peer);
        else if (this.#media.isOf(peer.formerEndpoint, topology)) peer.leaveFormer();
      },
    });
  }

  /** Whoever has media here, seen or not. */
  #all(): Peer[] {
    return [...this.members, ...this.#hidden];
  }

  #tell(fact: Notification): void {
    this.emit('fact', fact);
  }

  /** Why a join that was under way comes to nothing. */
  #closedError(): RequestError {
    switch (this.#closeReason) {
      case 'serverClosing':
        return new RequestError('serverClosing', 'the server is shutting down');
      case 'removed':
        return new RequestError('removed', 'this person was removed from the room');
      case 'banned':
        return new RequestError('banned', 'this person may not enter the room');
      case 'roomDeleted':
        return new RequestError('notFound', 'the room was deleted');
    }
  }
}

function dismiss(peer: Peer, reason: CallClosedReason): void {
  peer.notify({ name: 'callClosed', data: { peerId: peer.peerId, reason } });
  peer.close();
}

/** It asks for other media, by `renewMedia`. */
function loseMedia(peer: Peer): void {
  peer.mediaLost();
  peer.notify({ name: 'mediaLost', data: { peerId: peer.peerId } });
}
