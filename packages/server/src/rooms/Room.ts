import { EventEmitter } from 'node:events';
import {
  type LiveRecording,
  mayEnter,
  MESH_PEERS_MAX,
  type Notification,
  type RequestData,
  type RoomDocument,
  type RoomProfile,
  type Source,
  type TopologyName,
} from '@ottogi/protocol';
import type { After } from '../clock.ts';
import { RequestError } from '../errors.ts';
import { LIMITS } from '../limits/limits.ts';
import type { BanRecord, RoomRecord } from '../store/Store.ts';
import { Call, type CallClosedReason, type CallOptions } from './Call.ts';
import { Door } from './Door.ts';
import type { Mixers } from './Downlinks.ts';
import { Guard } from './Guard.ts';
import type { Peer, PeerLink } from './Peer.ts';
import {
  nobody,
  requireModerator,
  requireSameEncryption,
  requireTarget,
  requireUnencrypted,
} from './permissions.ts';
import type { Membership } from './ResumeTokens.ts';
import { Speakers } from './Speakers.ts';
import type { Visitor } from './Visitor.ts';

interface RoomEvents {
  /** Something that everybody who sees the room may know. */
  fact: [Notification];
  /** Nobody is in it any more, nor on the way in. */
  deserted: [];
  closed: [reason: CallClosedReason, room: Room];
}

/** What a room is given by all rooms. */
export interface RoomParts {
  createTopology: CallOptions['createTopology'];
  mixers: Mixers;
  after: After;
}

export interface RoomOptions extends RoomParts {
  record: RoomRecord;
  /** Whether it is in the store, and stays when nobody is in it. */
  stored: boolean;
  lastMessageSeq: number;
}

/**
 * A place with a name. It has a call while somebody is in it; others see it from then on, or from
 * the start if it is stored.
 */
export class Room extends EventEmitter<RoomEvents> {
  readonly guard = new Guard();
  readonly door: Door;
  readonly #parts: RoomParts;
  readonly #speakers: Speakers;
  #record: RoomRecord;
  #stored: boolean;
  #lastMessageSeq: number;
  #visible: boolean;
  #call: Call | null = null;
  #recording: LiveRecording | null = null;
  #holds = 0;
  #closeReason: CallClosedReason | null = null;

  constructor({ record, stored, lastMessageSeq, ...parts }: RoomOptions) {
    super();
    this.#record = record;
    this.#stored = stored;
    this.#visible = stored;
    this.#lastMessageSeq = lastMessageSeq;
    this.#parts = parts;
    const { roomId } = record;
    this.door = new Door(this);
    this.#speakers = new Speakers((peerIds) =>
      this.#tell({ name: 'speakersChanged', data: { roomId, peerIds } }),
    );
  }

  get roomId(): string {
    return this.#record.roomId;
  }

  get name(): string {
    return this.#record.name;
  }

  get record(): RoomRecord {
    return this.#record;
  }

  get stored(): boolean {
    return this.#stored;
  }

  get lastMessageSeq(): number {
    return this.#lastMessageSeq;
  }

  /** Whether anybody but those on their way in can know of it. */
  get visible(): boolean {
    return this.#visible;
  }

  get closed(): boolean {
    return this.#closeReason !== null;
  }

  /** Null while nobody is in it. */
  get call(): Call | null {
    return this.#call;
  }

  /** Which its call has, or would begin with. */
  get topology(): TopologyName {
    const { topologyRule } = this.#record;
    return this.#call?.topology ?? (topologyRule === 'auto' ? 'sfu' : topologyRule);
  }

  /** Null while it is not recorded. */
  get recording(): LiveRecording | null {
    return this.#recording;
  }

  /** Everybody sees whether it is recorded. */
  set recording(recording: LiveRecording | null) {
    this.#recording = recording;
    this.#tellChanged();
  }

  /** Those in its call. */
  get members(): Peer[] {
    return this.#call?.members ?? [];
  }

  /** How many may be in its call. */
  get peerLimit(): number {
    const { peerLimit, topologyRule } = this.#record;
    const most = topologyRule === 'mesh' ? MESH_PEERS_MAX : LIMITS.call.roomPeers;
    return Math.min(peerLimit ?? most, most);
  }

  /** Whether the person is in its call, or as good as in. */
  isInside({ personId }: Visitor): boolean {
    return this.#call?.has(personId) ?? false;
  }

  /**
   * Whoever is answered `waitInLobby` waits from then on, and hears how that ends.
   * @param former What this visitor was in it: that has its place, knows the password, and is inside.
   * @throws RequestError `banned`, `passwordRequired`, `wrongPassword`, `encryptedRoom`,
   *   `notEncrypted`, `roomLocked`, `waitInLobby`, `roomFull`, `removed` if it was so since, `mediaUnavailable`, `mediaRejected`, `notFound` if it
   *   was deleted meanwhile, `serverClosing`
   */
  async join(
    link: PeerLink & Visitor,
    request: RequestData<'join'>,
    former: Membership | null,
  ): Promise<Peer> {
    return this.hold(async () => {
      const removals = former?.removals ?? this.guard.removals(link.personId);
      if (former) this.guard.recognise(this.#record, link, former);
      await this.admit(link, request.password);
      this.checkRemovals(link, removals);
      requireSameEncryption(this.#record, request.encrypted);
      if (!former) this.door.check(link, request.name);
      const call = this.#openCall();
      const { peerLimit } = this;
      const isFull = call.size >= peerLimit && othersIn(call, link) >= peerLimit;
      if (!former && isFull) {
        throw new RequestError('roomFull', `${peerLimit} are in this room already`);
      }
      try {
        const peer = await call.join(link, request, former?.peerId);
        this.door.entered(link);
        return peer;
      } catch (error) {
        // Kept out while the media was made: that is why it came to nothing.
        this.check(link);
        this.checkRemovals(link, removals);
        throw error;
      }
    });
  }

  /** No door stands in its way. @throws RequestError `encryptedRoom`, `notFound`, and whatever `Call.joinMixer` throws */
  async joinMixer(link: PeerLink, request: RequestData<'join'>): Promise<Peer> {
    requireUnencrypted(this.#record, 'mixer');
    if (!this.#call) throw new RequestError('notFound', 'nobody is in this room');
    return this.#call.joinMixer(link, request);
  }

  /**
   * Asks for the password where it is needed; whoever was kept out meanwhile is not let in.
   * @throws RequestError `banned`, `passwordRequired`, `wrongPassword`, `notFound`
   */
  async admit(visitor: Visitor, password: string | undefined): Promise<void> {
    await this.guard.admit(this.#record, visitor, password, this.isInside(visitor));
    this.check(visitor);
  }

  /** @throws RequestError `banned`, `passwordRequired`, `notFound` if it is gone, or called otherwise */
  check(visitor: Visitor): void {
    const gone = this.closed || !mayEnter(visitor.grants, this.name);
    if (gone) throw new RequestError('notFound', 'the room is gone');
    this.guard.check(this.#record, visitor, this.isInside(visitor));
  }

  /** What began before its person was removed does not go on. @throws RequestError `removed` */
  checkRemovals({ personId }: Visitor, removals: number): void {
    if (this.guard.removals(personId) === removals) return;
    throw new RequestError('removed', 'this person was removed from the room');
  }

  /** @throws RequestError `forbidden`, `notFound`, `mediaUnavailable` */
  async mute(
    visitor: Visitor & { name: string | null },
    peerId: string,
    source: Source,
  ): Promise<void> {
    requireModerator(this.#record, visitor);
    if (!this.#call) throw nobody(peerId);
    await this.#call.mute(peerId, source, visitor);
  }

  /** Ends the memberships of somebody, which cannot be resumed. @throws RequestError `forbidden`, `notFound` */
  remove(visitor: Visitor, personId: string): void {
    requireTarget(this.#record, visitor, personId);
    const peer = this.#call?.peers.find((each) => each.personId === personId);
    if (!peer) throw nobody(personId);
    this.guard.put(this.guard.removal(personId, peer.name, Date.now()));
    this.#call?.remove(personId, 'removed');
  }

  /** Somebody is kept out from now on, with all that they have here. */
  keepOut(ban: BanRecord): void {
    this.guard.put(ban);
    this.#call?.remove(ban.personId, 'banned');
    this.door.dismiss((visitor) =>
      this.guard.keepsOut(this.#record, visitor, this.isInside(visitor)),
    );
  }

  /** Until the task is done the room counts as not deserted. */
  async hold<T>(task: () => Promise<T>): Promise<T> {
    this.#holds += 1;
    try {
      return await task();
    } finally {
      this.#holds -= 1;
      this.#checkDeserted();
    }
  }

  /** What is in the store now. */
  saved(record: RoomRecord): void {
    const wasVisible = this.#visible;
    const before = this.#record;
    this.#record = record;
    this.#stored = true;
    this.#visible = true;
    if (wasVisible) this.#tellChanged();
    else this.#tell({ name: 'roomOpened', data: { room: this.document() } });
    this.door.settle(before);
    if (record.topologyRule !== before.topologyRule) this.#call?.steer();
  }

  /** Something was said. */
  advanced(messageSeq: number): void {
    this.#lastMessageSeq = messageSeq;
    const data = { roomId: this.roomId, lastMessageSeq: messageSeq };
    this.#tell({ name: 'chatAdvanced', data });
  }

  profile(): RoomProfile {
    const { passwordHash, createdAt: _createdAt, moderatorIds, ...record } = this.#record;
    return {
      ...record,
      topology: this.topology,
      moderatorIds: [...moderatorIds],
      hasPassword: passwordHash !== null,
      stored: this.#stored,
      lastMessageSeq: this.#lastMessageSeq,
      recording: this.#recording,
    };
  }

  document(): RoomDocument {
    const peers = this.members.map((peer) => peer.document());
    return { ...this.profile(), peers };
  }

  /** Ends it and its call; those who are in it hear the reason. Idempotent. */
  close(reason: CallClosedReason): void {
    if (this.#closeReason) return;
    this.#closeReason = reason;
    this.#call?.close(reason);
    this.#speakers.close();
    // When the server closes, the rooms do not.
    if (reason !== 'serverClosing') this.door.close();
    if (this.#visible && reason !== 'serverClosing') {
      this.#tell({ name: 'roomClosed', data: { roomId: this.roomId } });
    }
    this.emit('closed', reason, this);
  }

  /** The first to come opens it. */
  #openCall(): Call {
    return (this.#call ??= this.#createCall());
  }

  #createCall(): Call {
    const rule = () => this.#record.topologyRule;
    // Frames are sealed on the way into a router; links would carry them as they are.
    const mayLink = () => !this.#record.encrypted;
    const mixers = this.#mixers();
    const call = new Call({ room: this, rule, mayLink, ...this.#parts, mixers });
    call.on('fact', (fact) => this.#onFact(fact));
    call.on('speakers', (peerIds) => this.#speakers.update(peerIds));
    call.on('peerClosed', () => this.#checkDeserted());
    call.on('topologyChanged', () => this.#tellChanged());
    call.once('closed', () => this.#onCallClosed());
    return call;
  }

  /** Where mixers come from, none of which has a place in an encrypted room. */
  #mixers(): Mixers {
    const { mixers } = this.#parts;
    const record = () => this.#record;
    return {
      get available() {
        return !record().encrypted && mixers.available;
      },
      start(room, changed) {
        requireUnencrypted(record(), 'mix');
        return mixers.start(room, changed);
      },
    };
  }

  #onFact(fact: Notification): void {
    if (!this.#visible) {
      this.#visible = true;
      this.#tell({ name: 'roomOpened', data: { room: { ...this.document(), peers: [] } } });
    }
    this.#tell(fact);
  }

  #onCallClosed(): void {
    this.#call = null;
    this.#speakers.update([]);
    this.#checkDeserted();
  }

  #checkDeserted(): void {
    const call = this.#call;
    if (this.#holds > 0 || (call && call.peers.length > 0)) return;
    if (call) call.close();
    else this.emit('deserted');
  }

  #tellChanged(): void {
    if (this.#visible) this.#tell({ name: 'roomChanged', data: { room: this.profile() } });
  }

  #tell(fact: Notification): void {
    this.emit('fact', fact);
  }
}

/** Without the person's own peers: one of them may be of a connection that is dead already. */
function othersIn(call: Call, { personId }: Visitor): number {
  return call.peers.filter((peer) => peer.personId !== personId).length;
}
