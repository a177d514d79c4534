import { createHash } from 'node:crypto';
import type { BanDocument } from '@ottogi/protocol';
import { RequestError } from '../errors.ts';
import type { BanRecord } from '../store/Store.ts';
import { isPassword } from './passwords.ts';
import { type Led, mayModerate } from './permissions.ts';
import type { Membership } from './ResumeTokens.ts';
import type { Visitor } from './Visitor.ts';

/** What a guard needs to know of its room. */
interface GuardedRoom extends Led {
  readonly roomId: string;
  readonly passwordHash: string | null;
}

/** More than a group will ever keep out, and little enough to hold. */
const MOST_BANS = 1_000;

/** A whole household or school may share an address, so it does not pay for one of them for long. */
const LONGEST_ADDRESS_BAN_MS = 24 * 3_600_000;

/** How long it is remembered that somebody was removed: longer than a resume token lasts. */
export const REMOVAL_KEPT_MS = 48 * 3_600_000;

/** Who may come into a room, by its bans and its password. Those who moderate it always may. */
export class Guard {
  /** Also of those whose time is over: they say how often somebody was removed. */
  readonly #bans = new Map<string, BanRecord>();

  list(now: number): BanDocument[] {
    return [...this.#bans.values()]
      .filter((ban) => holds(ban.until, now))
      .map(({ personId, name, at, until }) => ({ personId, name, at, until }));
  }

  /**
   * What keeps somebody out from now on, for so long or, by null, for good.
   * @throws RequestError `tooManyRequests` where nobody more can be kept out
   */
  ban(
    who: Pick<BanRecord, 'personId' | 'name' | 'addresses'>,
    forMs: number | null,
    now: number,
  ): BanRecord {
    this.#makePlace(who.personId, now);
    return {
      ...who,
      at: now,
      until: forMs === null ? null : now + forMs,
      addressesUntil: now + Math.min(forMs ?? Infinity, LONGEST_ADDRESS_BAN_MS),
      removals: this.removals(who.personId) + 1,
    };
  }

  /** What is to be remembered of somebody who is removed and may come back: a ban of no length. */
  removal(personId: string, name: string, now: number): BanRecord {
    const known = this.#bans.get(personId);
    if (known && holds(known.until, now)) return { ...known, removals: known.removals + 1 };
    return this.ban({ personId, name, addresses: [] }, 0, now);
  }

  put(ban: BanRecord): void {
    this.#bans.set(ban.personId, ban);
  }

  /** What is known of somebody who was removed or kept out. */
  record(personId: string): BanRecord | undefined {
    return this.#bans.get(personId);
  }

  /** What a ban becomes that is taken back; null if there is none. */
  lifted(personId: string, now: number): BanRecord | null {
    const ban = this.#bans.get(personId);
    if (!ban || !holds(ban.until, now)) return null;
    return { ...ban, until: now, addressesUntil: now };
  }

  /**
   * How often somebody was removed. A membership or an entry that began at another count is over: a
   * count, since clocks may be set back.
   */
  removals(personId: string): number {
    return this.#bans.get(personId)?.removals ?? 0;
  }

  /**
   * Asks for the password where this visitor has not given it yet. A new password is asked for again.
   * @param inside Whether the person is in the call, where no address keeps them out.
   * @throws RequestError `banned`, `passwordRequired`, `wrongPassword`, `tooManyRequests`
   */
  async admit(
    room: GuardedRoom,
    visitor: Visitor,
    password: string | undefined,
    inside: boolean,
  ): Promise<void> {
    const { roomId, passwordHash } = room;
    if (this.#mayEnter(room, visitor, inside)) return;
    if (password === undefined || passwordHash === null) return this.check(room, visitor, inside);
    visitor.guesses.take();
    if (!(await isPassword(password, passwordHash))) {
      throw new RequestError('wrongPassword', 'this is not the password of the room');
    }
    visitor.guesses.giveBack();
    visitor.unlocked.set(roomId, passwordHash);
  }

  /** Whoever was in the room has given its password, as long as it is the same one. */
  recognise(room: GuardedRoom, { unlocked }: Visitor, { lock }: Pick<Membership, 'lock'>): void {
    const { roomId, passwordHash } = room;
    if (passwordHash !== null && lock === lockOf(room)) unlocked.set(roomId, passwordHash);
  }

  /** @throws RequestError `banned`, `passwordRequired` */
  check(room: GuardedRoom, visitor: Visitor, inside: boolean): void {
    if (this.#mayEnter(room, visitor, inside)) return;
    throw new RequestError('passwordRequired', 'the room has a password');
  }

  /** Whether a ban holds for somebody. */
  keepsOut(room: GuardedRoom, visitor: Visitor, inside: boolean): boolean {
    return !mayModerate(room, visitor) && this.#isBanned(visitor, inside, Date.now());
  }

  #mayEnter(room: GuardedRoom, visitor: Visitor, inside: boolean): boolean {
    if (this.keepsOut(room, visitor, inside)) {
      throw new RequestError('banned', 'this person may not enter the room');
    }
    if (mayModerate(room, visitor)) return true;
    const { roomId, passwordHash } = room;
    return passwordHash === null || visitor.unlocked.get(roomId) === passwordHash;
  }

  #isBanned({ personId, address }: Visitor, inside: boolean, now: number): boolean {
    const own = this.#bans.get(personId);
    if (own && holds(own.until, now)) return true;
    if (inside) return false;
    for (const { addresses, addressesUntil } of this.#bans.values()) {
      if (addressesUntil > now && addresses.includes(address)) return true;
    }
    return false;
  }

  /** @throws RequestError `tooManyRequests` */
  #makePlace(personId: string, now: number): void {
    if (this.#bans.size < MOST_BANS || this.#bans.has(personId)) return;
    const over = [...this.#bans.values()].find(({ until }) => !holds(until, now));
    if (!over) throw new RequestError('tooManyRequests', `${MOST_BANS} are kept out already`);
    this.#bans.delete(over.personId);
  }
}

/** Tells one password of a room from the next, and nothing about either: the hash is salted. */
export function lockOf({ passwordHash }: Pick<GuardedRoom, 'passwordHash'>): string | null {
  return passwordHash && createHash('sha256').update(passwordHash).digest('base64url');
}

/** Whether anybody needs to know of it any more. */
export function isForgettable({ until }: BanRecord, now: number): boolean {
  return !holds(until, now - REMOVAL_KEPT_MS);
}

function holds(until: number | null, now: number): boolean {
  return until === null || until > now;
}
