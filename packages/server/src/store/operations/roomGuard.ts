import type { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../Store.ts';

/** What throws StoreError `missing` unless there is such a room. */
export function roomGuard(db: DatabaseSync): (roomId: string) => void {
  const find = db.prepare('SELECT 1 FROM rooms WHERE roomId = ?');
  return (roomId) => {
    if (!find.get(roomId)) throw new StoreError('missing', `there is no room ${roomId}`);
  };
}
