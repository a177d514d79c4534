// One set-up at a time, so that two terminals do not build the same thing twice or install into one
// folder together.

import { mkdirSync, openSync, closeSync, rmSync, statSync, utimesSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { whenInterrupted } from './interrupt.mjs';
import { say } from './progress.mjs';

const HEARTBEAT_MS = 2_000;

/** A holder that was killed leaves its file behind; one that lives touches it. */
const STALE_MS = 5 * HEARTBEAT_MS;

const RETRY_MS = 250;

/**
 * Runs `body` while holding the lock file.
 *
 * @template T
 * @param {string} file
 * @param {string} what What another holder is doing, for the person who waits.
 * @param {() => Promise<T>} body
 * @returns {Promise<T>}
 */
export async function withLock(file, what, body) {
  mkdirSync(dirname(file), { recursive: true });
  for (let waited = false; !take(file); waited = true) {
    if (!waited) say(`Waiting: ${what} in another process.`);
    await sleep(RETRY_MS);
  }
  const release = () => rmSync(file, { force: true });
  const heartbeat = setInterval(() => touch(file), HEARTBEAT_MS);
  const forget = whenInterrupted(release);
  try {
    return await body();
  } finally {
    clearInterval(heartbeat);
    forget();
    release();
  }
}

/** @param {string} file */
function take(file) {
  try {
    closeSync(openSync(file, 'wx'));
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  const age = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  if (age > STALE_MS) rmSync(file, { force: true });
  return false;
}

/** @param {string} file */
function touch(file) {
  const now = new Date();
  try {
    utimesSync(file, now, now);
  } catch {
    // Somebody took the file away. What the lock guards is moved into place whole, so going on
    // costs at most the same work twice.
  }
}
