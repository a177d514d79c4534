// A Node that is new enough to run Ottogi: the one at hand, else one that npm brought along.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure.mjs';
import { NODE_MODULES } from './paths.mjs';

/** The first that runs TypeScript unbuilt and has the node:sqlite that Ottogi needs. */
const MINIMUM = /** @type {const} */ ([24, 16]);

/**
 * @param {string} version Such as "24.16.0".
 * @returns {boolean}
 */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1]);
}

/**
 * Where npm puts the Node that comes as an optional dependency for this system, if there is one.
 *
 * @param {string} platform
 * @param {string} arch
 * @returns {string | undefined}
 */
export function bundledNode(platform, arch) {
  const system = platform === 'win32' ? 'win' : platform;
  const binary = platform === 'win32' ? 'node.exe' : 'node';
  const known = ['linux-x64', 'linux-arm64', 'win-x64'];
  if (!known.includes(`${system}-${arch}`)) return undefined;
  return join(NODE_MODULES, `node-${system}-${arch}`, 'bin', binary);
}

/** @returns {string} The path of a Node that runs Ottogi. */
export function findNode() {
  if (isNewEnough(process.versions.node)) return process.execPath;
  const bundled = bundledNode(process.platform, process.arch);
  if (bundled && existsSync(bundled)) return bundled;
  throw new Failure(
    `Ottogi runs on Node ${MINIMUM.join('.')} or newer; this is ${process.version}`,
    {
      why: bundled
        ? 'npm left out the optional dependencies, which bring a newer one along'
        : `no npm package brings a newer one along for ${process.platform} on ${process.arch}`,
      mend: bundled
        ? 'npm ci --include=optional'
        : 'install Node 24 from https://nodejs.org, or with nvm: nvm install 24',
    },
  );
}
