// The database, as it was at one moment, while others go on writing to it.

import { closeSync, openSync } from 'node:fs';
import { backup, DatabaseSync } from 'node:sqlite';
import { Failure } from '../setup/failure.mjs';

/** So many that a step is short, and the progress smooth. */
const PAGES_AT_ONCE = 500;

/** In WAL mode writers do not hold up a reader; what does is over soon. */
const BUSY_TIMEOUT_MS = 10_000;

/**
 * @param {string} source
 * @param {string} copy
 * @param {(doneBytes: number, totalBytes: number) => void} onProgress
 */
export async function copyDatabase(source, copy, onProgress) {
  // Before SQLite makes it: messages are nobody else's business.
  closeSync(openSync(copy, 'wx', 0o600));
  const db = new DatabaseSync(source, { timeout: BUSY_TIMEOUT_MS });
  try {
    // A read transaction holds this moment still. Without it every write of the server would have
    // the copy begin anew, and on a busy server it would never end.
    db.exec('BEGIN');
    const pageBytes = Number(Object.values(db.prepare('PRAGMA page_size').get() ?? {})[0]);
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    await backup(db, copy, {
      rate: PAGES_AT_ONCE,
      progress: ({ totalPages, remainingPages }) =>
        onProgress((totalPages - remainingPages) * pageBytes, totalPages * pageBytes),
    });
    db.exec('ROLLBACK');
  } finally {
    db.close();
  }
  check(copy, source);
}

/**
 * @param {string} copy
 * @param {string} source
 */
function check(copy, source) {
  const damages = damagesIn(copy);
  if (damages.length === 0) return;
  throw new Failure('The copy of the database is damaged, so it is not kept', {
    output: damages.join('\n'),
    why: `most likely ${source} is damaged itself`,
    mend: 'keep the backups that you have; see "Backup and restore" in docs/operations.md',
  });
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function damagesIn(path) {
  const db = new DatabaseSync(path);
  try {
    const found = db.prepare('PRAGMA integrity_check').all();
    return found.map((row) => String(row.integrity_check)).filter((line) => line !== 'ok');
  } catch (error) {
    // So damaged that it cannot even be looked through.
    return [error.message];
  } finally {
    db.close();
  }
}
