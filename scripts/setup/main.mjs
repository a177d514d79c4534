// What every entry has around it.

import { describe, Failure } from './failure.mjs';

const LOOK_EVERY_MS = 500;

/**
 * Runs an entry. A Failure is printed and ends the process with 1; anything else is a bug of ours
 * and keeps its stack.
 *
 * @param {() => Promise<number>} body Resolves to the exit code.
 */
export async function main(body) {
  if (process.env.npm_lifecycle_event) endWithNpm();
  try {
    process.exitCode = await body();
  } catch (error) {
    console.error(error instanceof Failure ? describe(error) : error);
    process.exitCode = 1;
  }
}

/**
 * npm runs a script through a shell. Ended by a signal it ends only that shell, and nobody tells
 * the script: it would live on, holding its ports. So it looks for its parent, and when that is
 * gone does what it would have done on the signal.
 */
function endWithNpm() {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, LOOK_EVERY_MS);
  timer.unref();
}
