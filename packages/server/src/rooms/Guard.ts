import { createHash } from 'node:crypto';
import type { BanDocument } from '@ottogi/protocol';
import { RequestError } from '../errors.ts';
import { isPassword } from './passwords.ts';
import { isOwner } from './permissions.ts';
import type { Membership } from './ResumeTokens.ts';
import type { Visitor } from './Visitor.ts';

/** What a guard needs to know of its room. */
interface GuardedRoom {
  readonly roomId: string;
  readonly ownerId: string | null;
  readonly passwordHash: string | null;
}

/** Who may enter a room, by its bans and its password. Its owner always may. */
export class Guard {
  readonly #bans = new Map<string, BanDocument>();

  list(now: number): BanDocument[] {
    return [...this.#bans.values()].filter((ban) => holds(ban, now));
  }

  put(ban: BanDocument): void {
    this.#bans.set(ban.personId, ban);
  }

  /** False if there was no such ban. */
  lift(personId: string): boolean {
    return this.#bans.delete(personId);
  }

  /**
   * Asks for the password where this visitor has not given it yet. A new password is asked for again.
   * @throws RequestError `banned`, `passwordRequired`, `wrongPassword`, `tooManyRequests`
   */
  async admit(room: GuardedRoom, visitor: Visitor, password: string | undefined): Promise<void> {
    const { roomId, passwordHash } = room;
    if (this.#mayEnter(room, visitor)) return;
    if (password === undefined || passwordHash === null) return this.check(room, visitor);
    visitor.guesses.take();
    if (!(await isPassword(password, passwordHash))) {
      throw new RequestError('wrongPassword', 'this is not the password of the room');
    }
    visitor.unlocked.set(roomId, passwordHash);
  }

  /** Whoever was in the room has given its password, as long as it is the same one. */
  recognise(room: GuardedRoom, { unlocked }: Visitor, { lock }: Pick<Membership, 'lock'>): void {
    const { roomId, passwordHash } = room;
    if (passwordHash !== null && lock === lockOf(room)) unlocked.set(roomId, passwordHash);
  }

  /** @throws RequestError `banned`, `passwordRequired` */
  check(room: GuardedRoom, visitor: Visitor): void {
    if (this.#mayEnter(room, visitor)) return;
    throw new RequestError('passwordRequired', 'the room has a password');
  }

  #mayEnter(room: GuardedRoom, visitor: Visitor): boolean {
    const { roomId, passwordHash } = room;
    if (isOwner(room, visitor)) return true;
    const ban = this.#bans.get(visitor.personId);
    if (ban && holds(ban, Date.now())) {
      throw new RequestError('banned', 'this person may not enter the room');
    }
    return passwordHash === null || visitor.unlocked.get(roomId) === passwordHash;
  }
}

/** Tells one password of a room from the next, and nothing about either: the hash is salted. */
export function lockOf({ passwordHash }: Pick<GuardedRoom, 'passwordHash'>): string | null {
  return passwordHash && createHash('sha256').update(passwordHash).digest('base64url');
}

function holds({ until }: BanDocument, now: number): boolean {
  return until === null || until > now;
}
