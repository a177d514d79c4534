import type { DatabaseSync } from 'node:sqlite';
import type { FileDocument } from '@ottogi/protocol';
import { type Operations, parsed } from './operation.ts';
import { roomGuard } from './roomGuard.ts';

export function fileOperations(
  db: DatabaseSync,
): Pick<Operations, 'putFile' | 'file' | 'filesBytes' | 'deleteLooseFiles' | 'fileIds'> {
  const put = db.prepare(
    `INSERT INTO files (fileId, roomId, personId, sizeBytes, uploadedAt, document)
     VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (fileId) DO UPDATE SET
       roomId = excluded.roomId, personId = excluded.personId, sizeBytes = excluded.sizeBytes,
       uploadedAt = excluded.uploadedAt, document = excluded.document`,
  );
  const one = db.prepare(
    'SELECT roomId, personId, uploadedAt, document FROM files WHERE fileId = ?',
  );
  const bytes = db.prepare('SELECT coalesce(sum(sizeBytes), 0) AS bytes FROM files');
  const deleteLoose = db.prepare(
    'DELETE FROM files WHERE message IS NULL AND uploadedAt < ? RETURNING fileId',
  );
  const ids = db.prepare('SELECT fileId FROM files');
  const requireRoom = roomGuard(db);

  return {
    putFile({ roomId, personId, uploadedAt, ...document }) {
      requireRoom(roomId);
      const { fileId, sizeBytes } = document;
      put.run(fileId, roomId, personId, sizeBytes, uploadedAt, JSON.stringify(document));
    },

    file(fileId) {
      const row = one.get(fileId);
      if (!row) return null;
      return {
        ...(parsed(row['document']) as FileDocument),
        roomId: String(row['roomId']),
        personId: String(row['personId']),
        uploadedAt: Number(row['uploadedAt']),
      };
    },

    filesBytes: () => Number(bytes.get()?.['bytes']),

    deleteLooseFiles: (before) => deleteLoose.all(before).map(({ fileId }) => String(fileId)),

    fileIds: () => ids.all().map(({ fileId }) => String(fileId)),
  };
}
