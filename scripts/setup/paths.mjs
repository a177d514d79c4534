// Where things lie.

import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

export const NODE_MODULES = join(ROOT, 'node_modules');

/** What Node compiled of the sources, by their contents: it goes with a new installation. */
export const COMPILED = join(NODE_MODULES, '.ottogi', 'compiled');

/**
 * Outside the tree, so that a second clone, or a fresh node_modules, finds what took minutes.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @param {string} [platform]
 * @returns {string}
 */
export function cacheDir(env = process.env, platform = process.platform) {
  if (env.OTTOGI_CACHE_DIR) return env.OTTOGI_CACHE_DIR;
  if (env.XDG_CACHE_HOME) return join(env.XDG_CACHE_HOME, 'ottogi');
  if (platform === 'win32' && env.LOCALAPPDATA) return join(env.LOCALAPPDATA, 'ottogi', 'cache');
  return join(homedir(), '.cache', 'ottogi');
}
