import { RequestError } from '../errors.ts';
import type { RoomRecord } from '../store/Store.ts';
import type { Visitor } from './Visitor.ts';

/** Whether it belongs to them, or their grants make them its owner's equal. */
export function isOwner(
  { ownerId }: Pick<RoomRecord, 'ownerId'>,
  { personId, grants }: Pick<Visitor, 'personId' | 'grants'>,
): boolean {
  return ownerId === personId || grants.moderate;
}

/** @throws RequestError `forbidden` */
export function requireOwner(room: Pick<RoomRecord, 'ownerId'>, visitor: Visitor): void {
  if (isOwner(room, visitor)) return;
  throw new RequestError('forbidden', 'only the owner of the room may do that');
}
