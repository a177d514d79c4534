// A worker built on this machine (tools/mediasoup-worker), kept outside the tree.

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { Failure } from './failure.mjs';
import { whenInterrupted } from './interrupt.mjs';
import { withLock } from './lock.mjs';
import { cacheDir, ROOT } from './paths.mjs';
import { MEDIASOUP } from './prebuilt-worker.mjs';
import { Progress, say } from './progress.mjs';
import { hashFiles } from './stamps.mjs';
import { ensureSystemPackages, SYSTEM_PACKAGES } from './system-packages.mjs';

const RECIPE = 'tools/mediasoup-worker';

/** What the build takes on one core of a small server, to tell beforehand how long it will be. */
const CORE_MINUTES = 5;

/**
 * Where the worker built for this mediasoup version, recipe and system is, or would be. The
 * distribution's version counts because its libraries do.
 *
 * @returns {string}
 */
export function builtWorker() {
  const { version } = JSON.parse(readFileSync(join(MEDIASOUP, 'package.json'), 'utf8'));
  const recipe = hashFiles(
    ROOT,
    ['build.mjs', 'corrections.mjs', 'sources.mjs', 'include'].map((name) => `${RECIPE}/${name}`),
  );
  const name = [version, recipe.slice(0, 8), distribution(), process.arch].join('-');
  return join(cacheDir(), 'mediasoup-worker', name, 'mediasoup-worker');
}

/** @returns {string} Such as "debian12". */
function distribution() {
  try {
    const text = readFileSync('/etc/os-release', 'utf8');
    const value = (/** @type {string} */ key) =>
      new RegExp(`^${key}="?([\\w.]+)`, 'm').exec(text)?.[1] ?? '';
    return value('ID') + value('VERSION_ID');
  } catch {
    return process.platform;
  }
}

/**
 * Builds the worker into its place in the cache. Whoever comes second waits, and finds it there.
 *
 * @param {string} why Why none could be downloaded.
 */
export async function buildIntoCache(why) {
  const cannot = (/** @type {string} */ mend) =>
    new Failure('There is no mediasoup worker for this machine', {
      why: `the prebuilt one cannot be had (${why})`,
      mend: `${mend}, or set MEDIASOUP_WORKER_BIN to a worker that you have`,
    });
  if (process.platform !== 'linux') throw cannot('let this machine reach that page once');

  say(`mediasoup’s prebuilt worker cannot be had here: ${why}.`);
  await ensureSystemPackages(SYSTEM_PACKAGES.build, 'to build the worker').catch((failure) => {
    failure.mend += `\n           or let this machine reach mediasoup’s prebuilt worker once (${why})`;
    throw failure;
  });

  const worker = builtWorker();
  try {
    mkdirSync(dirname(worker), { recursive: true });
  } catch (error) {
    throw new Failure('The built worker cannot be kept', {
      why: error.message,
      mend: 'set OTTOGI_CACHE_DIR to a folder that may be written to',
    });
  }
  await withLock(`${worker}.lock`, 'the worker is being built', async () => {
    if (!existsSync(worker)) await build(worker);
  });
}

/** @param {string} worker */
async function build(worker) {
  const minutes = Math.max(1, Math.round(CORE_MINUTES / availableParallelism()));
  say(
    `So it is built from the source in mediasoup’s npm package: about ${minutes} min, ` +
      'once per mediasoup version.',
  );
  // Imported here, so that a start that builds nothing does not load it.
  const { buildWorker } = await import('../../tools/mediasoup-worker/build.mjs');
  // Beside its final place: moving it there is then one step, and never half done. What a build
  // that was killed left behind has the same name, and goes.
  const buildDir = join(dirname(worker), 'build');
  rmSync(buildDir, { recursive: true, force: true });
  mkdirSync(buildDir);
  const cleanUp = () => rmSync(buildDir, { recursive: true, force: true });
  const forget = whenInterrupted(cleanUp);
  const progress = new Progress('Building the mediasoup worker');
  try {
    const output = join(buildDir, 'mediasoup-worker');
    await buildWorker({
      workerDir: join(MEDIASOUP, 'worker'),
      buildDir,
      output,
      onProgress: (done, total) => progress.update(`${done} of ${total} files`, done / total),
    });
    renameSync(output, worker);
    progress.done('Worker built');
  } catch (error) {
    progress.stop();
    throw new Failure('The mediasoup worker could not be built', {
      why: error.message,
      output: error.output,
      mend:
        'tools/mediasoup-worker/README.md tells what the build needs; ' +
        'or let this machine reach mediasoup’s prebuilt worker once',
    });
  } finally {
    forget();
    cleanUp();
  }
}
