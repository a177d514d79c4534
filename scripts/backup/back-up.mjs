// The backup, whole or not at all.

import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import { Failure } from '../setup/failure.mjs';
import { whenInterrupted } from '../setup/interrupt.mjs';
import { Progress } from '../setup/progress.mjs';
import { copyDatabase } from './database.mjs';
import { copyFiles, filesOf } from './files.mjs';

const DATABASE = 'ottogi.db';

/** SQLITE_FULL (https://sqlite.org/rescode.html#full). */
const SQLITE_FULL = 13;

/**
 * Copies a data folder. Where it fails, or is interrupted, the target is as empty as it was.
 *
 * @param {string} dataDir
 * @param {string} target A folder that is empty, or not there.
 */
export async function backUp(dataDir, target) {
  if (!existsSync(join(dataDir, DATABASE))) {
    throw new Failure(`There is nothing to back up in ${dataDir}`, {
      why: `it holds no ${DATABASE}`,
      mend: 'set OTTOGI_DATA_DIR to the data folder of the server, as the server has it',
    });
  }
  const cleanUp = prepare(dataDir, target);
  const forget = whenInterrupted(cleanUp);
  try {
    await copyAll(dataDir, target);
  } catch (error) {
    cleanUp();
    throw error instanceof Failure ? error : explained(error, target);
  } finally {
    forget();
  }
}

/**
 * @param {string} dataDir
 * @param {string} target
 */
async function copyAll(dataDir, target) {
  // Under another name at first: a folder without an ottogi.db is not taken for a backup.
  const draft = join(target, `${DATABASE}.part`);
  const copying = new Progress('Copying the database');
  try {
    await copyDatabase(join(dataDir, DATABASE), draft, (done, total) =>
      copying.update(`${megabytes(done)} of ${megabytes(total)}`, done / total),
    );
    copying.done('Database copied and checked');
  } finally {
    copying.stop();
  }

  // After the database: what its messages carry is there by now. A file that comes later belongs
  // to no message of the copy, and the server forgets it.
  const files = filesOf(dataDir).filter((file) => !file.startsWith(DATABASE));
  const linking = new Progress('Copying files');
  try {
    const copied = await copyFiles(dataDir, target, files, (done) =>
      linking.update(`${done} of ${files.length}`, done / files.length),
    );
    linking.done(`Files copied: ${copied}`);
  } finally {
    linking.stop();
  }
  renameSync(draft, join(target, DATABASE));
}

/**
 * Makes the target.
 *
 * @param {string} dataDir
 * @param {string} target
 * @returns {() => void} Takes back everything that came into it since.
 */
function prepare(dataDir, target) {
  const way = relative(dataDir, target);
  // Absolute between the drives of Windows.
  if (way.split(sep)[0] !== '..' && !isAbsolute(way)) {
    throw new Failure(`${target} lies in the data folder itself`, {
      mend: 'choose a folder elsewhere, on another disk if there is one',
    });
  }
  try {
    const made = mkdirSync(target, { recursive: true, mode: 0o700 });
    if (readdirSync(target).length > 0) {
      throw new Failure(`${target} is not empty`, {
        mend: 'choose a new folder, or empty this one',
      });
    }
    return () => {
      for (const name of readdirSync(target)) rmSync(join(target, name), { recursive: true });
      if (made) rmSync(target, { recursive: true });
    };
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`${target} cannot be written to`, {
      why: error.message,
      mend: 'choose a folder that this user may write to',
    });
  }
}

/**
 * @param {any} error
 * @param {string} target
 */
function explained(error, target) {
  if (error.code === 'ENOSPC' || error.errcode === SQLITE_FULL) {
    return new Failure(`There is no room left for a backup in ${target}`, {
      why: error.message,
      mend: 'choose a folder on another disk, or make room there',
    });
  }
  return new Failure('The backup did not work out, and was taken back', { why: error.message });
}

/** @param {number} bytes */
function megabytes(bytes) {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
