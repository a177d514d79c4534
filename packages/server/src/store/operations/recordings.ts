import type { DatabaseSync } from 'node:sqlite';
import type { RecordingRecord } from '../Store.ts';
import { type Operations, parsed } from './operation.ts';
import { roomGuard } from './roomGuard.ts';

export function recordingOperations(
  db: DatabaseSync,
): Pick<Operations, 'recordings' | 'putRecording' | 'deleteRecording'> {
  const all = db.prepare('SELECT roomId, document FROM recordings');
  const put = db.prepare(
    `INSERT INTO recordings (recordingId, roomId, document) VALUES (?, ?, ?)
     ON CONFLICT (recordingId) DO UPDATE SET document = excluded.document`,
  );
  const remove = db.prepare('DELETE FROM recordings WHERE recordingId = ?');
  const requireRoom = roomGuard(db);

  return {
    recordings: () =>
      all.all().map(({ roomId, document }) => ({
        ...(parsed(document) as Omit<RecordingRecord, 'roomId'>),
        roomId: String(roomId),
      })),

    putRecording({ roomId, ...document }) {
      requireRoom(roomId);
      put.run(document.recordingId, roomId, JSON.stringify(document));
    },

    deleteRecording(recordingId) {
      remove.run(recordingId);
    },
  };
}
