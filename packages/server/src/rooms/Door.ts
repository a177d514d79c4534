import { type KnockDocument, mayEnter } from '@ottogi/protocol';
import { RequestError } from '../errors.ts';
import type { RoomRecord } from '../store/Store.ts';
import type { Guard } from './Guard.ts';
import { type Knocker, Lobby } from './Lobby.ts';
import type { Peer } from './Peer.ts';
import { mayModerate, requireModerator } from './permissions.ts';
import type { Visitor } from './Visitor.ts';

/** Of whom it is remembered that they left: more than come and go in the time that a token lasts. */
const MOST_LEFT = 1_000;

/** The room behind a door. */
export interface BehindDoor {
  readonly roomId: string;
  readonly record: RoomRecord;
  readonly guard: Guard;
  /** Those in its call. */
  readonly members: readonly Peer[];
  isInside(visitor: Visitor): boolean;
}

/**
 * Whether somebody who may come into a room may come into its call now: it may be locked, or have a
 * lobby, where they wait for somebody in the call who moderates.
 */
export class Door {
  readonly #room: BehindDoor;
  readonly #lobby: Lobby;
  /** Peers that said so when they left, by id. The one that left last comes last. */
  readonly #left = new Set<string>();

  constructor(room: BehindDoor) {
    this.#room = room;
    this.#lobby = new Lobby({
      roomId: room.roomId,
      changed: () => this.#tellKnocks(),
      admitted: (knocker) => this.#letIn(knocker),
    });
  }

  /**
   * Lets those pass who moderate, are inside, or were let in before; others knock.
   * @throws RequestError `roomLocked`, `waitInLobby`, `tooManyRequests`
   */
  check(knocker: Knocker, name: string): void {
    const { locked, lobby } = this.#room.record;
    if ((!locked && !lobby) || this.#mayPass(knocker)) return;
    if (locked) throw new RequestError('roomLocked', 'the room is locked');
    this.#lobby.knock(knocker, name);
    throw new RequestError('waitInLobby', 'somebody who moderates the room has to let them in');
  }

  /** They are in, and wait nowhere any more. */
  entered(knocker: Knocker): void {
    this.#letIn(knocker);
    knocker.lobby?.withdraw(knocker);
  }

  /** A peer said that it leaves: no token says any more that it is inside. */
  left(peerId: string): void {
    this.#left.add(peerId);
    const [oldest] = this.#left;
    if (this.#left.size > MOST_LEFT) this.#left.delete(oldest!);
  }

  hasLeft(peerId: string): boolean {
    return this.#left.has(peerId);
  }

  /** @throws RequestError `forbidden`, `notFound` */
  answer(visitor: Visitor, knockId: string, answer: 'admit' | 'refuse'): void {
    requireModerator(this.#room.record, visitor);
    this.#lobby[answer](knockId);
  }

  /** Whom this peer may let in; nobody, if that is not up to it. */
  knocksFor(peer: Peer): KnockDocument[] {
    return mayModerate(this.#room.record, peer) ? this.#lobby.list() : [];
  }

  /** How somebody waits here, if they do. */
  knockOf(personId: string): KnockDocument | undefined {
    return this.#lobby.list().find((knock) => knock.personId === personId);
  }

  /** Tells a peer that has come who waits for it. */
  welcome(peer: Peer): void {
    const knocks = this.knocksFor(peer);
    const { roomId } = this.#room;
    if (knocks.length > 0) peer.notify({ name: 'lobbyChanged', data: { roomId, knocks } });
  }

  /** The room is another one than before: opened, locked, or others watch over it. */
  settle(before: RoomRecord): void {
    const { record, roomId, members } = this.#room;
    const open = !record.locked && !record.lobby;
    // Whoever may not come in by its new name does not see it any more.
    this.#lobby.endThose('roomDeleted', ({ grants }) => !mayEnter(grants, record.name));
    this.#lobby.endThose('roomLocked', (knocker) => record.locked && !this.#mayPass(knocker));
    this.#lobby.admitThose((knocker) => open || this.#mayPass(knocker));
    const knocks = this.#lobby.list();
    if (knocks.length === 0) return;
    for (const peer of members) {
      const moderates = mayModerate(record, peer);
      if (moderates === mayModerate(before, peer)) continue;
      const data = { roomId, knocks: moderates ? knocks : [] };
      peer.notify({ name: 'lobbyChanged', data });
    }
  }

  /** Sends those away who may not come into the room at all. */
  dismiss(isBanned: (visitor: Visitor) => boolean): void {
    this.#lobby.endThose('banned', isBanned);
  }

  close(): void {
    this.#lobby.endThose('roomDeleted', () => true);
  }

  /** They may come in until they leave or are removed. */
  #letIn(visitor: Visitor): void {
    const { roomId, guard } = this.#room;
    visitor.entry = { roomId, removals: guard.removals(visitor.personId) };
  }

  #mayPass(visitor: Visitor): boolean {
    const { record, roomId, guard } = this.#room;
    if (mayModerate(record, visitor) || this.#room.isInside(visitor)) return true;
    const { entry, personId } = visitor;
    return entry?.roomId === roomId && entry.removals === guard.removals(personId);
  }

  #tellKnocks(): void {
    const { record, roomId, members } = this.#room;
    const data = { roomId, knocks: this.#lobby.list() };
    for (const peer of members) {
      if (mayModerate(record, peer)) peer.notify({ name: 'lobbyChanged', data });
    }
  }
}
