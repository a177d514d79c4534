// Runs the real program on the Node that was found, as if it were this process: same terminal, same
// signals, same exit code.

import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { ROOT } from './paths.mjs';

export const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

const FOLLOW_PARENT = new URL('follow-parent.mjs', import.meta.url).href;

/**
 * @param {import('./set-up.mjs').Ready} ready
 * @param {string[]} args The script, and its arguments.
 * @returns {Promise<number>} The exit code.
 */
export function launch(ready, args) {
  const child = spawnProgram(ready, args);
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(exitCode(code, signal)));
  });
}

/**
 * In this terminal, and gone with this process.
 *
 * @param {import('./set-up.mjs').Ready} ready
 * @param {string[]} args
 */
export function spawnProgram({ node, env }, args) {
  return spawn(node, ['--import', FOLLOW_PARENT, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    // That the channel closes tells the child that this process is gone.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    // Ctrl+C goes to every process of the terminal's group. In a group of its own the child hears
    // of it once, from here. Windows knows no such groups, and would open a window.
    detached: process.platform !== 'win32',
  });
}

/**
 * As a shell counts.
 *
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 * @returns {number}
 */
export function exitCode(code, signal) {
  return code ?? 128 + (signal ? constants.signals[signal] : 0);
}
