import {
  KNOCKS_MAX,
  type KnockDocument,
  type Notification,
  type NotificationData,
} from '@ottogi/protocol';
import { RequestError } from '../errors.ts';
import { createId } from '../ids.ts';
import type { Visitor } from './Visitor.ts';

export type KnockEndedReason = NotificationData<'knockEnded'>['reason'];

/** Whoever wants to be let in: a session. */
export interface Knocker extends Visitor {
  readonly hue: number;
  readonly connected: boolean;
  notify(notification: Notification): void;
}

/** What a lobby tells its room. */
export interface LobbyOwner {
  readonly roomId: string;
  changed(): void;
  /** Somebody may enter from now on, who does not know it yet. */
  admitted(knocker: Knocker): void;
}

/** Those who wait at a room's door, in the order in which they came. */
export class Lobby {
  readonly #owner: LobbyOwner;
  readonly #waiting = new Map<Knocker, KnockDocument>();

  constructor(owner: LobbyOwner) {
    this.#owner = owner;
  }

  list(): KnockDocument[] {
    return [...this.#waiting.values()];
  }

  /** Whoever waits here already goes on waiting, and elsewhere no more. @throws RequestError `tooManyRequests` */
  knock(knocker: Knocker, name: string): void {
    const known = this.#waiting.get(knocker);
    // Whoever is gone already would never be forgotten.
    if (known?.name === name || !knocker.connected) return;
    if (!known && this.#waiting.size >= KNOCKS_MAX) {
      throw new RequestError('tooManyRequests', `${KNOCKS_MAX} wait at this door already`);
    }
    const { personId, hue } = knocker;
    if (!known) knocker.lobby?.withdraw(knocker);
    knocker.lobby = this;
    const { knockId, at } = known ?? { knockId: createId(), at: Date.now() };
    this.#waiting.set(knocker, { knockId, personId, name, hue, at });
    this.#owner.changed();
  }

  /** They wait no more, by their own doing. */
  withdraw(knocker: Knocker): void {
    if (this.#forget(knocker)) this.#owner.changed();
  }

  /** @throws RequestError `notFound` */
  admit(knockId: string): void {
    this.#admit(this.#named(knockId));
    this.#owner.changed();
  }

  /** @throws RequestError `notFound` */
  refuse(knockId: string): void {
    this.#end(this.#named(knockId), 'notAdmitted');
    this.#owner.changed();
  }

  /** Lets those in of whom this is true: the door opened for them. */
  admitThose(may: (knocker: Knocker) => boolean): void {
    const admitted = [...this.#waiting.keys()].filter(may);
    for (const knocker of admitted) this.#admit(knocker);
    if (admitted.length > 0) this.#owner.changed();
  }

  /** Sends those away of whom this is true. */
  endThose(reason: KnockEndedReason, are: (knocker: Knocker) => boolean): void {
    const dismissed = [...this.#waiting.keys()].filter(are);
    for (const knocker of dismissed) this.#end(knocker, reason);
    if (dismissed.length > 0) this.#owner.changed();
  }

  #admit(knocker: Knocker): void {
    this.#forget(knocker);
    this.#owner.admitted(knocker);
    knocker.notify({ name: 'admitted', data: { roomId: this.#owner.roomId } });
  }

  #end(knocker: Knocker, reason: KnockEndedReason): void {
    this.#forget(knocker);
    knocker.notify({ name: 'knockEnded', data: { roomId: this.#owner.roomId, reason } });
  }

  #forget(knocker: Knocker): boolean {
    if (knocker.lobby === this) knocker.lobby = null;
    return this.#waiting.delete(knocker);
  }

  #named(knockId: string): Knocker {
    for (const [knocker, knock] of this.#waiting) if (knock.knockId === knockId) return knocker;
    throw new RequestError('notFound', `nobody waits under ${knockId}`);
  }
}
