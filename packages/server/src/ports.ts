import { setTimeout as sleep } from 'node:timers/promises';

/** A process that was killed has let go of its ports some 10 ms later; of a busy machine this is kind. */
const PATIENCE_MS = 5_000;
const RETRY_MS = 50;

/**
 * Opens a port that a process which has just ended may still hold: tries again for a while.
 * Whatever else fails, fails at once.
 */
export async function whileTaken<T>(open: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await open();
    } catch (error) {
      if (!isTaken(error) || performance.now() > deadline) throw error;
      // Nobody tells when a port becomes free.
      await sleep(RETRY_MS);
    }
  }
}

/** Node says so by a code, mediasoup in words, either at the bottom of the causes. */
function isTaken(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as NodeJS.ErrnoException;
  return (
    code === 'EADDRINUSE' || /address already in use/i.test(error.message) || isTaken(error.cause)
  );
}
