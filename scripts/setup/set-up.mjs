// The whole set-up, in the order in which its steps need each other. With everything in place it
// costs a fraction of a second and says nothing.

import { createHash } from 'node:crypto';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { findNode } from './node.mjs';
import { ensureDependencies } from './npm.mjs';
import { COMPILED, ROOT } from './paths.mjs';
import { duration, say } from './progress.mjs';
import { ensureSystemPackages, SYSTEM_PACKAGES } from './system-packages.mjs';
import { ensureWeb } from './web.mjs';
import { ensureWorker } from './worker.mjs';

/** Below this, nothing worth a line has happened. */
const WORTH_TELLING_MS = 3_000;

/**
 * @typedef {object} Ready
 * @property {string} node A Node that runs Ottogi.
 * @property {NodeJS.ProcessEnv} env What to add to the environment of what is run on it.
 */

/**
 * @param {object} [options]
 * @param {boolean} [options.tests] Also what only the tests need: browsers, fonts.
 * @returns {Promise<Ready>}
 */
export function setUp({ tests = false } = {}) {
  return withLock(lockFile(), 'this folder is being set up', async () => {
    const startedAt = performance.now();
    await ensureDependencies();
    const node = findNode();
    const worker = await ensureWorker(node);
    if (tests && process.platform === 'linux') {
      await ensureSystemPackages(SYSTEM_PACKAGES.test, 'for the browser tests');
    }
    await ensureWeb(node);
    const tookMs = performance.now() - startedAt;
    if (tookMs > WORTH_TELLING_MS) say(`Set up in ${duration(tookMs)}.`);
    // What was compiled once is read the next time: the server is up a third of a second sooner.
    return { node, env: { MEDIASOUP_WORKER_BIN: worker, NODE_COMPILE_CACHE: COMPILED } };
  });
}

/** One per user and folder, outside the folder: node_modules may be removed meanwhile. */
function lockFile() {
  const folder = createHash('sha256').update(ROOT).digest('hex').slice(0, 12);
  return join(tmpdir(), `ottogi-${userInfo().uid}-${folder}.lock`);
}
