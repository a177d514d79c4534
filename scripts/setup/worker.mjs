// The mediasoup worker: a C++ program that mediasoup runs beside Node, one per core.
//
// mediasoup's npm package brings its source, and an install script that downloads a prebuilt one
// from a release page. Where that page cannot be reached, the source is built here, once per
// version, against the libraries of the distribution.

import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildIntoCache, builtWorker } from './built-worker.mjs';
import { Failure } from './failure.mjs';
import { downloadPrebuilt, prebuiltWorker, whyNoPrebuilt } from './prebuilt-worker.mjs';
import { say } from './progress.mjs';
import { run } from './run.mjs';
import { readStamp, writeStamp } from './stamps.mjs';

const STAMP = 'worker';

/**
 * @param {string} node A Node that runs mediasoup.
 * @returns {Promise<string>} The path of a worker that has been seen to start.
 */
export async function ensureWorker(node) {
  const given = process.env.MEDIASOUP_WORKER_BIN;
  if (given) {
    const why = await whyNotUsable(resolve(given), node);
    if (!why) return resolve(given);
    throw new Failure(`The worker that MEDIASOUP_WORKER_BIN names does not work: ${given}`, {
      why,
      mend: 'unset MEDIASOUP_WORKER_BIN to have one found or built, or let it name another',
    });
  }

  const prebuilt = prebuiltWorker();
  const built = builtWorker();
  for (const worker of [prebuilt, built].filter((path) => existsSync(path))) {
    const why = await whyNotUsable(worker, node);
    if (!why) return worker;
    say(`The worker in ${worker} does not start (${why}): replacing it.`);
    rmSync(worker, { force: true });
  }

  let whyBuild = (await whyNoPrebuilt(node)) ?? (await downloadPrebuilt(node));
  if (!whyBuild) {
    whyBuild = await whyNotUsable(prebuilt, node);
    if (!whyBuild) return prebuilt;
    rmSync(prebuilt, { force: true });
  }

  await buildIntoCache(whyBuild);
  const why = await whyNotUsable(built, node);
  if (!why) return built;
  rmSync(built, { force: true });
  throw new Failure('The worker was built, but does not start', {
    why,
    mend: 'tools/mediasoup-worker/README.md tells which systems it has been run on',
  });
}

/**
 * Starts a worker for real, unless this very file has been seen to start before.
 *
 * @param {string} worker
 * @param {string} node
 * @returns {Promise<string | undefined>} Why it cannot be used, or nothing.
 */
async function whyNotUsable(worker, node) {
  if (!existsSync(worker)) return 'there is no such file';
  if (readStamp(STAMP) === identity(worker)) return undefined;
  // Without mediasoup's greeting a worker says so and exits with 41. Anything else is the
  // operating system or the dynamic linker speaking, who give better reasons than mediasoup.
  const { MEDIASOUP_VERSION: _, ...env } = process.env;
  const alone = spawnSync(worker, { env, encoding: 'utf8', timeout: 10_000 });
  if (alone.error) return alone.error.message;
  if (alone.status !== 41) {
    return alone.stderr.trim().split('\n')[0] || `it ended with ${alone.signal ?? alone.status}`;
  }
  const script = fileURLToPath(new URL('try-worker.mjs', import.meta.url));
  const { code, output } = await run(node, [script], {
    env: { MEDIASOUP_WORKER_BIN: worker },
    timeoutMs: 20_000,
  });
  if (code !== 0) {
    return /^\w*Error: (.*)$/m.exec(output)?.[1] ?? 'mediasoup could not make it work';
  }
  writeStamp(STAMP, identity(worker));
  return undefined;
}

/** @param {string} worker */
function identity(worker) {
  const { size, mtimeMs } = statSync(worker);
  return `${worker} ${size} ${mtimeMs}\n`;
}
