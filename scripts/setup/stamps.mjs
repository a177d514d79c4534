// Small notes of what has been done, so that the next start can skip it. They live in node_modules:
// a new installation takes them away, and everything is looked at again.

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NODE_MODULES } from './paths.mjs';

const FOLDER = join(NODE_MODULES, '.ottogi');

/**
 * @param {string} name
 * @returns {string | undefined}
 */
export function readStamp(name) {
  try {
    return readFileSync(join(FOLDER, name), 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * @param {string} name
 * @param {string} value
 */
export function writeStamp(name, value) {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, name), value);
}

/**
 * A hash over names and contents: not over times, which git sets as it likes, nor over where the
 * tree lies.
 *
 * @param {string} base
 * @param {string[]} paths Files below `base`, or folders taken whole; the absent ones are skipped.
 * @param {(name: string) => boolean} [skip] Names of files and folders to leave out.
 * @returns {string}
 */
export function hashFiles(base, paths, skip = () => false) {
  const hash = createHash('sha256');
  const visit = (/** @type {string} */ path) => {
    const file = join(base, path);
    const stats = statSync(file, { throwIfNoEntry: false });
    if (stats?.isDirectory()) {
      const names = readdirSync(file).filter((name) => !skip(name));
      for (const name of names.sort()) visit(`${path}/${name}`);
    } else if (stats) {
      hash.update(`${path}\0`).update(readFileSync(file)).update('\0');
    }
  };
  for (const path of paths) visit(path);
  return hash.digest('hex');
}
