import type { Fact, Grants, Notification } from '@ottogi/protocol';
import type { Socket } from 'socket.io';
import { notifications } from '@ottogi/protocol';
import { RequestError } from '../errors.ts';
import type { Reader, Writer } from '../chat/Chat.ts';
import type { Probes } from '../media/Probes.ts';
import type { People } from '../people/People.ts';
import type { Person } from '../people/Person.ts';
import { createId } from '../ids.ts';
import type { Lobby } from '../rooms/Lobby.ts';
import type { Peer, PeerLink, Place } from '../rooms/Peer.ts';
import type { Entry } from '../rooms/Visitor.ts';
import { type Allowance, tooManyRequests } from '../limits/RateLimit.ts';
import type { Listener } from './Broadcast.ts';
import { packetOf } from './packet.ts';
import { BUSY_MS, Quota } from './Quota.ts';
import type { RoomWindow } from './RoomWindow.ts';
import type { SessionLimits } from './SessionLimits.ts';

/** A client that has not acknowledged a notification by then is not going to. */
const DELIVERY_TIMEOUT_MS = 10_000;

/** What a session is made of. */
interface SessionParts {
  socket: Socket;
  person: Person;
  probes: Probes;
  people: Pick<People, 'left'>;
  limits: SessionLimits;
  window: RoomWindow;
  /** Of which room it is the mixer; null for a person. */
  mixes: string | null;
}

/** One signaling connection of a person: numbers what it is told, and is at most one peer. */
export class Session implements PeerLink, Reader, Writer, Listener {
  readonly sessionId = createId();
  readonly person: Person;
  readonly probes: Probes;
  readonly window: RoomWindow;
  readonly mixes: string | null;
  readonly unlocked = new Map<string, string>();
  entry: Entry | null = null;
  lobby: Lobby | null = null;
  /** Bounds what one connection can have written or shown at a time. */
  readonly writes: Quota;
  readonly limits: SessionLimits;
  readonly #socket: Socket;
  readonly #people: Pick<People, 'left'>;
  #seq = 0;
  #held: Fact[] = [];
  #peer: Peer | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #waitingTasks = 0;
  #expired = false;

  constructor({ socket, person, probes, people, limits, window, mixes }: SessionParts) {
    this.#socket = socket;
    this.#people = people;
    this.person = person;
    this.probes = probes;
    this.limits = limits;
    this.window = window;
    this.mixes = mixes;
    this.writes = new Quota(limits.limits.writes);
  }

  get personId(): string {
    return this.person.personId;
  }

  get grants(): Grants {
    return this.window.grants;
  }

  get hidden(): boolean {
    return this.mixes !== null;
  }

  get expired(): boolean {
    return this.#expired;
  }

  /** As its access says, else as in the call, where there is one. */
  get name(): string | null {
    return this.grants.name ?? this.peer?.name ?? this.person.name;
  }

  /** As addresses are counted, and kept out. */
  get address(): string {
    return this.limits.address;
  }

  get guesses(): Allowance {
    return this.limits.guesses;
  }

  get hue(): number {
    return this.person.hue;
  }

  get connected(): boolean {
    return this.#socket.connected;
  }

  get seq(): number {
    return this.#seq;
  }

  /** The peer that this session is now: not one that was closed, or taken up by another session. */
  get peer(): Peer | null {
    return this.#peer?.belongsTo(this) ? this.#peer : null;
  }

  set peer(peer: Peer | null) {
    this.#peer = peer;
  }

  /** @throws RequestError `notJoined` */
  requirePeer(): Peer {
    if (!this.peer) throw new RequestError('notJoined', 'this session is in no call');
    return this.peer;
  }

  notify(notification: Notification): void {
    // Unnumbered news is old news by the time a slow reader would get to it.
    if (isNumbered(notification)) this.#tell(notification);
    else this.#socket.volatile.emit(notification.name, { seq: null, data: notification.data });
  }

  /** To be told with others in one message, and before anything that comes after it. */
  hold(fact: Fact): void {
    this.#held.push(fact);
  }

  release(): void {
    const facts = this.#held;
    const [first] = facts;
    if (!first) return;
    this.#held = [];
    this.#emit(facts.length === 1 ? first : { name: 'facts', data: { facts } });
  }

  async deliver(notification: Notification): Promise<void> {
    this.release();
    const envelope = { seq: ++this.#seq, data: notification.data };
    await this.#socket.timeout(DELIVERY_TIMEOUT_MS).emitWithAck(notification.name, envelope);
  }

  /** Ends the connection: nobody there listens. */
  cut(): void {
    this.#socket.disconnect(true);
  }

  /** The time of its access is over: it is told so, and nothing it asks is answered any more. */
  expire(): void {
    this.#expired = true;
    this.notify({ name: 'accessExpired', data: {} });
    this.#socket.disconnect();
  }

  left(room: Place): void {
    this.#people.left(this.person, room);
  }

  /**
   * Runs one after another what must not overlap: joining, moving and leaving. What waits when the
   * connection ends is not run any more.
   * @throws RequestError `tooManyRequests`
   */
  async exclusive(task: () => Promise<void>): Promise<void> {
    if (this.#waitingTasks >= this.limits.limits.waitingTasks) {
      throw tooManyRequests(BUSY_MS, `${this.#waitingTasks} requests wait already`);
    }
    this.#waitingTasks += 1;
    const result = this.#last.then(async () => {
      this.#waitingTasks -= 1;
      if (this.connected) await task();
    });
    this.#last = result.catch(() => undefined);
    await result;
  }

  #tell(notification: Notification): void {
    this.release();
    this.#emit(notification);
  }

  #emit(notification: Notification): void {
    if (this.connected) this.#socket.conn.write(packetOf(notification, ++this.#seq));
  }
}

function isNumbered({ name }: Notification): boolean {
  return !('unnumbered' in notifications[name]);
}
