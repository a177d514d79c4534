// What to put away when the set-up is interrupted: locks, half-built files, running programs.

import { constants } from 'node:os';

/** @type {Set<() => void>} */
const cleanups = new Set();

const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/** @param {NodeJS.Signals} signal */
function interrupted(signal) {
  for (const cleanup of cleanups) cleanup();
  process.exit(128 + constants.signals[signal]);
}

/**
 * Calls `cleanup` if a signal ends the process before the returned function is called.
 *
 * @param {() => void} cleanup Must be synchronous.
 * @returns {() => void}
 */
export function whenInterrupted(cleanup) {
  if (cleanups.size === 0) for (const signal of SIGNALS) process.on(signal, interrupted);
  cleanups.add(cleanup);
  return () => {
    cleanups.delete(cleanup);
    if (cleanups.size === 0) for (const signal of SIGNALS) process.off(signal, interrupted);
  };
}
