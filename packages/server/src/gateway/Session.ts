import type { Grants, Notification } from '@ottogi/protocol';
import type { Socket } from 'socket.io';
import { notifications } from '@ottogi/protocol';
import { RequestError } from '../errors.ts';
import type { Reader, Writer } from '../chat/Chat.ts';
import type { Probes } from '../media/Probes.ts';
import type { People } from '../people/People.ts';
import type { Person } from '../people/Person.ts';
import { createId } from '../ids.ts';
import type { Peer, PeerLink, Place } from '../rooms/Peer.ts';
import { Quota } from './Quota.ts';
import { RateLimit } from './RateLimit.ts';
import type { RoomWindow } from './RoomWindow.ts';

/** A client that has not acknowledged a notification by then is not going to. */
const DELIVERY_TIMEOUT_MS = 10_000;

/** Far more than a person clicks while one join takes. */
const MOST_WAITING_TASKS = 8;

/** Far more than a person types while the disk is slow. */
const MOST_WRITES_UNDER_WAY = 64;

const REACTION_BURST = 10;
const REACTION_REFILL_MS = 500;

/** Enough for somebody who mistypes, and far too few for somebody who guesses. */
const GUESS_BURST = 5;
const GUESS_REFILL_MS = 10_000;

/** More often than media can break and be whole again. */
const RENEWAL_BURST = 5;
const RENEWAL_REFILL_MS = 2_000;

/** One signaling connection of a person: numbers what it is told, and is at most one peer. */
export class Session implements PeerLink, Reader, Writer {
  readonly sessionId = createId();
  readonly person: Person;
  readonly probes: Probes;
  readonly window: RoomWindow;
  readonly unlocked = new Map<string, string>();
  /** Bounds what one connection can have written or shown at a time. */
  readonly writes = new Quota(MOST_WRITES_UNDER_WAY);
  readonly reactions = new RateLimit(REACTION_BURST, REACTION_REFILL_MS);
  readonly guesses = new RateLimit(GUESS_BURST, GUESS_REFILL_MS);
  readonly renewals = new RateLimit(RENEWAL_BURST, RENEWAL_REFILL_MS);
  readonly #socket: Socket;
  readonly #people: Pick<People, 'left'>;
  #seq = 0;
  #peer: Peer | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #waitingTasks = 0;
  #expired = false;

  constructor(
    socket: Socket,
    person: Person,
    probes: Probes,
    people: Pick<People, 'left'>,
    window: RoomWindow,
  ) {
    this.#socket = socket;
    this.#people = people;
    this.person = person;
    this.probes = probes;
    this.window = window;
  }

  get personId(): string {
    return this.person.personId;
  }

  get grants(): Grants {
    return this.window.grants;
  }

  get expired(): boolean {
    return this.#expired;
  }

  /** As its access says, else as in the call, where there is one. */
  get name(): string | null {
    return this.grants.name ?? this.peer?.name ?? this.person.name;
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
    const envelope = this.#envelope(notification);
    // Unnumbered news is old news by the time a slow reader would get to it.
    const socket = envelope.seq === null ? this.#socket.volatile : this.#socket;
    socket.emit(notification.name, envelope);
  }

  async deliver(notification: Notification): Promise<void> {
    const envelope = this.#envelope(notification);
    await this.#socket.timeout(DELIVERY_TIMEOUT_MS).emitWithAck(notification.name, envelope);
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
    if (this.#waitingTasks >= MOST_WAITING_TASKS) {
      throw new RequestError('tooManyRequests', `${MOST_WAITING_TASKS} requests wait already`);
    }
    this.#waitingTasks += 1;
    const result = this.#last.then(async () => {
      this.#waitingTasks -= 1;
      if (this.connected) await task();
    });
    this.#last = result.catch(() => undefined);
    await result;
  }

  #envelope({ name, data }: Notification): { seq: number | null; data: unknown } {
    const numbered = !('unnumbered' in notifications[name]);
    return { seq: numbered ? ++this.#seq : null, data };
  }
}
