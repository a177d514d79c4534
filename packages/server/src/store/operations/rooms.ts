import type { DatabaseSync } from 'node:sqlite';
import type { RoomRecord } from '../Store.ts';
import { type Operations, parsed } from './operation.ts';

export function roomOperations(
  db: DatabaseSync,
): Pick<Operations, 'rooms' | 'putRoom' | 'deleteRoom'> {
  const all = db.prepare('SELECT document, lastMessageSeq, revision FROM rooms');
  const put = db.prepare(
    `INSERT INTO rooms (roomId, document) VALUES (?, ?)
     ON CONFLICT (roomId) DO UPDATE SET document = excluded.document`,
  );
  const filesOf = db.prepare('SELECT fileId FROM files WHERE roomId = ?');
  const unindexMessagesOf = db.prepare(
    'DELETE FROM messageIndex WHERE rowid IN (SELECT id FROM messages WHERE roomId = ?)',
  );
  // Messages, bans and files go with their room by foreign key.
  const remove = db.prepare('DELETE FROM rooms WHERE roomId = ?');

  return {
    rooms: () =>
      all.all().map(({ document, lastMessageSeq, revision }) => ({
        ...(parsed(document) as RoomRecord),
        lastMessageSeq: Number(lastMessageSeq),
        revision: Number(revision),
      })),

    putRoom(room) {
      put.run(room.roomId, JSON.stringify(room));
    },

    deleteRoom(roomId) {
      const fileIds = filesOf.all(roomId).map(({ fileId }) => String(fileId));
      unindexMessagesOf.run(roomId);
      remove.run(roomId);
      return fileIds;
    },
  };
}
