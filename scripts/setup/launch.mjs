// Runs the real program on the Node that was found, as if it were this process: same terminal, same
// signals, same exit code.

import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { ROOT } from './paths.mjs';

const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

const FOLLOW_PARENT = new URL('follow-parent.mjs', import.meta.url).href;

/**
 * @param {import('./set-up.mjs').Ready} ready
 * @param {string[]} args The script, and its arguments.
 * @returns {Promise<number>} The exit code.
 */
export function launch({ node, env }, args) {
  const child = spawn(node, ['--import', FOLLOW_PARENT, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    // The channel says nothing; that it closes tells the child that this process is gone.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    // Ctrl+C goes to every process of the terminal's group. In a group of its own the child hears
    // of it once, from here. Windows knows no such groups, and would open a window.
    detached: process.platform !== 'win32',
  });
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) =>
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)),
    );
  });
}
