// Running other programs during the set-up: quietly, with their output kept for when they fail.

import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { whenInterrupted } from './interrupt.mjs';
import { NODE_MODULES } from './paths.mjs';

/**
 * @typedef {object} Result
 * @property {number | null} code
 * @property {string} output Standard output and standard error, as they came.
 */

/**
 * Resolves however the program ends; rejects only if it cannot be started at all.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {object} [options]
 * @param {string} [options.cwd]
 * @param {NodeJS.ProcessEnv} [options.env] Added to the environment; undefined takes one away.
 * @param {boolean} [options.shell]
 * @param {number} [options.timeoutMs]
 * @param {(line: string) => void} [options.onLine] Called per line, of standard output, standard
 *   error and file descriptor 3 alike.
 * @returns {Promise<Result>}
 */
export function run(command, args, { cwd, env, shell, timeoutMs, onLine } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      shell,
      timeout: timeoutMs,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    const forget = whenInterrupted(() => child.kill('SIGTERM'));
    let output = '';
    const streams = /** @type {import('node:stream').Readable[]} */ (child.stdio.slice(1));
    for (const stream of streams.slice(0, 2)) stream.on('data', (chunk) => (output += chunk));
    for (const stream of streams) {
      if (onLine) createInterface({ input: stream }).on('line', onLine);
      else stream.resume();
    }
    child.on('error', (error) => {
      forget();
      reject(error);
    });
    child.on('close', (code) => {
      forget();
      resolve({ code, output });
    });
  });
}

/**
 * Whether a command is on the PATH, and where.
 *
 * @param {string} name
 * @param {string} [path]
 * @returns {string | undefined}
 */
export function which(name, path = process.env.PATH ?? '') {
  return path
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));
}

/**
 * The JavaScript file behind a command of an installed package. The links in node_modules/.bin are
 * shell scripts on Windows and bring the wrong Node everywhere.
 *
 * @param {string} packageName
 * @param {string} [command]
 * @returns {string}
 */
export function commandOf(packageName, command = packageName) {
  const folder = join(NODE_MODULES, packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[command]);
}
