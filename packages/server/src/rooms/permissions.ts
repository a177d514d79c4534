/** Who may do what in a room. Every question of that kind is put here, with the one who asks. */
import type { TopologyRule } from '@ottogi/protocol';
import { RequestError } from '../errors.ts';
import type { RoomRecord } from '../store/Store.ts';
import type { Visitor } from './Visitor.ts';

/** Whoever asks, or is asked about: a session, or a peer. */
export type Asker = Pick<Visitor, 'personId' | 'grants'>;

/** A room, as far as it says who decides in it. */
export type Led = Pick<RoomRecord, 'ownerId' | 'moderatorIds'>;

/** Whether it belongs to them, or their grants make them its owner's equal. */
export function isOwner({ ownerId }: Pick<Led, 'ownerId'>, { personId, grants }: Asker): boolean {
  return ownerId === personId || grants.moderate;
}

/** Whether they may mute, remove, keep out, let in, lock: the owner, and whom the owner named. */
export function mayModerate(room: Led, visitor: Asker): boolean {
  return isOwner(room, visitor) || room.moderatorIds.includes(visitor.personId);
}

/** @throws RequestError `forbidden` */
export function requireOwner(room: Led, visitor: Asker): void {
  if (isOwner(room, visitor)) return;
  throw new RequestError('forbidden', 'only the owner of the room may do that');
}

/** @throws RequestError `forbidden` */
export function requireModerator(room: Led, visitor: Asker): void {
  if (mayModerate(room, visitor)) return;
  throw new RequestError('forbidden', 'only those who moderate the room may do that');
}

/**
 * Nobody removes the owner, and only the owner those who moderate. It is answered like somebody who
 * is not there.
 * @throws RequestError `forbidden`, `notFound`
 */
export function requireTarget(room: Led, visitor: Asker, personId: string): void {
  requireModerator(room, visitor);
  const above = personId === room.ownerId;
  const equal = room.moderatorIds.includes(personId) && !isOwner(room, visitor);
  if (above || equal) throw nobody(personId);
}

/**
 * What needs to see or hear the media on the server (a mix, a recording, an endpoint of its own) is
 * not for a room whose peers keep it to themselves.
 * @throws RequestError `encryptedRoom`
 */
export function requireUnencrypted(
  { encrypted }: Pick<RoomRecord, 'encrypted'>,
  what: string,
): void {
  if (!encrypted) return;
  throw new RequestError('encryptedRoom', `the room is encrypted from end to end: no ${what}`);
}

/** By which rules a room may have its topology whose peers seal what they send for a router. */
export function fitsEncryption(rule: TopologyRule): boolean {
  return rule === 'auto' || rule === 'sfu';
}

/** @throws RequestError `encryptedTopology` */
export function requireFittingTopology({
  encrypted,
  topologyRule,
}: Pick<RoomRecord, 'encrypted' | 'topologyRule'>): void {
  if (!encrypted || fitsEncryption(topologyRule)) return;
  const reason = `a room that is encrypted from end to end cannot be ${topologyRule}`;
  throw new RequestError('encryptedTopology', reason);
}

/** A client that does not encrypt has no place in an encrypted room, nor the other way round. */
export function requireSameEncryption(
  { encrypted }: Pick<RoomRecord, 'encrypted'>,
  encrypts: boolean,
): void {
  if (!encrypts) requireUnencrypted({ encrypted }, 'client that does not encrypt');
  else if (!encrypted) throw new RequestError('notEncrypted', 'the room is not encrypted');
}

export function nobody(personId: string): RequestError {
  return new RequestError('notFound', `there is nobody ${personId} here`);
}
