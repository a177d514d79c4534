import { RequestError } from '../errors.ts';
import type { RoomRecord } from '../store/Store.ts';
import type { Visitor } from './Visitor.ts';

export function isOwner({ ownerId }: Pick<RoomRecord, 'ownerId'>, { personId }: Visitor): boolean {
  return ownerId === personId;
}

/** @throws RequestError `forbidden` */
export function requireOwner(room: Pick<RoomRecord, 'ownerId'>, visitor: Visitor): void {
  if (isOwner(room, visitor)) return;
  throw new RequestError('forbidden', 'only the owner of the room may do that');
}
