import {
  type DownlinkKind,
  type Grants,
  type Notification,
  type NotificationData,
  type PeerDocument,
  type PeerProfile,
  type RequestData,
  type RtpCapabilities,
  type Source,
  SOURCES,
  type View,
} from '@ottogi/protocol';
import type { After } from '../clock.ts';
import { RequestError } from '../errors.ts';
import { checkCapabilities } from '../media/mediaErrors.ts';
import { Subscriptions } from '../topologies/Subscriptions.ts';
import type { Endpoint, TopologyPeer } from '../topologies/Topology.ts';
import { Absence } from './Absence.ts';
import { Shown } from './Shown.ts';

/** The way to whoever is behind a peer: a browser's session, later a recorder or a mixer. */
export interface PeerLink {
  readonly sessionId: string;
  readonly personId: string;
  readonly grants: Grants;
  readonly hue: number;
  /** Whether anybody is there to join for. */
  readonly connected: boolean;
  /** Nobody's: a mixer, which people see by its work alone. */
  readonly hidden: boolean;
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

/** `reconnecting` has lost its connection, and a while to come back by another one. */
export type PeerState =
  | { status: 'joining'; link: PeerLink }
  | { status: 'joined'; link: PeerLink }
  | { status: 'reconnecting'; sessionId: string; absence: Absence }
  | { status: 'closed' };

/** How a peer is shown to others. */
type Look = Omit<PeerProfile, 'peerId' | 'personId'>;

/** What a peer tells the call that it is in. */
export interface PeerOwner {
  readonly after: After;
  /** What it is to receive. */
  downlinkOf(peer: Peer): DownlinkKind;
  changed(peer: Peer): void;
  /** Its producer is gone, and no other came in its place. */
  publicationLost(peer: Peer, source: Source): void;
  closed(peer: Peer, wasJoined: boolean): void;
}

/** A session's membership in a room's call. It outlives its connection, and its media, for a while. */
export class Peer implements TopologyPeer {
  readonly peerId: string;
  readonly personId: string;
  readonly room: Place;
  readonly rtpCapabilities: RtpCapabilities;
  /** Whether it can connect to the others directly, and nothing needs its media on the server. */
  readonly direct: boolean;
  readonly view: View;
  readonly subscriptions: Subscriptions;
  readonly grants: Grants;
  readonly hidden: boolean;
  readonly joinedAt = new Date();
  readonly shown: Shown;
  readonly #owner: PeerOwner;
  #look: Look;
  #state: PeerState;
  #endpoint: Endpoint | null = null;
  /** Of the topology that the call moves away from. */
  #former: Endpoint | null = null;
  /** Of which it may not know yet. */
  readonly #mutes = new Map<Source, NotificationData<'mutedBy'>>();

  /** @throws RequestError `mediaRejected` */
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
    // Whatever the room is now: it may move to a router at any time.
    checkCapabilities(request.rtpCapabilities);
    this.rtpCapabilities = request.rtpCapabilities;
    this.view = request.view;
    this.subscriptions = new Subscriptions(request.view);
    this.grants = link.grants;
    this.hidden = link.hidden;
    this.direct = request.mesh && isUnlimited(link.grants);
    this.#look = {
      name: request.name,
      hue: link.hue,
      deafened: request.deafened,
      handRaisedAt: request.handRaised ? Date.now() : null,
      reconnecting: false,
    };
    this.#state = { status: 'joining', link };
    this.#owner = owner;
    this.shown = new Shown(owner.after, (source) => owner.publicationLost(this, source));
  }

  get roomId(): string {
    return this.room.roomId;
  }

  get mayReceive(): boolean {
    return this.grants.subscribe;
  }

  /** Whoever may not write in a chat is not to write past it. */
  get maySendData(): boolean {
    return this.grants.chat;
  }

  get downlink(): DownlinkKind {
    return this.#owner.downlinkOf(this);
  }

  get name(): string {
    return this.#look.name;
  }

  get state(): PeerState {
    return this.#state;
  }

  /** In the call, with a connection or about to have one again. */
  get isMember(): boolean {
    return this.#state.status === 'joined' || this.#state.status === 'reconnecting';
  }

  /** Null while there is no media for it: not yet, or lost. */
  get endpoint(): Endpoint | null {
    return this.#endpoint;
  }

  /** What it has besides, while its call moves to another topology. */
  get formerEndpoint(): Endpoint | null {
    return this.#former;
  }

  /** The one of both that such a transport, producer or consumer belongs to. */
  endpointOf(id: string): Endpoint | null {
    return [this.#endpoint, this.#former].find((endpoint) => endpoint?.owns(id)) ?? null;
  }

  /** Which session it is, or was before its connection was lost; null once it is closed. */
  get sessionId(): string | null {
    const { state } = this;
    if (state.status === 'closed') return null;
    return state.status === 'reconnecting' ? state.sessionId : state.link.sessionId;
  }

  get connected(): boolean {
    return this.#link?.connected ?? false;
  }

  /** Whether this is its connection of now. */
  belongsTo(link: PeerLink): boolean {
    return this.#state.status === 'joined' && this.#state.link === link;
  }

  /** Whoever has no connection misses it, and gets a snapshot of everything on the next one. */
  notify(notification: Notification): void {
    this.#link?.notify(notification);
  }

  /** Somebody muted it, which it has to know: it is told on every connection until it does. */
  muted(data: NotificationData<'mutedBy'>): void {
    this.#mutes.set(data.source, data);
    this.#tellMute(data);
  }

  async deliver(notification: Notification): Promise<void> {
    if (!this.#link) throw new Error(`the peer ${this.peerId} has no connection`);
    await this.#link.deliver(notification);
  }

  profile(): PeerProfile {
    return { peerId: this.peerId, personId: this.personId, ...this.#look };
  }

  document(): PeerDocument {
    return { ...this.profile(), publications: this.shown.list() };
  }

  /** Everything that a join waits for is there. */
  joined(endpoint: Endpoint): void {
    if (this.#state.status !== 'joining') throw new Error(`the peer is ${this.#state.status}`);
    this.#state = { status: 'joined', link: this.#state.link };
    this.#endpoint = endpoint;
  }

  /** The connection is gone; nothing else changes for now. */
  disconnected(): void {
    if (this.#state.status !== 'joined') return this.close();
    const { link } = this.#state;
    link.left(this.room);
    const absence = new Absence(this.#owner.after, {
      told: () => this.#show({ reconnecting: true }),
      over: () => this.close(),
    });
    this.#state = { status: 'reconnecting', sessionId: link.sessionId, absence };
  }

  /** Its person is here again, by another connection. */
  reconnected(link: PeerLink, look: Pick<RequestData<'join'>, 'name'> & PeerChange): void {
    if (!this.isMember) throw new RequestError('notFound', 'this peer is gone');
    if (this.#state.status === 'reconnecting') this.#state.absence.end();
    this.#state = { status: 'joined', link };
    for (const mute of this.#mutes.values()) this.#tellMute(mute);
    this.#show({ name: look.name, hue: link.hue, reconnecting: false });
    this.update(look);
  }

  /** All its media is gone, and comes again by `renewed`. Others see what it shows on for a while. */
  mediaLost(): void {
    if (!this.#endpoint) return;
    this.shown.unbind();
    this.#closeEndpoints();
  }

  renewed(endpoint: Endpoint): void {
    this.#endpoint = endpoint;
  }

  /** Other media comes beside what there is, until one of the two goes. */
  moved(endpoint: Endpoint): void {
    this.#former?.close();
    this.#former = this.#endpoint;
    this.#endpoint = endpoint;
  }

  leaveFormer(): void {
    this.#former?.close();
    this.#former = null;
  }

  /** What came beside it is gone; where it came alone there is nothing left. */
  moveBack(): void {
    this.#endpoint?.close();
    this.#endpoint = this.#former;
    this.#former = null;
  }

  /** What is left out stays; raising a hand that is up keeps its time. */
  update(change: PeerChange): void {
    const { deafened = this.#look.deafened, handRaised } = change;
    const since = this.#look.handRaisedAt;
    const raised = handRaised ?? since !== null;
    this.#show({ deafened, handRaisedAt: raised ? (since ?? Date.now()) : null });
  }

  rename(look: { name: string; hue: number }): void {
    this.#show(look);
  }

  close(): void {
    const { state } = this;
    if (state.status === 'closed') return;
    const wasMember = this.isMember;
    if (state.status === 'reconnecting') state.absence.end();
    this.#state = { status: 'closed' };
    this.shown.close();
    // The call forgets the peer first, so that what closes now is not told piece by piece.
    this.#owner.closed(this, wasMember);
    this.#closeEndpoints();
    if (state.status === 'joined') state.link.left(this.room);
  }

  get #link(): PeerLink | null {
    const { state } = this;
    return state.status === 'joining' || state.status === 'joined' ? state.link : null;
  }

  #closeEndpoints(): void {
    this.#endpoint?.close();
    this.#former?.close();
    this.#endpoint = null;
    this.#former = null;
  }

  #tellMute(data: NotificationData<'mutedBy'>): void {
    this.deliver({ name: 'mutedBy', data }).then(
      () => {
        if (this.#mutes.get(data.source) === data) this.#mutes.delete(data.source);
      },
      // The next connection brings it.
      () => undefined,
    );
  }

  #show(change: Partial<Look>): void {
    const before = this.#look;
    this.#look = { ...before, ...change };
    const keys = Object.keys(change) as (keyof Look)[];
    const differs = keys.some((key) => before[key] !== this.#look[key]);
    if (differs && this.isMember) this.#owner.changed(this);
  }
}

/** Over links nobody but the receivers would hold it to less. */
function isUnlimited({ publish, subscribe, chat }: Grants): boolean {
  return subscribe && chat && SOURCES.every((source) => publish.includes(source));
}

type PeerChange = RequestData<'updatePeer'>;
