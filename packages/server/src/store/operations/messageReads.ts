import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { MessageDocument } from '@ottogi/protocol';
import { matchInRoom } from './messageIndex.ts';
import { type Operations, parsed } from './operation.ts';

export function messageReads(
  db: DatabaseSync,
): Pick<Operations, 'message' | 'messages' | 'messagesSince' | 'searchMessages'> {
  const one = db.prepare('SELECT document FROM messages WHERE roomId = ? AND messageSeq = ?');
  const range = (order: 'ASC' | 'DESC') =>
    db.prepare(
      `SELECT document FROM messages WHERE roomId = ? AND messageSeq > ? AND messageSeq < ?
       ORDER BY messageSeq ${order} LIMIT ?`,
    );
  const oldest = range('ASC');
  const newest = range('DESC');
  const since = db.prepare(
    'SELECT document FROM messages WHERE roomId = ? AND revision > ? ORDER BY revision LIMIT ?',
  );
  const reached = db.prepare('SELECT revision FROM rooms WHERE roomId = ?');
  const lastBefore = db.prepare(
    `SELECT id FROM messages WHERE roomId = ? AND messageSeq < ?
     ORDER BY messageSeq DESC LIMIT 1`,
  );
  // FTS5 walks its rowids downwards by itself, and stops at the limit.
  const matching = db.prepare(
    `SELECT document FROM messageIndex JOIN messages ON messages.id = messageIndex.rowid
     WHERE messageIndex MATCH ? AND messageIndex.rowid <= ?
     ORDER BY messageIndex.rowid DESC LIMIT ?`,
  );

  return {
    message(roomId, messageSeq) {
      const row = one.get(roomId, messageSeq);
      return row ? (parsed(row['document']) as MessageDocument) : null;
    },

    messages({ roomId, before = Number.MAX_SAFE_INTEGER, after = 0, limit, keep }) {
      if (keep === 'oldest') return documents(oldest, roomId, after, before, limit);
      return documents(newest, roomId, after, before, limit).toReversed();
    },

    messagesSince(roomId, revision, limit) {
      const messages = documents(since, roomId, revision, limit);
      return { messages, revision: Number(reached.get(roomId)?.['revision'] ?? 0) };
    },

    searchMessages(roomId, text, { before = Number.MAX_SAFE_INTEGER, limit }) {
      const match = matchInRoom(roomId, text);
      const last = lastBefore.get(roomId, before)?.['id'];
      if (match === null || last === undefined) return [];
      return documents(matching, match, Number(last), limit);
    },
  };
}

function documents(statement: StatementSync, ...values: (string | number)[]): MessageDocument[] {
  return statement.all(...values).map(({ document }) => parsed(document) as MessageDocument);
}
