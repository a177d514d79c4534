// mediasoup's own prebuilt worker, fetched by mediasoup's own install script.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NODE_MODULES } from './paths.mjs';
import { Progress } from './progress.mjs';
import { run } from './run.mjs';

export const MEDIASOUP = join(NODE_MODULES, 'mediasoup');

const ASK_TIMEOUT_MS = 3_000;

/** @returns {string} Where mediasoup keeps its worker. */
export function prebuiltWorker() {
  const name = process.platform === 'win32' ? 'mediasoup-worker.exe' : 'mediasoup-worker';
  return join(MEDIASOUP, 'worker', 'out', 'Release', name);
}

/**
 * Asks, in seconds and without loading it, whether a prebuilt worker can be had. Left to find out
 * by itself, mediasoup's script would go on to fetch a build system and eleven source archives.
 *
 * @param {string} node
 * @returns {Promise<string | undefined>} Why not, or nothing.
 */
export async function whyNoPrebuilt(node) {
  if (process.env.MEDIASOUP_SKIP_WORKER_PREBUILT_DOWNLOAD) {
    return 'MEDIASOUP_SKIP_WORKER_PREBUILT_DOWNLOAD is set';
  }
  const { output } = await script(node, 'worker:prebuild-name');
  const name = /workerPrebuildTarName:(\S+\.tgz)\]/.exec(output)?.[1];
  if (!name) return 'mediasoup’s install script no longer tells its name';
  return whyUnreachable(prebuiltUrl(name));
}

/** @param {string} name */
function prebuiltUrl(name) {
  const { version, repository } = JSON.parse(readFileSync(join(MEDIASOUP, 'package.json'), 'utf8'));
  const base =
    process.env.MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL ||
    `${repository.url.replace(/^git\+/, '').replace(/\.git$/, '')}/releases/download`;
  return `${base}/${version}/${name}`;
}

/**
 * @param {string} url
 * @param {number} [timeoutMs]
 * @returns {Promise<string | undefined>}
 */
export async function whyUnreachable(url, timeoutMs = ASK_TIMEOUT_MS) {
  try {
    const response = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(timeoutMs) });
    if (response.ok) return undefined;
    return response.status === 404
      ? 'there is none for this system'
      : `${new URL(url).host} answered ${response.status}`;
  } catch (error) {
    const { host } = new URL(url);
    if (error.name === 'TimeoutError') return `${host} did not answer within ${timeoutMs / 1000} s`;
    return `${host} cannot be reached: ${error.cause?.code ?? error.cause?.message ?? error.message}`;
  }
}

/**
 * @param {string} node
 * @returns {Promise<string | undefined>} Why it did not work, or nothing.
 */
export async function downloadPrebuilt(node) {
  const progress = new Progress('Downloading mediasoup’s prebuilt worker');
  const { code } = await script(node, 'postinstall');
  if (code === 0 && existsSync(prebuiltWorker())) {
    progress.done('Worker downloaded');
    return undefined;
  }
  progress.stop();
  return 'the download failed, or what came does not run here';
}

/**
 * @param {string} node
 * @param {string} task
 */
function script(node, task) {
  return run(node, ['npm-scripts.mjs', task], {
    cwd: MEDIASOUP, // The script's paths are relative.
    env: {
      MEDIASOUP_WORKER_BIN: undefined, // Would make it skip everything.
      // When its download fails it builds with Python and what that fetches. Ours is the better
      // build where downloads fail, so let that one fail at its first command.
      PYTHON: 'python-is-not-used',
    },
  });
}
