import type { DatabaseSync } from 'node:sqlite';
import type { FileDocument, MessageDocument } from '@ottogi/protocol';
import { StoreError } from '../Store.ts';
import { messageIndex } from './messageIndex.ts';
import { type Operations, parsed } from './operation.ts';

/** What changes messages. */
export function messageWrites(
  db: DatabaseSync,
): Pick<Operations, 'postMessage' | 'editMessage' | 'deleteMessage'> {
  const index = messageIndex(db);
  const files = messageFiles(db);
  const rows = messageRows(db);

  return {
    postMessage({ fileIds, ...content }) {
      const { roomId, personId, messageId, text, replyTo } = content;
      const stored = rows.sent(roomId, personId, messageId);
      if (stored) return { message: stored, isNew: false };
      if (replyTo !== null) rows.required(roomId, replyTo);
      const attached = files.loose(roomId, personId, fileIds);

      const message: MessageDocument = {
        ...content,
        ...rows.nextPlace(roomId),
        files: attached,
        editedAt: null,
        deletedAt: null,
      };
      const id = rows.add(message);
      files.tie(attached, id);
      index.put(id, roomId, text);
      return { message, isNew: true };
    },

    editMessage(roomId, messageSeq, { text, at }) {
      const { id, message } = rows.required(roomId, messageSeq);
      if (message.deletedAt !== null) {
        throw new StoreError('missing', `message ${messageSeq} of ${roomId} is deleted`);
      }
      const edited = { ...message, text, editedAt: at, revision: rows.nextRevision(roomId) };
      rows.replace(id, edited);
      index.put(id, roomId, text);
      return edited;
    },

    deleteMessage(roomId, messageSeq, at) {
      const { id, message } = rows.required(roomId, messageSeq);
      if (message.deletedAt !== null) return { message, fileIds: [] };
      const emptied = {
        ...message,
        text: '',
        files: [],
        deletedAt: at,
        revision: rows.nextRevision(roomId),
      };
      rows.replace(id, emptied);
      index.remove(id);
      return { message: emptied, fileIds: files.removeOf(id) };
    },
  };
}

/** Rows of messages, and the counters in their room's row by which they are placed. */
function messageRows(db: DatabaseSync) {
  const bySender = db.prepare(
    'SELECT document FROM messages WHERE roomId = ? AND personId = ? AND messageId = ?',
  );
  const byPlace = db.prepare(
    'SELECT id, document FROM messages WHERE roomId = ? AND messageSeq = ?',
  );
  const countMessage = db.prepare(
    `UPDATE rooms SET lastMessageSeq = lastMessageSeq + 1, revision = revision + 1
     WHERE roomId = ? RETURNING lastMessageSeq, revision`,
  );
  const countChange = db.prepare(
    'UPDATE rooms SET revision = revision + 1 WHERE roomId = ? RETURNING revision',
  );
  const insert = db.prepare(
    `INSERT INTO messages (roomId, messageSeq, revision, personId, messageId, document)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const update = db.prepare('UPDATE messages SET revision = ?, document = ? WHERE id = ?');

  return {
    sent(roomId: string, personId: string, messageId: string): MessageDocument | null {
      const row = bySender.get(roomId, personId, messageId);
      return row ? (parsed(row['document']) as MessageDocument) : null;
    },

    required(roomId: string, messageSeq: number): { id: number; message: MessageDocument } {
      const row = byPlace.get(roomId, messageSeq);
      if (!row) throw new StoreError('missing', `there is no message ${messageSeq} in ${roomId}`);
      return { id: Number(row['id']), message: parsed(row['document']) as MessageDocument };
    },

    nextPlace(roomId: string): { messageSeq: number; revision: number } {
      const row = countMessage.get(roomId);
      if (!row) throw new StoreError('missing', `there is no room ${roomId}`);
      return { messageSeq: Number(row['lastMessageSeq']), revision: Number(row['revision']) };
    },

    nextRevision: (roomId: string): number => Number(countChange.get(roomId)?.['revision']),

    add(message: MessageDocument): number {
      const { roomId, messageSeq, revision, personId, messageId } = message;
      const document = JSON.stringify(message);
      return Number(
        insert.run(roomId, messageSeq, revision, personId, messageId, document).lastInsertRowid,
      );
    },

    replace(id: number, message: MessageDocument): void {
      update.run(message.revision, JSON.stringify(message), id);
    },
  };
}

/** Which files belong to which message. */
function messageFiles(db: DatabaseSync) {
  const find = db.prepare(
    'SELECT document FROM files WHERE fileId = ? AND roomId = ? AND personId = ? AND message IS NULL',
  );
  const tieOne = db.prepare('UPDATE files SET message = ? WHERE fileId = ?');
  const removeAll = db.prepare('DELETE FROM files WHERE message = ? RETURNING fileId');

  return {
    loose(roomId: string, personId: string, fileIds: readonly string[]): FileDocument[] {
      return [...new Set(fileIds)].map((fileId) => {
        const row = find.get(fileId, roomId, personId);
        if (!row) throw new StoreError('missing', `file ${fileId} is not there to be sent`);
        return parsed(row['document']) as FileDocument;
      });
    },

    tie(files: readonly FileDocument[], message: number): void {
      for (const { fileId } of files) tieOne.run(message, fileId);
    },

    removeOf: (message: number): string[] =>
      removeAll.all(message).map(({ fileId }) => String(fileId)),
  };
}
