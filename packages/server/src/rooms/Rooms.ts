import { EventEmitter } from 'node:events';
import {
  roomKey,
  type Notification,
  type RequestData,
  type RoomDocument,
  type TopologyRule,
} from '@ottogi/protocol';
import { RequestError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { RoomRecord, Store } from '../store/Store.ts';
import type { Endpoint } from '../topologies/Topology.ts';
import type { CallClosedReason } from './Call.ts';
import { createId } from '../ids.ts';
import { isForgettable } from './Guard.ts';
import type { Peer, PeerLink } from './Peer.ts';
import { fitsEncryption, requireFittingTopology } from './permissions.ts';
import type { Membership } from './ResumeTokens.ts';
import { Room, type RoomParts } from './Room.ts';
import type { Visitor } from './Visitor.ts';

/** More than a group needs, and few enough that nobody takes every place of the server. */
const MOST_OF_AN_OWNER = 100;

interface RoomsEvents {
  /** Something that every session may know. */
  fact: [Notification];
}

export interface RoomsOptions extends RoomParts {
  store: Store;
  /** How many rooms are kept. Besides them each peer may have opened one that goes with it. */
  maxRooms: number;
  /** Of rooms of which nothing else is said. */
  topologyRule: TopologyRule;
  /** How many peers there may be in all calls together. */
  maxPeers: number;
  logger: Logger;
}

/**
 * Every room of this server. Those in the store are there from the start; a join by a new name opens
 * one that goes with its last peer, unless somebody keeps it or writes in it.
 */
export class Rooms extends EventEmitter<RoomsEvents> {
  readonly #options: RoomsOptions;
  readonly #byKey = new Map<string, Room>();
  readonly #byId = new Map<string, Room>();
  #closed = false;

  /** @throws StoreError */
  static async load(options: RoomsOptions): Promise<Rooms> {
    const rooms = new Rooms(options);
    for (const { lastMessageSeq, revision: _revision, ...record } of await options.store.rooms()) {
      rooms.add(record, { stored: true, lastMessageSeq });
    }
    await rooms.#loadBans();
    return rooms;
  }

  private constructor(options: RoomsOptions) {
    super();
    this.#options = options;
  }

  /** Of rooms of which nothing else is said. */
  get topologyRule(): TopologyRule {
    return this.#options.topologyRule;
  }

  /** The same, of such a room: what the host wants, as far as it can be had. */
  usualRule({ encrypted }: Pick<RoomRecord, 'encrypted'>): TopologyRule {
    return encrypted && !fitsEncryption(this.topologyRule) ? 'auto' : this.topologyRule;
  }

  list(): Room[] {
    return [...this.#byId.values()];
  }

  /** Those that people see, in no order. */
  documents(): RoomDocument[] {
    return this.list()
      .filter((room) => room.visible)
      .map((room) => room.document());
  }

  /** Of the last message in each room where something was said, by `roomId`. */
  newestSeqs(): Record<string, number> {
    const spoken = this.list().filter(({ lastMessageSeq }) => lastMessageSeq > 0);
    return Object.fromEntries(spoken.map((room) => [room.roomId, room.lastMessageSeq]));
  }

  /** @throws RequestError `notFound` */
  get(roomId: string): Room {
    const room = this.#byId.get(roomId);
    if (!room?.visible) throw new RequestError('notFound', `there is no room ${roomId}`);
    return room;
  }

  /** How a room is called; undefined where there is none that people see. */
  nameOf(roomId: string): string | undefined {
    const room = this.#byId.get(roomId);
    return room?.visible ? room.name : undefined;
  }

  /** Whether there is such a room, for people to see or not. */
  has(roomId: string): boolean {
    return this.#byId.has(roomId);
  }

  named(name: string): Room | undefined {
    return this.#byKey.get(roomKey(name));
  }

  /** What a membership is now; undefined where it is over. */
  member({ roomId, peerId }: Pick<Membership, 'roomId' | 'peerId'>): Peer | undefined {
    return this.#byId.get(roomId)?.call?.member(peerId);
  }

  /**
   * @param former What this visitor was in the room before their connection, or the server, was lost.
   * @throws RequestError `serverFull`, and whatever `Room.join` throws
   */
  async join(
    link: PeerLink & Visitor,
    request: RequestData<'join'>,
    former: Membership | null,
  ): Promise<Peer> {
    if (this.#closed) throw closing();
    const same = former && this.#byId.get(former.roomId);
    const lost = former && same?.door.hasLeft(former.peerId) ? null : former;
    if (!lost) this.#checkPeers(link);
    const room = same ?? this.named(request.room) ?? this.#openUnasked(request, link, lost);
    return room.join(link, request, lost?.roomId === room.roomId ? lost : null);
  }

  /** Ends a membership for good, also one that was over already. */
  leave(membership: Pick<Membership, 'roomId' | 'peerId'>): void {
    this.#byId.get(membership.roomId)?.door.left(membership.peerId);
    this.member(membership)?.close();
  }

  /**
   * That a peer still is what its session is about to be told.
   * @throws RequestError why it is not: `serverClosing`, `banned`, `removed`, `notFound`
   */
  checkMember(peer: Peer, link: PeerLink & Visitor, { roomId, removals }: Membership): void {
    if (peer.belongsTo(link)) return;
    if (this.#closed) throw closing();
    const room = this.get(roomId);
    room.check(link);
    room.checkRemovals(link, removals);
    throw new RequestError('notFound', 'this peer is gone');
  }

  /** New transports for a member. @throws RequestError `mediaUnavailable`, `notJoined` */
  async renewMedia(peer: Peer): Promise<Endpoint> {
    const { call } = this.get(peer.room.roomId);
    if (!call) throw new RequestError('notJoined', 'the call is over');
    return call.renewMedia(peer);
  }

  /** Ends what a session was elsewhere when it was lost: on a move whose answer never arrived. */
  closeStrays(sessionId: string, except: Peer): void {
    for (const room of this.list()) {
      for (const peer of room.call?.members ?? []) {
        const lost = peer.state.status === 'reconnecting' && peer.sessionId === sessionId;
        if (lost && peer !== except) peer.close();
      }
    }
  }

  /** Whoever joins hears `serverClosing` from now on; those who are in a call stay. */
  letNobodyIn(): void {
    this.#closed = true;
  }

  /** Ends the calls; the rooms are in the store. */
  close(reason: CallClosedReason): void {
    this.letNobodyIn();
    for (const room of this.list()) room.close(reason);
  }

  /** Whether one more room of this owner can be kept. @throws RequestError `tooManyRooms` */
  checkPlace(ownerId: string | null): void {
    const { maxRooms } = this.#options;
    const kept = this.list().filter((room) => room.stored);
    if (kept.length >= maxRooms) {
      throw new RequestError('tooManyRooms', `the server keeps ${maxRooms} rooms at most`);
    }
    this.checkOwner(ownerId);
  }

  /** Whether this person may own one more that is kept. @throws RequestError `tooManyRooms` */
  checkOwner(ownerId: string | null): void {
    const own = this.list().filter(({ stored, record }) => stored && record.ownerId === ownerId);
    if (own.length >= MOST_OF_AN_OWNER) {
      throw new RequestError('tooManyRooms', `a person owns ${MOST_OF_AN_OWNER} rooms at most`);
    }
  }

  /** Where a new room stands: after all others. */
  nextPosition(): number {
    return 1 + Math.max(0, ...this.list().map(({ record }) => record.position));
  }

  /** A room that is in the store, or will go when it is deserted. */
  add(record: RoomRecord, kept: { stored: boolean; lastMessageSeq: number }): Room {
    const { createTopology, mixers, after } = this.#options;
    const room = new Room({ record, ...kept, createTopology, mixers, after });
    this.#byId.set(room.roomId, room);
    this.#byKey.set(roomKey(room.name), room);
    room.on('fact', (fact) => this.#onFact(room, fact));
    room.on('deserted', () => {
      if (!room.stored) room.close('roomDeleted');
    });
    room.once('closed', () => {
      this.#byId.delete(room.roomId);
      this.#forgetNames(room, null);
    });
    return room;
  }

  /** Keeps a name for a room that is about to be called so. */
  reserveName(room: Room, name: string): void {
    this.#byKey.set(roomKey(name), room);
  }

  /** The room is found by the name that it has now, and by no other. */
  settleName(room: Room): void {
    this.#forgetNames(room, room.closed ? null : roomKey(room.name));
  }

  /** Those that are long over are forgotten here. */
  async #loadBans(): Promise<void> {
    const { store } = this.#options;
    const now = Date.now();
    for (const { roomId, ...ban } of await store.bans()) {
      if (isForgettable(ban, now)) await store.deleteBan(roomId, ban.personId);
      else this.#byId.get(roomId)?.guard.put(ban);
    }
  }

  /** One who moves leaves a place as they take one. @throws RequestError `serverFull` */
  #checkPeers({ personId }: Visitor): void {
    const { maxPeers } = this.#options;
    const calls = this.list().flatMap(({ call }) => call ?? []);
    if (calls.reduce((sum, call) => sum + call.size, 0) < maxPeers) return;
    if (calls.some((call) => call.peers.some((peer) => peer.personId === personId))) return;
    throw new RequestError('serverFull', `${maxPeers} are in calls on this server already`);
  }

  #forgetNames(room: Room, except: string | null): void {
    for (const [key, known] of this.#byKey) {
      if (known === room && key !== except) this.#byKey.delete(key);
    }
  }

  /**
   * Whoever was in one before the server was lost finds the same one.
   * @throws RequestError `notFound`, `encryptedTopology`
   */
  #openUnasked(
    request: RequestData<'join'>,
    { personId }: Visitor,
    former: Membership | null,
  ): Room {
    const { room: name, encrypted } = request;
    if (former?.stored) throw new RequestError('notFound', 'the room was deleted');
    const usual = this.usualRule(request);
    // Who comes back may have asked for what nobody heard, in a room that was there already.
    const topologyRule = former && encrypted ? usual : (request.topologyRule ?? usual);
    requireFittingTopology({ encrypted, topologyRule });
    const { roomId = createId(), ownerId = personId } = former ?? {};
    const position = this.nextPosition();
    const record = newRoomRecord({ roomId, name, ownerId, encrypted, position, topologyRule });
    return this.add(record, { stored: false, lastMessageSeq: 0 });
  }

  #onFact(room: Room, fact: Notification): void {
    if (fact.name === 'peerJoined') {
      const { name, peerId } = fact.data.peer;
      this.#options.logger.info({ room: room.name, peer: name, peerId }, 'joined');
    } else if (fact.name === 'peerLeft') {
      this.#options.logger.info({ room: room.name, peerId: fact.data.peerId }, 'left');
    }
    this.emit('fact', fact);
  }
}

function closing(): RequestError {
  return new RequestError('serverClosing', 'the server is shutting down');
}

export function newRoomRecord(
  given: Pick<RoomRecord, 'name' | 'ownerId' | 'position'> & Partial<RoomRecord>,
): RoomRecord {
  return {
    roomId: createId(),
    topic: '',
    passwordHash: null,
    moderatorIds: [],
    locked: false,
    lobby: false,
    peerLimit: null,
    encrypted: false,
    topologyRule: 'auto',
    createdAt: Date.now(),
    ...given,
  };
}
