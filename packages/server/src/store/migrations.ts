import type { DatabaseSync } from 'node:sqlite';
import { CHARACTER_DIGITS } from './bigrams.ts';
import { StoreError } from './Store.ts';

/** From the version before to this one. One that was released is never changed. */
export interface Migration {
  why: string;
  sql: string;
}

/** The first makes version 1 of an empty database; a database carries its own in `user_version`. */
export const MIGRATIONS: readonly Migration[] = [
  {
    why: 'Rooms, people, bans, messages and files. Each is a JSON document, beside it the columns by which it is looked up.',
    sql: `
      CREATE TABLE rooms (
        roomId TEXT PRIMARY KEY,
        lastMessageSeq INTEGER NOT NULL DEFAULT 0,
        revision INTEGER NOT NULL DEFAULT 0,
        document TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE people (
        personId TEXT PRIMARY KEY,
        document TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE bans (
        roomId TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE,
        personId TEXT NOT NULL,
        document TEXT NOT NULL,
        PRIMARY KEY (roomId, personId)
      ) STRICT, WITHOUT ROWID;

      -- Within a room, ids ascend with messageSeq: the search relies on it.
      CREATE TABLE messages (
        id INTEGER PRIMARY KEY,
        roomId TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE,
        messageSeq INTEGER NOT NULL,
        revision INTEGER NOT NULL,
        personId TEXT NOT NULL,
        messageId TEXT NOT NULL,
        document TEXT NOT NULL,
        UNIQUE (roomId, messageSeq),
        UNIQUE (roomId, personId, messageId)
      ) STRICT;
      CREATE UNIQUE INDEX messagesByRevision ON messages (roomId, revision);

      -- message is null while none carries the file.
      CREATE TABLE files (
        fileId TEXT PRIMARY KEY,
        roomId TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE,
        personId TEXT NOT NULL,
        message INTEGER REFERENCES messages ON DELETE CASCADE,
        sizeBytes INTEGER NOT NULL,
        uploadedAt INTEGER NOT NULL,
        document TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX filesByRoom ON files (roomId);
      CREATE INDEX filesByMessage ON files (message);
      CREATE INDEX looseFiles ON files (uploadedAt) WHERE message IS NULL;

      -- The rowid is that of the message; the text is in the message only. See bigrams.ts.
      CREATE VIRTUAL TABLE messageIndex USING fts5 (
        room, words,
        content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '${CHARACTER_DIGITS}'
      );
    `,
  },
  {
    why: 'Rooms are moderated, locked and have a lobby; bans count by address too, and how often somebody was removed.',
    sql: `
      UPDATE rooms SET document = json_set(
        document, '$.moderatorIds', json('[]'), '$.locked', json('false'), '$.lobby', json('false')
      );
      UPDATE bans SET document = json_set(
        document, '$.addresses', json('[]'), '$.addressesUntil', 0, '$.removals', 1
      );
    `,
  },
  {
    why: 'Rooms have a rule by which they get their topology; before, there was one.',
    sql: `
      UPDATE rooms SET document = json_set(
        json_remove(document, '$.topology'), '$.topologyRule', 'auto'
      );
    `,
  },
  {
    why: 'Rooms are recorded.',
    sql: `
      CREATE TABLE recordings (
        recordingId TEXT PRIMARY KEY,
        roomId TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE,
        document TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX recordingsByRoom ON recordings (roomId);
    `,
  },
  {
    why: 'Rooms say whether they are encrypted from end to end; those that there are, are not.',
    sql: `UPDATE rooms SET document = json_set(document, '$.encrypted', json('false'));`,
  },
];

/**
 * Brings a database to the newest version, one transaction a version: one that is interrupted leaves
 * the version before.
 * @throws StoreError `unavailable`, before anything is touched, if the database is newer than this.
 */
export function migrate(
  db: DatabaseSync,
  migrations: readonly Migration[] = MIGRATIONS,
): { from: number; to: number } {
  const from = versionOf(db);
  const to = migrations.length;
  if (from > to) {
    throw new StoreError(
      'unavailable',
      `it was written by a newer Ottogi (schema ${from}; this one knows ${to}): run that one, or restore a backup`,
    );
  }
  for (const [index, migration] of migrations.entries()) {
    if (index >= from) step(db, migration, index + 1);
  }
  return { from, to };
}

export function versionOf(db: DatabaseSync): number {
  return Number(db.prepare('PRAGMA user_version').get()?.['user_version']);
}

function step(db: DatabaseSync, { sql }: Migration, version: number): void {
  db.exec('BEGIN IMMEDIATE');
  try {
    db.exec(sql);
    db.exec(`PRAGMA user_version = ${version}`);
    db.exec('COMMIT');
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}
