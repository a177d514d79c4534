// What to compile, read from mediasoup's own build files, so that a new version needs no copying.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The file names assigned to a list in a meson build file, `name = [...]` and `name += [...]` alike.
 *
 * @param {string} text The build file.
 * @param {string} name The list's name.
 * @returns {string[]}
 */
export function readMesonList(text, name) {
  const withoutComments = text.replace(/#.*$/gm, '');
  const blocks = withoutComments.matchAll(new RegExp(`\\b${name} \\+?= \\[([^\\]]*)\\]`, 'g'));
  const files = [...blocks].flatMap(([block]) =>
    [...block.matchAll(/'([^']+)'/g)].map(([quoted]) => quoted.slice(1, -1)),
  );
  if (files.length === 0) {
    throw new Error(`the list ${name} is not where it used to be in mediasoup's meson.build`);
  }
  return files;
}

/**
 * All sources of the worker's executable, as absolute paths.
 *
 * @param {string} workerDir The `worker` folder of the mediasoup package.
 * @returns {string[]}
 */
export function workerSources(workerDir) {
  const list = (/** @type {string} */ folder, /** @type {string} */ name) =>
    readMesonList(readFileSync(join(workerDir, folder, 'meson.build'), 'utf8'), name).map((file) =>
      join(workerDir, folder, file),
    );
  const sources = [
    ...list('.', 'common_sources'),
    join(workerDir, 'src/main.cpp'),
    ...list('deps/libwebrtc', 'libwebrtc_sources'),
  ];
  const missing = sources.find((source) => !existsSync(source));
  if (missing) {
    throw new Error(`mediasoup's meson.build names ${missing}, which is not in the package`);
  }
  return sources;
}
