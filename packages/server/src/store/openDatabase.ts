import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { migrate } from './migrations.ts';
import { StoreError } from './Store.ts';

/** Before it, a rare race of a checkpoint and a writer in WAL mode could damage the database. */
const OLDEST_SQLITE = '3.51.3';

/** What the log of a long backup may keep of the disk once it has been worked off. */
const LOG_KEEPS_BYTES = 16 * 1024 * 1024;

export const IN_MEMORY = ':memory:';

export interface DatabaseOptions {
  /** A file, made with its folder if it is not there; or `IN_MEMORY`. */
  path: string;
  /** How long to wait for another process that holds the database locked. */
  busyTimeoutMs: number;
}

/**
 * The database, in the newest schema, with every commit on the disk before it returns.
 * @throws StoreError `unavailable`, with a message for the person who starts the server
 */
export function openDatabase({ path, busyTimeoutMs }: DatabaseOptions): DatabaseSync {
  let db: DatabaseSync | null = null;
  try {
    if (path !== IN_MEMORY) makePrivate(path);
    db = new DatabaseSync(path, { timeout: busyTimeoutMs });
    requireNewEnough(sqliteVersion(db));
    // First of all: a database of a newer schema stays as it is.
    migrate(db);
    configure(db);
    return db;
  } catch (error) {
    if (db?.isOpen) db.close();
    const reason = error instanceof Error ? error.message : String(error);
    throw new StoreError('unavailable', `the database ${path} cannot be used: ${reason}`, {
      cause: error,
    });
  }
}

/** SQLite gives its own files beside the database (`-wal`, `-shm`) the same mode. */
function makePrivate(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', 0o600));
  // Copied by hand or out of a backup they may have become readable to others.
  for (const file of [path, `${path}-wal`, `${path}-shm`]) {
    if (existsSync(file)) chmodSync(file, 0o600);
  }
}

export function sqliteVersion(db: DatabaseSync): string {
  return String(db.prepare('SELECT sqlite_version() AS version').get()?.['version']);
}

/** @throws StoreError `unavailable` */
export function requireNewEnough(version: string): void {
  if (version.localeCompare(OLDEST_SQLITE, 'en', { numeric: true }) >= 0) return;
  throw new StoreError(
    'unavailable',
    `SQLite ${version} is too old, Ottogi needs ${OLDEST_SQLITE} or newer: run it on Node 24.16 or newer`,
  );
}

function configure(db: DatabaseSync): void {
  db.exec('PRAGMA journal_mode = WAL');
  db.exec('PRAGMA synchronous = FULL');
  // On macOS an fsync alone leaves the data in the disk's own cache. Elsewhere these do nothing.
  db.exec('PRAGMA fullfsync = ON');
  db.exec('PRAGMA checkpoint_fullfsync = ON');
  db.exec('PRAGMA foreign_keys = ON');
  db.exec(`PRAGMA journal_size_limit = ${LOG_KEEPS_BYTES}`);
}
