/** By plain HTTP, which gets through where nothing else does. */

const PATIENCE_MS = 5_000;

export interface ServerClock {
  /** From question to answer. */
  tookMs: number;
  /** By how much this device's clock is ahead of the server's. */
  aheadMs: number;
}

/** Null where the server does not answer. `serverUrl` is empty for the page's own origin. */
export async function readServerClock(
  serverUrl: string,
  abort?: AbortSignal,
): Promise<ServerClock | null> {
  const limit = AbortSignal.timeout(PATIENCE_MS);
  const signal = abort ? AbortSignal.any([abort, limit]) : limit;
  const startedAt = Date.now();
  const started = performance.now();
  try {
    const response = await fetch(`${serverUrl}/api/time`, { signal, cache: 'no-store' });
    const { now } = (await response.json()) as { now: unknown };
    if (typeof now !== 'number') return null;
    const tookMs = performance.now() - started;
    // It read its clock about half way.
    return { tookMs, aheadMs: startedAt + tookMs / 2 - now };
  } catch {
    return null;
  }
}
