import { mkdir, mkdtemp, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MIGRATIONS, migrate, versionOf } from './migrations.ts';
import { openDatabase, requireNewEnough } from './openDatabase.ts';
import { SqliteStore } from './SqliteStore.ts';
import { aMessage, aRoom } from './testing/records.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ottogi-store-'));
  path = join(folder, 'ottogi.db');
});
afterEach(() => rm(folder, { recursive: true }));

function opened(): DatabaseSync {
  return openDatabase({ path, busyTimeoutMs: 100 });
}

function pragma(db: DatabaseSync, name: string): unknown {
  return Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0];
}

test('every commit waits for the disk', () => {
  const db = opened();
  expect(pragma(db, 'journal_mode')).toBe('wal');
  // 2 is FULL: in WAL mode a sync at every commit.
  expect(pragma(db, 'synchronous')).toBe(2);
  expect(pragma(db, 'foreign_keys')).toBe(1);
  expect(pragma(db, 'busy_timeout')).toBe(100);
  db.close();
});

test('what had become readable to others is made private again', async () => {
  await writeFile(path, '', { mode: 0o644 });
  opened().close();
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test.each([
  ['3.51.2', false],
  ['3.51.3', true],
  ['3.51.10', true],
  ['3.53.4', true],
  ['3.9.9', false],
  ['4.0.0', true],
])('SQLite %s is new enough: %s', (version, expected) => {
  if (expected) requireNewEnough(version);
  else expect(() => requireNewEnough(version)).toThrow(`SQLite ${version} is too old`);
});

describe('schema versions', () => {
  test('an empty database comes to the newest, and stays there', () => {
    opened().close();
    const db = opened();
    expect(versionOf(db)).toBe(MIGRATIONS.length);
    db.close();
  });

  test('a database of a newer Ottogi is refused, and left as it is', async () => {
    const db = opened();
    db.exec(`PRAGMA user_version = ${MIGRATIONS.length + 1}`);
    db.close();
    const before = await readFile(path);
    await expect(SqliteStore.open(path)).rejects.toThrow(
      `the database ${path} cannot be used: it was written by a newer Ottogi (schema ${MIGRATIONS.length + 1}; this one knows ${MIGRATIONS.length})`,
    );
    expect(await readFile(path)).toEqual(before);
  });

  test('a migration that breaks off leaves the version before, and the next start goes on', () => {
    const good = { why: 'a table', sql: 'CREATE TABLE extra (a); INSERT INTO extra VALUES (1);' };
    const broken = { why: 'a slip', sql: 'UPDATE extra SET a = 2; SELECT nonsense;' };
    const mended = { why: 'the slip mended', sql: 'UPDATE extra SET a = 3;' };
    const db = opened();
    const from = MIGRATIONS.length;
    expect(() => migrate(db, [...MIGRATIONS, good, broken])).toThrow('nonsense');
    expect(versionOf(db)).toBe(from + 1);
    expect(db.prepare('SELECT a FROM extra').all()).toEqual([{ a: 1 }]);
    expect(migrate(db, [...MIGRATIONS, good, mended])).toEqual({ from: from + 1, to: from + 2 });
    expect(db.prepare('SELECT a FROM extra').all()).toEqual([{ a: 3 }]);
    db.close();
  });
});

test('rooms and bans of a first version come along, with nobody named and every door open', async () => {
  const db = new DatabaseSync(path);
  migrate(db, MIGRATIONS.slice(0, 1));
  const { moderatorIds: _m, locked: _k, lobby: _l, ...room } = aRoom();
  const ban = { personId: 'eve', name: 'Eve', at: 1, until: null };
  db.prepare('INSERT INTO rooms (roomId, document) VALUES (?, ?)').run(
    room.roomId,
    JSON.stringify(room),
  );
  db.prepare('INSERT INTO bans (roomId, personId, document) VALUES (?, ?, ?)').run(
    room.roomId,
    'eve',
    JSON.stringify(ban),
  );
  db.close();
  const store = await SqliteStore.open(path);
  expect(await store.rooms()).toEqual([{ ...aRoom(), lastMessageSeq: 0, revision: 0 }]);
  expect(await store.bans()).toEqual([
    { ...ban, roomId: room.roomId, addresses: [], addressesUntil: 0, removals: 1 },
  ]);
  await store.close();
});

describe('what cannot be opened', () => {
  test('a file that is no database is named, and stays as it is', async () => {
    const text = 'no database, but somebody’s only copy of something\n'.repeat(100);
    await writeFile(path, text);
    await expect(SqliteStore.open(path)).rejects.toThrow(
      `the database ${path} cannot be used: file is not a database`,
    );
    expect(await readFile(path, 'utf8')).toBe(text);
  });

  test('a folder in its place is named', async () => {
    await mkdir(path);
    await expect(SqliteStore.open(path)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining(path) as string,
    });
  });
});

test('a damaged part is told with its cause, and the rest can be used', async () => {
  const first = await SqliteStore.open(path);
  await first.putRoom(aRoom());
  const text = 'long enough to fill some pages '.repeat(50);
  for (let index = 0; index < 20; index += 1) {
    await first.postMessage(aMessage(`m${index}`, { text }));
  }
  await first.close();
  const db = new DatabaseSync(path);
  const root = db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'messages'").get();
  const pageBytes = Number(pragma(db, 'page_size'));
  db.close();
  const file = await open(path, 'r+');
  await file.write(
    Buffer.alloc(pageBytes, 0xee),
    0,
    pageBytes,
    (Number(root?.['rootpage']) - 1) * pageBytes,
  );
  await file.close();

  const store = await SqliteStore.open(path);
  await expect(store.message('lounge', 1)).rejects.toMatchObject({
    code: 'unavailable',
    message: 'database disk image is malformed',
  });
  expect(await store.rooms()).toHaveLength(1);
  await store.close();
});
